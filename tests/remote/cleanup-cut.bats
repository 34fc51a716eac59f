#!/usr/bin/env bats
# A cleanup that is killed half-way: the next look at the host ends what it began, and nothing else.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

# cut_at <number> <level>: runs a cleanup that is killed where it removes something for the <number>th time; fails when it came to
# its end before that.
cut_at() {
  mkdir -p "$work/cut"
  echo 0 >"$work/cut/count"
  printf '#!/bin/bash\nread -r count <%q\necho "$((count + 1))" >%q\nif ((count + 1 == %d)); then kill -KILL "$PPID"; sleep 0.2; exit 1; fi\nexec %q "$@"\n' \
    "$work/cut/count" "$work/cut/count" "$1" "$(type -P rm)" >"$work/cut/rm"
  chmod +x "$work/cut/rm"
  PATH=$work/cut:$PATH ask cleanup --level "$2" --yes --operation-id "cut-$1"
  [[ $code != 0 ]]
}

# look_again: what the next connection does.
look_again() {
  ask cleanup --level leftovers --yes --operation-id "next-$RANDOM$RANDOM"
  succeeds
  is d.value.remaining '[]'
}

@test "all instances: wherever it is cut, they are gone after the next look" {
  local number=0 cuts=0
  while :; do
    number=$((number + 2))
    start one
    succeeds
    start two
    echo idleMinutes=7 >"$BERTH_HOME/instances/two/settings"
    cut_at "$number" instances || break
    [[ -e $BERTH_HOME/cleanup/list ]] || { echo "cut at $number: no list" && return 1; }
    cuts=$((cuts + 1))
    look_again
    assert_nothing_left
    [[ ! -e $BERTH_HOME/instances/one/record && ! -e $BERTH_HOME/instances/two/record && ! -e $BERTH_HOME/cleanup ]] ||
      { echo "cut at $number" && find "$BERTH_HOME" && return 1; }
    [[ -d $BERTH_HOME/instances/one/user-data && -f $BERTH_HOME/instances/two/settings ]]
  done
  ((cuts >= 4)) || { echo "only $cuts cuts" && return 1; }
}

@test "an instance started after the cut is not what it meant, and lives on" {
  start one
  start two
  cut_at 1 instances
  start one
  succeeds
  local pid
  pid=$(value d.value.pid)
  look_again
  ask instance-list
  is 'd.value.map((r) => [r.id, r.state, r.pid])' "[[\"one\",\"running\",$pid]]"
  ask instance-access --id one
  succeeds
  [[ ! -e $BERTH_HOME/cleanup ]]
}

@test "everything: what a cut left goes with the next look, and one who began anew keeps what is theirs" {
  start one
  mkdir -p "$BERTH_HOME/history"
  echo x >"$BERTH_HOME/history/memory"
  cut_at 1 everything
  look_again
  assert_nothing_left
  [[ ! -e $BERTH_HOME/instances/one && ! -e $BERTH_HOME/history && ! -e $BERTH_HOME/cleanup ]]
  start one
  mkdir -p "$BERTH_HOME/history"
  echo x >"$BERTH_HOME/history/memory"
  cut_at 1 everything
  start two
  succeeds
  look_again
  [[ ! -e $BERTH_HOME/instances/one && -f $BERTH_HOME/history/memory ]]
  ask instance-list
  is 'd.value.map((r) => [r.id, r.state])' '[["two","running"]]'
}

@test "a cleanup that is cut twice leaves out nothing" {
  local name number=0 rows=''
  start demo
  for name in one two three; do
    mkdir "$BERTH_HOME/run/$name"
    rows+="$number tree directory - $BERTH_HOME/run/$name $(stat -c '%d:%i' "$BERTH_HOME/run/$name")"$'\n'
    number=$((number + 1))
  done
  mkdir "$BERTH_HOME/cleanup"
  printf 'schema=1 level=leftovers atMs=1700000000000\n%send=1\n' "$rows" >"$BERTH_HOME/cleanup/list"
  echo 0 >"$BERTH_HOME/cleanup/done"
  rmdir "$BERTH_HOME/run/one"
  # What takes it up is killed as well, after it saw to the second of the three.
  run ! bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"; home_open
    note=$(declare -f cleanup_note_done); eval "noted${note#cleanup_note_done}"
    cleanup_note_done() { noted "$1"; kill -KILL "$BASHPID"; }
    resume_run' _ "$BERTH_HOME" "$scripts"
  [[ ! -e $BERTH_HOME/run/two && -d $BERTH_HOME/run/three ]]
  [[ $(<"$BERTH_HOME/cleanup/done") == $'0\n1' ]]
  look_again
  [[ ! -e $BERTH_HOME/run/three ]]
}

@test "a list that was cut while it was written is nobody's order" {
  ask instance-list
  mkdir -p "$BERTH_HOME/cleanup" "$BERTH_HOME/history"
  local row
  row="0 tree directory - $BERTH_HOME/history $(stat -c '%d:%i' "$BERTH_HOME/history")"
  printf 'schema=1 level=everything atMs=1700000000000\n%s\n%s\n' "$row" "$row" >"$BERTH_HOME/cleanup/list"
  mkdir -p "$BERTH_HOME/backups/1-instances.tmp.123/instances" "$BERTH_HOME/backups/1-instances/instances"
  look_again
  [[ -d $BERTH_HOME/history && ! -e $BERTH_HOME/cleanup ]]
  [[ -d $BERTH_HOME/backups/1-instances && ! -e $BERTH_HOME/backups/1-instances.tmp.123 ]]
  mkdir "$BERTH_HOME/cleanup"
  printf 'schema=1 level=everything atMs=1700000000000\n%s\nend=1\n' "$row" >"$BERTH_HOME/cleanup/list"
  look_again
  [[ ! -d $BERTH_HOME/history ]]
}
