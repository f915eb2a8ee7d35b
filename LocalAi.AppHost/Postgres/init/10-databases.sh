#!/bin/sh
# A published stack has no app host: this makes each service's database and role when the cluster is made.
# LOCALAI_DATABASES has the names; the password of NAME is in NAME_DB_PASSWORD, in capitals.
set -e
for name in $LOCALAI_DATABASES; do
  password=$(printenv "$(printf %s "$name" | tr '[:lower:]-' '[:upper:]_')_DB_PASSWORD")
  psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$password" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$name" -c 'CREATE EXTENSION IF NOT EXISTS vector'
done
