#!/usr/bin/env bash
# Packs the cached code-server as its releases are packed, unless that is done already. Several at once wait for the first.
# usage: pack-release.bash ARCHIVE BUILD NODE FOLDER VERSION PARTS
#   ARCHIVE   file to make, .tar.gz; ARCHIVE.sha256 is made beside it, hex digits
#   BUILD     folder of the cached build;  NODE  its Node
#   FOLDER    name of the one folder in the archive, as in code-server-4.139.1-linux-amd64
#   VERSION   what the packed one says it is
#   PARTS     full; slim leaves out what is not needed to start: the built-in extensions and the AI features;
#             broken is a few kilobytes that tell the version and cannot start
set -euo pipefail

readonly heavy_parts=(
  lib/vscode/extensions
  lib/vscode/node_modules/@github
  lib/vscode/node_modules/@microsoft/mxc-sdk
  lib/vscode/node_modules/@vscode/{ripgrep-universal,sqlite3,tree-sitter-wasm}
)

say() { printf '%s\n' "$1" >&2; }

# As in a release: the command leads to the Node beside it, through links, and keeps the path by which it was called.
write_command() {
  cat >"$1" <<'END'
#!/bin/sh
set -eu
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
root=$(cd "$(dirname "$self")/.." && pwd)
exec "$root/lib/node" "$root" "$@"
END
  chmod 0755 "$1"
}

# Links instead of copies: the build is on the same disk, and nothing here writes into a file of it.
lay_out() {
  local root=$1 build=$2 node=$3 version=$4 parts=$5 module
  cp -al "$build/node_modules/code-server" "$root"
  mkdir "$root/bin" "$root/node_modules"
  for module in "$build"/node_modules/*; do
    case ${module##*/} in
      code-server | node-linux-*) ;;
      *) cp -al "$module" "$root/node_modules/" ;;
    esac
  done
  cp -l "$node" "$root/lib/node"
  write_command "$root/bin/code-server"
  sed "s/^\( *\"version\": *\"\)[^\"]*/\1$version/" "$build/node_modules/code-server/package.json" >"$root/package.json.new"
  mv "$root/package.json.new" "$root/package.json"
  [[ $parts == slim ]] || return 0
  for module in "${heavy_parts[@]}"; do
    rm -rf --one-file-system "${root:?}/$module"
  done
  mkdir "$root/lib/vscode/extensions"
}

# Whatever is called in it, the command or its Node, ends with the error of a release that was put together wrongly.
lay_out_broken() {
  local root=$1 version=$2 program
  mkdir -p "$root"/{bin,lib/vscode,out/node,node_modules}
  printf '{ "name": "code-server", "version": "%s", "main": "out/node/entry.js" }\n' "$version" >"$root/package.json"
  for program in bin/code-server lib/node; do
    cat >"$root/$program" <<END
#!/bin/sh
for argument; do
  case \$argument in
    --version) echo '$version 0000000000000000000000000000000000000000 with Code 1.139.1'; exit 0 ;;
  esac
done
echo "Error: Cannot find module 'out/node/entry.js'" >&2
exit 1
END
    chmod 0755 "$root/$program"
  done
}

pack() {
  local staging=$1 archive=$2 build=$3 node=$4 folder=$5 version=$6 parts=$7
  case $parts in
    broken) lay_out_broken "$staging/$folder" "$version" ;;
    *) lay_out "$staging/$folder" "$build" "$node" "$version" "$parts" ;;
  esac
  tar -C "$staging" --owner=0 --group=0 --numeric-owner --sort=name --hard-dereference -cf - "$folder" | gzip -1 >"$staging/archive"
  sha256sum "$staging/archive" | cut -d ' ' -f 1 >"$archive.sha256"
  mv "$staging/archive" "$archive"
}

main() {
  local archive=$1 parent staging code
  parent=$(dirname "$archive")
  mkdir -p "$parent"
  exec 9>"$parent/lock"
  if ! flock --nonblock 9; then
    say 'Another process packs a code-server; waiting for it'
    flock 9
  fi
  [[ ! -e $archive ]] || return 0
  say "Packing ${archive##*/} for the mirror; this happens once and takes 10 to 40 seconds"
  # Under the lock, an older staging directory can only be that of a crash.
  rm -rf --one-file-system "$parent"/.staging-*
  staging=$(mktemp -d "$parent/.staging-XXXXXX")
  # The subshell ends at the first failing command.
  set +e
  (
    set -e
    pack "$staging" "$@"
  )
  code=$?
  set -e
  rm -rf --one-file-system "$staging"
  return "$code"
}

main "$@"
