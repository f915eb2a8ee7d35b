#!/bin/sh
# Brings LocalAi's credentials and starter workflows into n8n when they have changed, then starts n8n. n8n starts whatever happens:
# a failed import is a warning. Settings come by environment; $1 is the file with the workflows.
workflows=$1
folder=${N8N_USER_FOLDER:-$HOME}/.n8n
umask 077
mkdir -p "$folder"

quote() { printf '"%s"' "$(printf %s "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

credential() { printf '{"id":"%s","name":"%s","type":"%s","data":{%s}}' "$1" "$2" "$3" "$4"; }

credentials() {
  printf '['
  credential localai-agent 'LocalAi agent' openAiApi "\"url\":$(quote "$LOCALAI_AGENT_URL/v1"),\"apiKey\":$(quote "$LOCALAI_AGENT_KEY")"
  printf ,
  credential localai-ollama 'LocalAi models' ollamaApi "\"baseUrl\":$(quote "$LOCALAI_MODELS_URL")"
  printf ,
  credential localai-webhooks 'LocalAi webhooks' httpHeaderAuth "\"name\":\"Authorization\",\"value\":$(quote "Bearer $LOCALAI_TOKEN")"
  printf ,
  credential localai-mcp 'LocalAi MCP' httpBearerAuth "\"token\":$(quote "$LOCALAI_TOKEN")"
  if [ "$DB_TYPE" = postgresdb ]; then
    printf ,
    credential localai-postgres 'LocalAi Postgres' postgres "\"host\":$(quote "$DB_POSTGRESDB_HOST"),\"port\":$DB_POSTGRESDB_PORT,\"database\":$(quote "$DB_POSTGRESDB_DATABASE"),\"user\":$(quote "$DB_POSTGRESDB_USER"),\"password\":$(quote "$DB_POSTGRESDB_PASSWORD"),\"ssl\":\"disable\""
  fi
  if [ -n "$LOCALAI_SEARCH_URL" ]; then
    printf ,
    credential localai-search 'LocalAi search' searXngApi "\"apiUrl\":$(quote "$LOCALAI_SEARCH_URL")"
  fi
  printf ']'
}

templates() { sed "s|__CHAT_MODEL__|$LOCALAI_CHAT_MODEL|g; s|__SEARXNG_URL__|$LOCALAI_SEARCH_URL|g" "$workflows"; }

# n8n's commands say on their output whether they worked; their exit code does not.
run() {
  output=$(n8n "$@" 2>&1)
  case $output in
    *"$expected"*) return 0 ;;
  esac
  printf '%s\n' "$output" >&2
  return 1
}

import() {
  credentials >"$folder/localai-credentials.json"
  templates >"$folder/localai-workflows.json"
  expected='Successfully imported'
  run import:credentials --input="$folder/localai-credentials.json" && run import:workflow --input="$folder/localai-workflows.json" || return 1
  expected='Please restart n8n'
  for id in $LOCALAI_WORKFLOWS; do
    run publish:workflow --id="$id" || return 1
  done
}

wanted=$({ credentials; templates; } | cksum)
if [ "$(cat "$folder/localai-imported" 2>/dev/null)" != "$wanted" ]; then
  if import; then
    printf %s "$wanted" >"$folder/localai-imported"
    echo 'The starter workflows and credentials of LocalAi are in n8n.'
  else
    echo 'Warning: the starter workflows of LocalAi could not be brought into n8n; it starts without them. The next start tries again.' >&2
  fi
  rm -f "$folder/localai-credentials.json" "$folder/localai-workflows.json"
fi

# This part of n8n asks its maker for a list of servers, at every start; older versions do not have it and refuse its name.
program=$(dirname "$(dirname "$(readlink -f "$(command -v n8n)")")")
if [ -d "$program/dist/modules/mcp-registry" ] || [ -d "$program/node_modules/n8n/dist/modules/mcp-registry" ]; then
  export N8N_DISABLED_MODULES=mcp-registry
fi

exec n8n start
