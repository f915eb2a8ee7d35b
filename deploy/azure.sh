#!/bin/sh
# What azd runs before and after it makes the machine, see azure.yaml. Settings are azd's environment: azd env set NAME VALUE.
set -eu
cd "$(dirname "$0")/.."

need() {
  eval "value=\${$1:-}"
  [ -n "$value" ] || missing="${missing:-}
  azd env set $1 $2"
}

case ${1:-} in
  check)
    need LOCALAI_DOMAIN ai.mycompany.com
    need LOCALAI_EMAIL you@mycompany.com
    need LOCALAI_DNS_LABEL mycompany-ai
    need LOCALAI_SSH_SOURCE 203.0.113.7/32
    need LOCALAI_SSH_PUBLIC_KEY '"$(cat ~/.ssh/id_ed25519.pub)"'
    [ -z "${missing:-}" ] || { printf 'Settings are missing. Set them with:%s\n' "$missing" >&2; exit 1; }
    ;;
  deploy)
    folder=${LOCALAI_FOLDER:-$HOME/localai-$AZURE_ENV_NAME}
    case ${LOCALAI_VM_SIZE:-} in Standard_N*) gpu=nvidia ;; *) gpu=none ;; esac
    dotnet run --project LocalAi.AppHost -- --operation publish --step publish --output-path "$folder" \
      --LocalAi:Environment=public --LocalAi:Domain="$LOCALAI_DOMAIN" --LocalAi:Email="$LOCALAI_EMAIL" --LocalAi:Gpu=$gpu
    dotnet run --project LocalAi.Cli -- secrets init "$folder"
    deploy/build-images.sh
    # The machine has just been made: its key is not known yet.
    ssh -o StrictHostKeyChecking=accept-new -o ConnectTimeout=300 "$LOCALAI_SSH_USER@$LOCALAI_HOST" true
    deploy/push.sh "$LOCALAI_SSH_USER@$LOCALAI_HOST" "$folder"
    echo "Point $LOCALAI_DOMAIN and the names below it (api, n8n, chat) at $LOCALAI_HOST: a CNAME record for each."
    ;;
  *) sed -n '2s/^# //p' "$0" >&2; exit 2 ;;
esac
