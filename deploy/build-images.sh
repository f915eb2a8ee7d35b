#!/usr/bin/env bash
# Builds the images of our own programs, localai/agent, localai/web and localai/dashboard, on this machine's container engine.
#
#   deploy/build-images.sh [BASE]    on another base than the one without a shell, such as mcr.microsoft.com/dotnet/aspnet:10.0
set -euo pipefail
cd "$(dirname "$0")/.."
for project in AgentApi Web Dashboard; do
  dotnet publish "LocalAi.$project" --nologo -v quiet -t:PublishContainer ${1:+-p:ContainerBaseImage="$1"}
done
docker images --filter 'reference=localai/*'
