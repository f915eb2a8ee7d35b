#!/bin/bash
# As the official image: makes the cluster on the first start, runs the init files on a server without network, then serves.
set -e
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres /var/lib/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups bash "$0" "$@"
fi
user=${POSTGRES_USER:-postgres}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?POSTGRES_PASSWORD is needed to make the cluster}"
  # shellcheck disable=SC2086
  initdb -D "$PGDATA" -U "$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -w start -o "-c listen_addresses= -k /tmp" >/dev/null
  # As in the official image: what the init files need to log in.
  export PGHOST=/tmp PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  [ "${POSTGRES_DB:-$user}" = postgres ] || psql -h /tmp -U "$user" -d postgres -c "CREATE DATABASE \"${POSTGRES_DB:-$user}\""
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) bash "$file" ;;
      *.sql) psql -v ON_ERROR_STOP=1 -h /tmp -U "$user" -d "${POSTGRES_DB:-$user}" -f "$file" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop >/dev/null
fi
exec "$@" -c listen_addresses='*' -k /tmp
