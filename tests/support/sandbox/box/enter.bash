#!/usr/bin/env bash
# Moves into the box's control groups and becomes the parent of its namespaces.
# usage: enter.bash INIT_SCRIPT [CGROUP_DIRECTORY...]; the settings of the box are in the environment (see init.bash)
set -euo pipefail

main() {
  local init=$1 directory
  shift
  for directory in "$@"; do
    printf '%s\n' "$$" >"$directory/cgroup.procs"
  done
  # Two leashes: the kernel kills unshare when the owner dies, and process 1 of the box when unshare dies.
  # With process 1 go all processes, mounts and network devices of the box.
  exec setpriv --pdeathsig KILL -- \
    unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child=KILL -- bash "$init"
}

main "$@"
