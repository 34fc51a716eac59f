#!/usr/bin/env bash
# Last step of making a bare host, while its apt still knows the package sources.
# usage: finish-base.bash ROOT PACKAGES; puts what may be installed on the host, with all it needs, into the folder PACKAGES
set -euo pipefail

readonly offered=(nginx-light nginx tmux git curl wget sudo procps iproute2 ca-certificates)

main() {
  local root=$1 packages=$2
  # A real minimal server has procps, on which openssh-server depends, but Berth must do without.
  chroot "$root" dpkg --purge --force-depends procps
  sed -i '/^Package: openssh-server$/,/^$/s/ procps,//' "$root/var/lib/dpkg/status"
  chroot "$root" apt-get clean
  chroot "$root" apt-get install -y --download-only --no-install-recommends "${offered[@]}"
  mkdir "$packages"
  mv "$root"/var/cache/apt/archives/*.deb "$packages/"
}

main "$@"
