#!/usr/bin/env bash
# Runs a command on a screen of its own, so that its mouse and keys disturb nobody, and so that
# it looks the same on every machine.

set -euo pipefail

runtime=$(mktemp -d)
trap 'rm -rf "$runtime"' EXIT

# What a desktop session says about style, scale and language must not reach the program.
for name in LANGUAGE WAYLAND_DISPLAY QT_QPA_PLATFORMTHEME QT_STYLE_OVERRIDE QT_SCALE_FACTOR \
  QT_AUTO_SCREEN_SCALE_FACTOR QT_FONT_DPI XDG_CURRENT_DESKTOP DESKTOP_SESSION; do
  unset "$name"
done
export LC_ALL=C.UTF-8
# Qt warns where no session has set one, and a warning fails a test.
export XDG_RUNTIME_DIR=$runtime
export QT_QPA_PLATFORM=xcb

if ! command -v xvfb-run >/dev/null 2>&1; then
  "$@"
  exit
fi
xvfb-run -a -s '-screen 0 1600x1000x24 -nolisten tcp -noreset' "$@"
