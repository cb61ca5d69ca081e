# Sourced by test.sh and bench/run.sh.

# install_missing PACKAGE... installs those Debian packages that are not there yet, without starting their services.
install_missing() {
  local missing=() package root=() policy=/usr/sbin/policy-rc.d
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  echo "Installing Debian packages: ${missing[*]}"
  "${root[@]}" apt-get update -q
  # Status 101 is Debian's "do not start services"; every run here starts servers of its own.
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${root[@]}" install -m 755 /dev/stdin "$policy"
  else
    policy=
  fi
  local status=0
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" || status=$?
  [ -z "$policy" ] || "${root[@]}" rm -f "$policy"
  return "$status"
}
