#!/usr/bin/env bash
# Makes a desktop show curator in its menu: install-desktop-files.sh [PREFIX]

set -euo pipefail

prefix=${1:-$HOME/.local}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
icons=$here/../../resources/icons
id=io.github.curator.Curator

install -Dm644 "$here/$id.desktop" "$prefix/share/applications/$id.desktop"
install -Dm644 "$here/$id.metainfo.xml" "$prefix/share/metainfo/$id.metainfo.xml"
install -Dm644 "$icons/curator.svg" "$prefix/share/icons/hicolor/scalable/apps/$id.svg"
for size in 16 24 32 48 64 128 256; do
  install -Dm644 "$icons/curator-$size.png" \
    "$prefix/share/icons/hicolor/${size}x${size}/apps/$id.png"
done
