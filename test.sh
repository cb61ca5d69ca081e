#!/usr/bin/env bash
# Builds everything and runs every test: ./test.sh
# Only some test projects, without the check of the format: ./test.sh Interop Xmpp
# Needs the .NET 10 SDK; installs the Debian packages that the tests drive (as root or with sudo) when they are missing.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
exec </dev/null

packages=(prosody ejabberd python3-slixmpp libqxmpp-dev qtbase5-dev libpurple-dev g++ pkg-config iproute2 util-linux chromium fonts-dejavu-core)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 # a bare machine has no ICU
export MSBUILDDISABLENODEREUSE=1               # nothing stays behind when this script ends

. ./bench/packages.sh
. ./bench/namespace.sh
install_missing "${packages[@]}"

if [ $# -gt 0 ]; then
  projects=("${@/#/tests/}")
  for project in "${projects[@]}"; do
    [ -d "$project" ] || { echo "There is no test project $project." >&2; exit 2; }
    dotnet build -c Release -p:UseSharedCompilation=false "$project"
  done
else
  projects=(tests/*/)
  dotnet restore
  dotnet build -c Release --no-restore -p:UseSharedCompilation=false
  dotnet format --verify-no-changes --no-restore
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0
for project in "${projects[@]}"; do
  echo "== ${project%/}"
  status=0 surrounding=()
  [ "$(basename "$project")" != Interop ] || surrounding=(in_namespace)
  "${surrounding[@]}" dotnet test "$project" -c Release --no-build --blame-hang-timeout 8m --blame-hang-dump-type none \
    --results-directory "${TMPDIR:-/tmp}/orchestrator-test-results" 2>&1 | tee "$log" || status=$?
  # The line that ends each project: Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total: …
  read -r lost won < <(sed -nE 's/^.*! +- Failed: +([0-9]+), Passed: +([0-9]+),.*$/\1 \2/p' "$log" | tail -n 1) || { lost=0; won=0; }
  [ "$status" -eq 0 ] || [ "$lost" -gt 0 ] || lost=1 # the run itself broke
  passed=$((passed + won)) failed=$((failed + lost))
done

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
