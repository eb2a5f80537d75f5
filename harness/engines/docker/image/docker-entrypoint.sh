#!/bin/sh
# Starts PostgreSQL as the official image does: POSTGRES_USER, POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE),
# POSTGRES_DB, POSTGRES_INITDB_ARGS, POSTGRES_HOST_AUTH_METHOD, and the files of /docker-entrypoint-initdb.d, which are
# looked at when the data directory is empty. Any other program than `postgres` is run as it is.
set -eu

case ${1:-postgres} in
  -*) set -- postgres "$@" ;;
esac
[ "${1:-postgres}" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  chown postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  password=${POSTGRES_PASSWORD:-}
  [ -z "${POSTGRES_PASSWORD_FILE:-}" ] || password=$(cat "$POSTGRES_PASSWORD_FILE")
  if [ -z "$password" ] && [ "$method" != trust ]; then
    echo "Error: the superuser has no password: set POSTGRES_PASSWORD to a value that is not empty." >&2
    exit 1
  fi
  file=$(mktemp)
  printf '%s\n' "$password" >"$file"
  # shellcheck disable=SC2086 # words of their own
  initdb --username="$user" ${password:+--pwfile="$file"} ${POSTGRES_INITDB_ARGS:-} -D "$PGDATA"
  rm "$file"
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
  printf "\nlisten_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  PGPASSWORD=$password
  export PGPASSWORD
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  run() {
    psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$user" "$@"
  }
  if [ "$database" != postgres ]; then
    run --dbname postgres -v name="$database" <<'SQL'
CREATE DATABASE :"name";
SQL
  fi
  for each in /docker-entrypoint-initdb.d/*; do
    case $each in
      *.sh) . "$each" ;;
      *.sql) run --dbname "$database" -f "$each" ;;
      *.sql.gz) gunzip -c "$each" | run --dbname "$database" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
fi

exec "$@"
