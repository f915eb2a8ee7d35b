#!/usr/bin/env bash
# Brings a published deployment to a server and starts it there: the folder, the images that no registry has, the secrets.
#
#   deploy/push.sh [-n] [-p PORT] [-i KEY] [-t FOLDER] [-s local|server] USER@HOST DIR
#
#   -n         only say what would be done
#   -p, -i     SSH's port and key file
#   -t FOLDER  the folder on the server (/opt/localai)
#   -s WHICH   which .env holds where the server has another one already: without it, different secrets are refused
#
# The server needs Docker with Compose v2, as deploy/cloud-init.yaml sets it up; USER is root or may use sudo without a password.
set -euo pipefail

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
fail() { printf 'push.sh: %s\n' "$1" >&2; exit 1; }

dry='' target=/opt/localai secrets='' options=(-o BatchMode=yes)
while getopts 'np:i:t:s:' option; do
  case $option in
    n) dry=yes ;;
    p) options+=(-p "$OPTARG") ;;
    i) options+=(-i "$OPTARG") ;;
    t) target=$OPTARG ;;
    s) secrets=$OPTARG ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# = 2 ] || usage
host=$1 folder=${2%/}
case $secrets in '' | local | server) ;; *) usage ;; esac
case $target in *[!A-Za-z0-9/._-]* | [!/]*) fail "'$target' is no absolute path of letters, digits and /._-" ;; esac

[ -f "$folder/docker-compose.yaml" ] || fail "$folder has no docker-compose.yaml: publish into it first, see docs/deploy.md"
[ -f "$folder/.env" ] || fail "$folder has no .env: publish into it first, see docs/deploy.md"
blank=$(sed -n 's/^\([A-Z0-9_]*\)=$/\1/p' "$folder/.env" | paste -sd' ' -)
[ -z "$blank" ] || fail "blank in $folder/.env: $blank. Fill them: localai secrets init $folder"

# A server asks for nothing while it is being set up.
remote() { ssh "${options[@]}" "$host" "$@"; }
run() {
  printf '  %s\n' "$1"
  shift
  [ -n "$dry" ] || "$@"
}

if [ -n "$dry" ]; then echo "Would do on $host:"; else echo "On $host:"; fi
run 'wait until the server is set up' remote 'if command -v cloud-init >/dev/null && [ -d /run/cloud-init ]; then cloud-init status --wait >/dev/null || true; fi; docker compose version >/dev/null || { echo "Docker with Compose v2 is not there: see deploy/cloud-init.yaml" >&2; exit 1; }'

as_root='if [ "$(id -u)" = 0 ]; then as=; else as="sudo -n"; fi;'
if [ -z "$dry" ] && [ "$secrets" != local ] && remote "$as_root \$as test -f $target/.env"; then
  if [ "$secrets" = server ]; then
    keep=yes
  elif remote "$as_root \$as cat $target/.env" | cmp -s - "$folder/.env"; then
    keep=''
  else
    fail "$target/.env on the server differs from $folder/.env: data is readable with the right secrets only. Say which holds: -s server (the usual), or -s local."
  fi
fi

send_folder() {
  local leave=(--exclude=./.localai/locks)
  [ -z "${keep:-}" ] || leave+=(--exclude=./.env)
  tar -C "$folder" -c --owner=0 --group=0 "${leave[@]}" . |
    remote "$as_root \$as mkdir -p $target && \$as tar -x -C $target && \$as chmod 600 $target/.env"
}
run "copy $folder to $target${keep:+, but not .env}" send_folder

# What a newer version needs is not in the server's .env yet.
add_secrets() {
  local new
  new=$(remote "$as_root \$as cat $target/.env" | awk -F= 'NR == FNR { there[$1] = 1; next } /^[A-Z0-9_]+=/ && !($1 in there)' - "$folder/.env")
  [ -z "$new" ] || printf '\n%s\n' "$new" | remote "$as_root \$as tee -a $target/.env >/dev/null"
}
[ -z "${keep:-}" ] || run "add to the server's .env what is new" add_secrets

# Images that were built here; the others the server pulls.
for image in $(docker compose --project-directory "$folder" config --images 2>/dev/null | sort -u); do
  case $image in
    localai/* | localai-test/*)
      docker image inspect "$image" >/dev/null 2>&1 || fail "the image $image is not on this machine: build it with deploy/build-images.sh"
      send_image() {
        [ "$(docker image inspect -f '{{.Id}}' "$image")" = "$(remote "$as_root \$as docker image inspect -f '{{.Id}}' $image 2>/dev/null" || true)" ] ||
          docker save "$image" | gzip -1 | remote "$as_root gunzip | \$as docker load >/dev/null"
      }
      run "send the image $image" send_image
      ;;
  esac
done

run 'start it' remote "$as_root cd $target && if [ -e /etc/systemd/system/localai.service ] && [ $target = /opt/localai ]; then \$as systemctl enable localai >/dev/null 2>&1; \$as systemctl reload-or-restart localai; else \$as docker compose up --detach --remove-orphans; fi"
run 'its services' remote "$as_root cd $target && \$as docker compose ps --all --format 'table {{.Service}}\t{{.Status}}'"
