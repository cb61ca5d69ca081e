#!/usr/bin/env bash
# What is measured, side by side with a reference in the same run. Alone it explains itself.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here"
. ./packages.sh
. ./namespace.sh

usage() {
  cat <<'TEXT'
bench/run.sh throughput [NAME...]   one file, direct SOCKS5 bytestream on this machine, two processes each: Orchestrator,
                                    a plain C# loop with and without SHA-256, slixmpp, QXmpp. Only those whose name begins so.
                                    MIB=1024 ROUNDS=5 DIR=folder (default: memory, /dev/shm; another folder measures its disk too)
bench/run.sh proxy [NAME...]        the same through Prosody's and through ejabberd's SOCKS5 proxy: Orchestrator and two plain
                                    C# ends at the same proxy.
bench/run.sh ibb [NAME...]          the same as in-band bytestream through both servers: Orchestrator, slixmpp, QXmpp,
                                    libpurple. MIB=32
bench/run.sh journal                journal events/s with 1, 16 and 64 persistent actors, and actor messages/s.
                                    DIR=folder (default: /tmp); a commit waits for its disk
bench/run.sh catalogue              pages of lists, counts and events with 100,000 transfers in the catalogue, and making it anew.
                                    TRANSFERS=100000 DIR=folder (default: /tmp)
bench/run.sh first-byte             from the order to send to the first byte, directly, through both proxies, and when the first
                                    streamhost does not answer. ROUNDS=20
bench/run.sh submits                submissions a second by 1, 16 and 64 clients, and a plain endpoint that commits a row for each.
                                    DIR=folder (default: /tmp) as for all that follow
bench/run.sh list                   pages of lists over HTTP with 100,000 transfers in the catalogue. TRANSFERS=100000
bench/run.sh events                 events to 100 readers while transfers are submitted
bench/run.sh queued                 what 10,000 transfers cost that wait in the queue

Each prints a table and JSON, and leaves the JSON in bench/results/. Quiet the machine first.
The other clients are installed as Debian packages when they are missing (root or sudo); their part runs in a network
namespace of its own, as QXmpp offers no loopback address.
TEXT
}

# Silent unless it fails.
build() {
  local said
  said=$(dotnet build -c Release -nologo "$1" 2>&1) || { echo "$said" >&2; return 1; }
}

throughput() {
  install_missing prosody python3-slixmpp libqxmpp-dev qtbase5-dev g++ pkg-config iproute2
  transfer direct 1024 "$@"
}

proxy() {
  install_missing prosody ejabberd iproute2
  transfer proxy 1024 "$@"
}

ibb() {
  install_missing prosody ejabberd python3-slixmpp libqxmpp-dev qtbase5-dev libpurple-dev g++ pkg-config iproute2
  transfer ibb 32 "$@"
}

# transfer ROAD MIB [NAME...]
transfer() {
  local road=$1 mib=${MIB:-$2}
  shift 2
  build Throughput
  work=$(mktemp -d "${DIR:-/dev/shm}/orchestrator-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  # Everything is written below $work, the daemons' inboxes too.
  TMPDIR=$work in_namespace dotnet Throughput/bin/Release/net10.0/bench-throughput.dll \
    "$road" "$mib" "${ROUNDS:-5}" "$work" "$here/results/$road.json" "$@"
}

journal() {
  build Micro
  work=$(mktemp -d "${DIR:-/tmp}/orchestrator-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  dotnet Micro/bin/Release/net10.0/bench-micro.dll "$work" "$here/results/journal.json"
}

catalogue() {
  build Catalogue
  work=$(mktemp -d "${DIR:-/tmp}/orchestrator-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  dotnet Catalogue/bin/Release/net10.0/bench-catalogue.dll "$work" "$here/results/catalogue.json" "${TRANSFERS:-100000}"
}

# service MODE [NUMBER]
service() {
  build Service
  work=${work:-$(mktemp -d "${DIR:-/tmp}/orchestrator-bench.XXXXXX")}
  trap 'rm -rf "$work"' EXIT
  TMPDIR=$work in_namespace dotnet Service/bin/Release/net10.0/bench-service.dll "$1" "$work" "$here/results/$1.json" "${2:-0}"
}

first-byte() {
  install_missing prosody ejabberd iproute2
  service first-byte "${ROUNDS:-20}"
}

submits() { service submits 1000; }

list() {
  catalogue
  service list
}

events() { service events 2000; }

queued() { service queued 10000; }

case "${1:-}" in
  throughput | proxy | ibb | journal | catalogue | first-byte | submits | list | events | queued) "$@" ;;
  *) usage ;;
esac
