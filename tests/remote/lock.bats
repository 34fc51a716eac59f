#!/usr/bin/env bats
# The lock: got, busy, broken; and a home that is not ours alone.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

quick_scripts() {
  cp -a "$scripts" "$work/scripts"
  sed -i 's/lock_try "$1" 10/lock_try "$1" 0.2/' "$work/scripts/lib/host/lock.bash"
  scripts=$work/scripts
}

@test "a held lock is busy, and free again afterwards" {
  quick_scripts
  ask instance-list
  exec 7>>"$BERTH_HOME/lock"
  flock 7
  start demo
  fails_with 75 busy claim
  assert_nothing_left
  exec 7>&-
  start demo
  succeeds
}

@test "an instance that is being started is busy for a second start, not for others" {
  quick_scripts
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=30 "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id hanging >"$work/out" 2>&1 7>&- &
  local starter=$!
  until [[ -n $(marked_pids) ]]; do sleep 0.05; done
  start demo
  fails_with 75 busy claim
  start other
  succeeds
  ask cleanup --level leftovers --dry-run
  is d.value.items.length 0
  kill "$(</proc/$starter/task/$starter/children)"
  wait "$starter" || :
}

@test "a file system that cannot lock is broken, not busy" {
  mkdir "$work/bin"
  printf '#!/bin/sh\necho "flock: 99: No locks available" >&2\nexit 71\n' >"$work/bin/flock"
  chmod +x "$work/bin/flock"
  PATH=$work/bin:$PATH start demo
  fails_with 76 lock-broken claim
  ask instance-list
  mkdir "$BERTH_HOME/lock"
  start demo
  fails_with 76 lock-broken claim
  assert_nothing_left
}

@test "a lock file that was taken away does not lock in two places" {
  quick_scripts
  ask instance-list
  exec 7>>"$BERTH_HOME/lock"
  flock 7
  (sleep 0.1 && rm "$BERTH_HOME/lock" && exec 7>&-) &
  start demo
  exec 7>&-
  [[ $code == 0 || $code == 75 ]]
}

@test "a home that is a link, or open to others, is refused and stays as it was" {
  mkdir -m 700 "$work/real"
  ln -s "$work/real" "$BERTH_HOME"
  ask instance-list
  fails_with 69 host-unsupported directories
  [[ -z $(ls -A "$work/real") ]]
  rm "$BERTH_HOME"
  mkdir -m 755 "$BERTH_HOME"
  start demo
  fails_with 69 host-unsupported directories
  [[ -z $(ls -A "$BERTH_HOME") ]]
  chmod 700 "$BERTH_HOME"
  if ((EUID == 0)); then
    chown 65534 "$BERTH_HOME"
    start demo
    fails_with 69 host-unsupported directories
    chown 0 "$BERTH_HOME"
  fi
}
