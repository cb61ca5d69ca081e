#!/usr/bin/env bash
# Makes the program one file that needs no .NET on the machine it runs on: deploy/publish.sh [RID] [FOLDER]
# RID: linux-x64 (default), linux-arm64, linux-musl-x64, …  FOLDER: default artifacts/RID
set -euo pipefail
root=$(readlink -f "$(dirname "$0")/..")
rid=${1:-linux-x64}
out=${2:-$root/artifacts/$rid}
dotnet publish "$root/src/Host" -c Release -r "$rid" --self-contained -o "$out" \
  -p:PublishSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true \
  -p:CopyOutputSymbolsToPublishDirectory=false -p:PublishDocumentationFiles=false -p:AllowedReferenceRelatedFileExtensions=none
ls -l "$out/orchestrator"
