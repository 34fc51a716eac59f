#!/usr/bin/env bats
# A runner answers for days; what a command takes is counted from its own beginning. Bash takes SECONDS over from outside.

setup() {
  load support/helpers
  berth_setup
  export SECONDS=90000
}
teardown() { berth_teardown; }

@test "the clock that the tests turn is the one the scripts read" {
  (($(bash -c 'echo $SECONDS') >= 90000))
}

@test "repositories are found by a runner that is a day old" {
  mkdir -p "$work/root/a/b/.git"
  ask repositories-list --root "$work/root" --depth 3
  succeeds
  is 'd.value.length' 1
}

@test "an instance starts and stops in a runner that is a day old" {
  start demo
  succeeds
  stop demo
  succeeds
  assert_nothing_left
}
