#!/usr/bin/env bash
# Builds the images of our own programs, localai/agent, localai/web and localai/dashboard, on this machine's container engine: from the same
# sources in the same folder, with the same SDK and base, the same images. (Razor's compiler writes the folder's name into what it makes.)
#
#   deploy/build-images.sh [BASE]    on another base than the one without a shell, such as mcr.microsoft.com/dotnet/aspnet:10.0
set -euo pipefail
cd "$(dirname "$0")/.."
archive=$(mktemp)
trap 'rm -f "$archive"' EXIT
for project in AgentApi Web Dashboard; do
  dotnet publish "LocalAi.$project" --nologo -v quiet -t:PublishContainer -p:ContainerArchiveOutputPath="$archive" ${1:+-p:ContainerBaseImage="$1"}
  dotnet run deploy/reproducible-image.cs -- "$archive" | docker load --quiet
done
docker images --filter 'reference=localai/*'
