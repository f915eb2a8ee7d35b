#!/bin/sh
# Puts addresses and keys into Kong's configuration, then starts Kong as its image does. $1 is the file with the placeholders.
set -e
umask 077
script=
for name in AUTH_URL REST_URL STORAGE_URL META_URL STUDIO_URL DASHBOARD_USERNAME DASHBOARD_PASSWORD ANON_KEY SERVICE_ROLE_KEY; do
  printenv "$name" >/dev/null || { echo "kong.sh: $name is not set" >&2; exit 1; }
  # What ends a pattern or means something in a replacement is kept from doing so.
  value=$(printenv "$name" | sed 's/[\\&|]/\\&/g')
  script="$script;s|__${name}__|$value|g"
done
# The script goes in by a pipe: the list of processes shows no key.
printf '%s' "${script#;}" | sed -f /dev/stdin "$1" >"$KONG_DECLARATIVE_CONFIG"
exec /entrypoint.sh kong docker-start
