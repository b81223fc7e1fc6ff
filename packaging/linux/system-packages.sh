#!/usr/bin/env bash
# What curator needs of the system besides Python packages.
#
#   system-packages.sh install GROUP...   as root on Debian or Ubuntu: install what is missing;
#                                         anywhere else: do nothing
#   system-packages.sh python             print a Python that can make the virtual environment
#   system-packages.sh verify GROUP...    say in one line what is missing, and fail
#
# Groups: python, qt (libraries), screen (a virtual one), mouse (to drive tests), fonts.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly STATE=build/setup
readonly VENV=${VENV:-.venv}

# what is looked for | Debian, Ubuntu | Fedora | Arch
readonly LIBRARIES='
libEGL.so.1            libegl1             libglvnd-egl        libglvnd
libGL.so.1             libgl1              libglvnd-glx        libglvnd
libX11-xcb.so.1        libx11-xcb1         libX11-xcb          libx11
libX11.so.6            libx11-6            libX11              libx11
libdbus-1.so.3         libdbus-1-3         dbus-libs           dbus
libfontconfig.so.1     libfontconfig1      fontconfig          fontconfig
libfreetype.so.6       libfreetype6        freetype            freetype2
libglib-2.0.so.0       libglib2.0-0        glib2               glib2
libgthread-2.0.so.0    libglib2.0-0        glib2               glib2
libgssapi_krb5.so.2    libgssapi-krb5-2    krb5-libs           krb5
libxcb-cursor.so.0     libxcb-cursor0      xcb-util-cursor     xcb-util-cursor
libxcb-glx.so.0        libxcb-glx0         libxcb              libxcb
libxcb-icccm.so.4      libxcb-icccm4       xcb-util-wm         xcb-util-wm
libxcb-image.so.0      libxcb-image0       xcb-util-image      xcb-util-image
libxcb-keysyms.so.1    libxcb-keysyms1     xcb-util-keysyms    xcb-util-keysyms
libxcb-randr.so.0      libxcb-randr0       libxcb              libxcb
libxcb-render-util.so.0 libxcb-render-util0 xcb-util-renderutil xcb-util-renderutil
libxcb-render.so.0     libxcb-render0      libxcb              libxcb
libxcb-shape.so.0      libxcb-shape0       libxcb              libxcb
libxcb-shm.so.0        libxcb-shm0         libxcb              libxcb
libxcb-sync.so.1       libxcb-sync1        libxcb              libxcb
libxcb-util.so.1       libxcb-util1        xcb-util            xcb-util
libxcb-xfixes.so.0     libxcb-xfixes0      libxcb              libxcb
libxcb-xkb.so.1        libxcb-xkb1         libxcb              libxcb
libxcb.so.1            libxcb1             libxcb              libxcb
libxkbcommon-x11.so.0  libxkbcommon-x11-0  libxkbcommon-x11    libxkbcommon-x11
libxkbcommon.so.0      libxkbcommon0       libxkbcommon        libxkbcommon
'
readonly SCREEN='
Xvfb                   xvfb                xorg-x11-server-Xvfb xorg-server-xvfb
xvfb-run               xvfb                xorg-x11-server-Xvfb xorg-server-xvfb
xauth                  xauth               xorg-x11-xauth      xorg-xauth
'
readonly MOUSE='
xdotool                xdotool             xdotool             xdotool
'
readonly FONTS='fonts-inter fonts-noto-color-emoji fonts-dejavu-core fonts-droid-fallback'

complain() {
  echo "curator: $*" >&2
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# --- which system is this ---------------------------------------------------------------------

family() {
  if has apt-get && has dpkg-query; then
    echo debian
  elif has dnf; then
    echo fedora
  elif has pacman; then
    echo arch
  else
    echo other
  fi
}

can_install() {
  [ "$(id -u)" = 0 ] && [ "$(family)" = debian ]
}

# table, wanted names on standard input -> the packages that hold them, on one line
packages_for() {
  local column
  case $(family) in
    fedora) column=3 ;;
    arch) column=4 ;;
    *) column=2 ;;
  esac
  awk -v column="$column" '
    NR == FNR { wanted[$1]; next }
    $1 in wanted { name = $column; delete wanted[$1]; if (!(name in seen)) { seen[name]; print name } }
    END { for (name in wanted) print name }
  ' - <(printf '%s\n' "$1") | paste -sd ' ' -
}

how_to_install() {
  case $(family) in
    debian) echo "install with: sudo apt-get install $1" ;;
    fedora) echo "install with: sudo dnf install $1" ;;
    arch) echo "install with: sudo pacman -S $1" ;;
    *) echo "install what Debian calls $1" ;;
  esac
}

# --- Python -----------------------------------------------------------------------------------

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if has "$candidate" && "$candidate" -c "$1" >/dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

readonly NEW_ENOUGH='import sys; assert sys.version_info >= (3, 11)'
readonly USABLE="$NEW_ENOUGH; import ensurepip, venv"

python_packages() {
  local version
  # Debian keeps ensurepip out of its Python, in a package a version.
  if version=$(find_python "$NEW_ENOUGH"); then
    "$version" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'
    return
  fi
  for version in 3.13 3.12 3.11; do
    if apt-cache show "python$version-venv" >/dev/null 2>&1; then
      echo "python$version-venv"
      return
    fi
  done
  echo python3-venv
}

print_python() {
  find_python "$USABLE" && return
  local found
  if found=$(find_python "$NEW_ENOUGH"); then
    complain "$found cannot make a virtual environment; $(how_to_install "$(python_packages)")"
  fi
  if found=$(python3 --version 2>/dev/null); then
    complain "Python 3.11 or newer is needed, this machine has $found; name a newer one with make PYTHON=..."
  fi
  complain "Python 3.11 or newer is needed, and there is no python3 on this machine"
}

# --- install ----------------------------------------------------------------------------------

wanted_packages() {
  local group
  for group in "$@"; do
    case $group in
      qt) awk 'NF { print $2 }' <<<"$LIBRARIES" ;;
      screen) awk 'NF { print $2 }' <<<"$SCREEN" ;;
      mouse) awk 'NF { print $2 }' <<<"$MOUSE" ;;
      fonts) tr ' ' '\n' <<<"$FONTS" ;;
      python) ;;
      *) complain "there is no group $group" ;;
    esac
  done | sort -u
}

# Newer Debian and Ubuntu hold some of these libraries under a name that ends in t64.
absent_packages() {
  local names
  names=$(wanted_packages "$@")
  # shellcheck disable=SC2046,SC2086
  comm -23 <(printf '%s\n' "$names") <(
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names $(printf '%st64 ' $names) 2>/dev/null |
      awk '$1 == "installed" { sub(/t64$/, "", $2); print $2 }' | sort -u
  )
}

install() {
  can_install || return 0
  local absent venv_module=missing
  mkdir -p "$STATE"
  # A font that this machine's archive does not have is asked for once, not at every start.
  touch "$STATE/fonts-not-to-be-had"
  absent=$(absent_packages "$@" | comm -23 - "$STATE/fonts-not-to-be-had")
  find_python "$USABLE" >/dev/null && venv_module=present
  [ -z "$absent" ] && [ $venv_module = present ] && return 0

  local log=$STATE/apt.log options=(-qq -y -o DPkg::Lock::Timeout=300)
  export DEBIAN_FRONTEND=noninteractive
  echo "Installing system packages (log: $log) ..."
  apt-get "${options[@]}" update >"$log" 2>&1 || true
  [ $venv_module = missing ] && absent="$(python_packages) $absent"
  # shellcheck disable=SC2086
  if ! apt-get "${options[@]}" --no-install-recommends install $absent >>"$log" 2>&1; then
    local name
    # One name that the archive does not know must not keep the others out.
    for name in $absent; do
      apt-get "${options[@]}" --no-install-recommends install "$name" >>"$log" 2>&1 ||
        echo "curator: could not install $name (see $log)" >&2
    done
  fi
  absent_packages fonts >"$STATE/fonts-not-to-be-had"
}

# --- verify -----------------------------------------------------------------------------------

# Qt blames libxcb-cursor0 whatever is missing; the dynamic linker tells the truth.
missing_libraries() {
  local qt
  has ldd || return 0
  for qt in "$VENV"/lib/python3*/site-packages/PySide6; do
    [ -d "$qt" ] || continue
    ldd "$qt"/Qt/plugins/platforms/libq{xcb,offscreen}.so \
      "$qt"/Qt{Gui,Widgets,Network,Svg,DBus}.abi3.so 2>/dev/null |
      awk '/not found/ { print $1 }' | sort -u
  done
}

missing_commands() {
  local name rest
  while read -r name rest; do
    [ -z "$name" ] || has "$name" || echo "$name"
  done <<<"$1"
}

verify() {
  [ "$(uname -s)" = Linux ] || return 0
  local group absent=''
  for group in "$@"; do
    case $group in
      qt) absent+=$(missing_libraries)$'\n' ;;
      screen) absent+=$(missing_commands "$SCREEN")$'\n' ;;
      mouse) absent+=$(missing_commands "$MOUSE")$'\n' ;;
      *) complain "there is no group $group to verify" ;;
    esac
  done
  absent=$(sed '/^$/d' <<<"$absent")
  [ -z "$absent" ] && return 0
  local packages names count
  packages=$(packages_for "$LIBRARIES$SCREEN$MOUSE" <<<"$absent")
  names=$(head -n 4 <<<"$absent" | paste -sd ' ' -)
  count=$(wc -l <<<"$absent")
  [ "$count" -le 4 ] || names+=" and $((count - 4)) more"
  complain "this machine lacks $names; $(how_to_install "$packages")"
}

case ${1:-} in
  install) install "${@:2}" ;;
  python) print_python ;;
  verify) verify "${@:2}" ;;
  *) complain "usage: $0 install|python|verify [GROUP...]" ;;
esac
