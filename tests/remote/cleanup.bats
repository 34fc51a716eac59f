#!/usr/bin/env bats
# Cleanup: what the dry run lists is what goes, and nothing else.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

@test "leftovers of a crash go, the live instance beside it stays" {
  start live
  local live
  live=$(value d.value.pid)
  FAKE_MODE=children start dead
  until (($(marked_pids | wc -l) >= 4)); do sleep 0.05; done
  kill -KILL "$(value d.value.pid)"
  # A claim, a route, a socket folder and a start of nobody's, an old answer, a cut write, other scripts.
  echo ghost >"$BERTH_HOME/ports/$((last))"
  mkdir -p "$BERTH_HOME/run/$last" "$BERTH_HOME/instances/empty" "$BERTH_HOME/scripts/0000" "$BERTH_HOME/scripts/.push-x"
  echo x >"$BERTH_HOME/journal/old" && touch -d '8 days ago' "$BERTH_HOME/journal/old"
  echo x >"$BERTH_HOME/instances/live/record.tmp.1" && touch -d '2 hours ago' "$BERTH_HOME/instances/live/record.tmp.1" "$BERTH_HOME/scripts/.push-x"
  ask cleanup --level leftovers --dry-run
  succeeds
  local plan
  # Sizes and ages move on; kinds and targets must not.
  plan=$(value 'd.value.items.filter((i) => !i.isOptional).map((i) => i.kind + " " + i.target).sort()')
  is 'd.value.items.filter((i) => i.kind === "process").every((i) => i.instanceId === "dead") && d.value.items.every((i) => i.instanceId !== "live")' true
  is '["claim", "conf", "directory", "other", "process"].every((k) => d.value.items.some((i) => i.kind === k))' true
  is 'd.value.items.filter((i) => i.kind === "directory").map((i) => i.target.split("/").at(-1)).sort()' "[\"0000\",\"$((first + 1))\",\"$last\",\"empty\"]"
  is 'd.value.items.filter((i) => i.kind === "other").map((i) => i.target.split("/").at(-1)).sort()' '[".push-x","memory","old","record.tmp.1","token"]'
  ask cleanup --level leftovers --yes --operation-id one
  succeeds
  is d.value.remaining '[]'
  is 'd.value.removed.map((i) => i.kind + " " + i.target).sort()' "$plan"
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => !i.isOptional)' '[]'
  ask instance-list
  is 'd.value.find((r) => r.id === "live").pid' "$live"
  ask instance-access --id live
  is d.value.routePort "$BERTH_NGINX_PORT"
  [[ $(marked_pids | wc -l) == 1 ]]
}

@test "all instances go, their settings stay" {
  start one
  FAKE_MODE=stubborn start two
  ask cleanup --level instances --dry-run
  is 'd.value.items.filter((i) => i.kind === "claim" || i.kind === "conf").map((i) => i.reason).every((r) => r.endsWith(" of a running instance"))' true
  ask cleanup --level instances --dry-run
  local count
  count=$(value 'd.value.items.filter((i) => !i.isOptional).length')
  ask cleanup --level instances --yes --operation-id all
  succeeds
  is '[d.value.removed.length, d.value.remaining.length]' "[$count,0]"
  assert_nothing_left
  [[ -d $BERTH_HOME/instances/one/user-data && ! -e $BERTH_HOME/instances/one/record ]]
  ask instance-list
  is d.value '[]'
}

@test "everything goes: home, nginx, processes; the repository stays, and so does what a link points to" {
  start one
  echo precious >"$work/repo/file"
  mkdir "$work/outside"
  echo precious >"$work/outside/file"
  ln -s "$work/outside" "$BERTH_HOME/instances/one/link"
  ln -s "$work/outside" "$BERTH_HOME/ports/link"
  ln -s "$work/outside" "$BERTH_HOME/link"
  ask cleanup --level everything --dry-run
  is 'd.value.items.some((i) => i.target.endsWith("/h"))' true
  ask cleanup --level everything --yes --operation-id all
  succeeds
  is d.value.remaining '[]'
  [[ ! -e $BERTH_HOME && $(<"$work/repo/file") == precious && $(<"$work/outside/file") == precious ]]
  [[ -z $(marked_pids) && -z $(nginx_pids) ]]
}

@test "a cleanup of everything through the wire takes its own scripts away and still answers" {
  printf 'cleanup --level everything --yes --operation-id all\n' >"$work/requests"
  run --separate-stderr "$support/connect" operate "$work/requests" sh -s
  [[ ${lines[-2]} == *'"remaining":[]'* && ${lines[-1]} == *' 0' ]] || { echo "$output" && return 1; }
  [[ ! -e $BERTH_HOME ]]
}

@test "a removal leaves everything alone that is not proven to be ours" {
  ask instance-list
  mkdir -p "$work/outside/x" "$BERTH_HOME/a"
  ln -s "$work/outside" "$BERTH_HOME/link"
  local path
  for path in "$work/outside/x" / "$HOME" "$BERTH_HOME" "$BERTH_HOME/" "$BERTH_HOME/link/x" "$BERTH_HOME/../outside/x" "$BERTH_HOME/a/../../outside/x" "$BERTH_HOME//a" relative ''; do
    mkdir -p "$work/relative"
    run bash -c 'set -euo pipefail; source "$1/lib/load.bash"; home_open; cd "$2"; remove_tree "$3"' _ "$scripts" "$work" "$path"
    [[ -z $path || $status != 0 ]] || { echo "removed: $path" && return 1; }
  done
  [[ -d $work/outside/x && -d $HOME && -d $BERTH_HOME/a && -d $work/relative ]]
}
