#!/usr/bin/env bash
# Runs a command inside a box as one of its users.
# usage: run.bash INIT_PID USER HOME COMMAND [CGROUP_DIRECTORY...]
set -euo pipefail

main() {
  local init_pid=$1 user=$2 home=$3 command=$4 directory path=/usr/local/bin:/usr/bin:/bin
  shift 4
  for directory in "$@"; do
    printf '%s\n' "$$" >"$directory/cgroup.procs"
  done
  [[ $user != root ]] || path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  exec nsenter --target "$init_pid" --all --wd="/proc/$init_pid/root$home" -- \
    /usr/bin/setpriv --reuid="$user" --regid="$user" --init-groups --reset-env \
    /usr/bin/env LANG=C.UTF-8 PATH="$path" /bin/bash -c "$command"
}

main "$@"
