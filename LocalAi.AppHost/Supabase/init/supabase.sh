#!/bin/sh
# Makes in a new cluster what Supabase's services expect of it, where the image has not: roles, schemas, grants. Then gives the roles
# that log in their passwords: that of the role NAME is in NAME_DB_PASSWORD, in capitals.
set -e
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE FUNCTION pg_temp.ensure_role(name text, attributes text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
    EXECUTE format('CREATE ROLE %I %s', name, attributes);
  END IF;
END $$;
SELECT pg_temp.ensure_role('postgres', 'LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS');
-- The roles that a request runs as, by its token.
SELECT pg_temp.ensure_role('anon', 'NOLOGIN NOINHERIT');
SELECT pg_temp.ensure_role('authenticated', 'NOLOGIN NOINHERIT');
SELECT pg_temp.ensure_role('service_role', 'NOLOGIN NOINHERIT BYPASSRLS');
-- The roles that services log in as.
SELECT pg_temp.ensure_role('authenticator', 'LOGIN NOINHERIT');
SELECT pg_temp.ensure_role('supabase_auth_admin', 'LOGIN NOINHERIT');
SELECT pg_temp.ensure_role('supabase_storage_admin', 'LOGIN NOINHERIT CREATEROLE');
GRANT anon, authenticated, service_role TO authenticator;
GRANT authenticator TO supabase_storage_admin;
ALTER ROLE anon SET statement_timeout = '3s';
ALTER ROLE authenticated SET statement_timeout = '8s';
ALTER ROLE supabase_auth_admin SET search_path = auth;
ALTER ROLE supabase_storage_admin SET search_path = storage;

-- Nobody else enters Supabase's database: the other services of the stack have databases of their own.
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE postgres TO postgres, authenticator;
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE postgres TO supabase_auth_admin, supabase_storage_admin;

CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA extensions;
CREATE SCHEMA IF NOT EXISTS auth AUTHORIZATION supabase_auth_admin;
CREATE SCHEMA IF NOT EXISTS storage AUTHORIZATION supabase_storage_admin;
GRANT USAGE ON SCHEMA public, extensions, auth, storage TO postgres, anon, authenticated, service_role;
GRANT CREATE ON SCHEMA public TO postgres;
GRANT ALL ON SCHEMA auth TO supabase_auth_admin;
GRANT ALL ON SCHEMA storage TO supabase_storage_admin WITH GRANT OPTION;
-- What people make in public is served by the API; row level security decides who sees which rows.
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
SQL
for role in postgres authenticator supabase_auth_admin supabase_storage_admin; do
  password=$(printenv "$(printf %s "$role" | tr '[:lower:]' '[:upper:]')_DB_PASSWORD")
  psql -v ON_ERROR_STOP=1 -v role="$role" -v password="$password" -U "$POSTGRES_USER" -d postgres <<'SQL'
ALTER ROLE :"role" LOGIN PASSWORD :'password';
SQL
done
