#!/usr/bin/env bats
# Cleanup: what the dry run lists is what goes, and nothing else.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

@test "leftovers of a crash go, the live instance beside it stays" {
  # On a busy machine the keeper would bring the dead one back before the cleanup comes.
  export BERTH_KEEPER_SECONDS=600 BERTH_KEEPER_SECONDS_FIRST=600
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
  is 'd.value.items.filter((i) => i.kind === "other").map((i) => i.target.split("/").at(-1)).sort()' '[".push-x","environment","memory","old","record.tmp.1","token"]'
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
  [[ -z $(grep -lszxF -e BERTH_INSTANCE=dead $(marked_pids | sed 's|.*|/proc/&/environ|')) ]]
}

@test "all instances go, their settings stay" {
  start one
  FAKE_MODE=stubborn start two
  echo secret >"$BERTH_HOME/instances/one/password"
  ask cleanup --level instances --dry-run
  is 'd.value.items.filter((i) => i.kind === "claim" || i.kind === "conf").map((i) => i.reason).every((r) => r.endsWith(" of a running instance"))' true
  ask cleanup --level instances --dry-run
  local count
  count=$(value 'd.value.items.filter((i) => !i.isOptional).length')
  ask cleanup --level instances --yes --operation-id all
  succeeds
  is '[d.value.removed.length, d.value.remaining.length]' "[$count,0]"
  assert_nothing_left
  [[ -d $BERTH_HOME/instances/one/user-data && ! -e $BERTH_HOME/instances/one/record && ! -e $BERTH_HOME/instances/one/password ]]
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

# kept: what a cleanup takes; keepers and editors write beside it all the time.
kept() { find "$BERTH_HOME"/{instances/*/{record,user-data,extensions},ports,nginx/routes} -maxdepth 1 | sort; }

@test "another list than the one that was shown is not removed" {
  start one
  local shown before
  ask cleanup --level instances --dry-run
  shown=$(value d.value.digest)
  # Memory files, helpers and sizes move on; the list is the same.
  ask instance-list
  ask cleanup --level instances --dry-run
  is d.value.digest "$shown"
  start two
  before=$(kept)
  ask cleanup --level instances --yes --digest "$shown" --operation-id late
  fails_with 73 list-changed cleanup
  # Whoever watches sees no step go on for ever.
  [[ $(stages started) == cleanup && $(stages undone) == cleanup ]]
  [[ $(kept) == "$before" ]] || {
    diff <(kept) - <<<"$before"
    return 1
  }
  ask instance-list
  is 'd.value.map((r) => r.state)' '["running","running"]'
  ask cleanup --level instances --dry-run
  ask cleanup --level instances --yes --digest "$(value d.value.digest)" --operation-id again
  succeeds
  is d.value.remaining '[]'
  assert_nothing_left
}

@test "records, routes and settings are kept before they go, the last five times" {
  start one
  local record round
  record=$(<"$BERTH_HOME/instances/one/record")
  echo idleMinutes=7 >"$BERTH_HOME/instances/one/settings"
  ask cleanup --level instances --yes --operation-id first
  succeeds
  local kept
  kept=$(value d.value.backupPath)
  [[ $kept == "$BERTH_HOME"/backups/*-instances && $(<"$kept/instances/one/record") == "$record" ]]
  [[ -f $kept/nginx/routes/one.conf && -f $kept/instances/one/settings && -f $BERTH_HOME/instances/one/settings ]]
  [[ -z $(find "$kept" -perm /077) ]]
  mkdir "$BERTH_HOME/backups/1-nginx"
  for round in instances leftovers instances leftovers leftovers; do
    mkdir -p "$BERTH_HOME/nginx/routes"
    echo "# $round" >"$BERTH_HOME/nginx/routes/ghost.conf"
    ask cleanup --level "$round" --yes --operation-id "$round-$RANDOM$RANDOM"
    succeeds
  done
  [[ ! -e $kept && -d $BERTH_HOME/backups/1-nginx && $(ls "$BERTH_HOME/backups" | wc -l) == 6 ]]
  # With nothing to keep, nothing is kept.
  ask cleanup --level leftovers --yes --operation-id empty
  is '[d.value.removed, d.value.backupPath]' '[[],null]'
}

@test "a suspended instance is no leftover: its claim, record and page stay" {
  start asleep
  local port
  port=$(value d.value.port)
  stop asleep
  sed -i "s/^state=.*/state=suspended/; s/^port=.*/port=$port/" "$BERTH_HOME/instances/asleep/record"
  echo asleep >"$BERTH_HOME/ports/$port"
  mkdir -p "$BERTH_HOME/nginx/routes"
  echo '# suspended' >"$BERTH_HOME/nginx/routes/asleep.conf"
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => i.instanceId === "asleep")' '[]'
  ask cleanup --level leftovers --yes --operation-id one
  succeeds
  [[ -e $BERTH_HOME/ports/$port && -e $BERTH_HOME/instances/asleep/record ]]
  ask cleanup --level instances --yes --operation-id two
  is d.value.remaining '[]'
  [[ ! -e $BERTH_HOME/ports/$port && ! -e $BERTH_HOME/instances/asleep/record && ! -e $BERTH_HOME/nginx ]]
}

@test "twelve of them, stubborn ones too, end side by side; the instance of another home lives on" {
  BERTH_HOME=$work/other start theirs
  local theirs index mode
  theirs=$(value d.value.pid)
  for index in {1..12}; do
    mode=well
    if ((index % 4 == 0)); then mode=stubborn; elif ((index % 4 == 1)); then mode=children; fi
    FAKE_MODE=$mode berth instance-start --id "n$index" --repository r --path "$work/repo" --port-first "$((first + 12))" --port-last "$((first + 35))" \
      --operation-id "s$index" >"$work/out$index" &
  done
  wait
  ask instance-list
  is 'd.value.filter((r) => r.state === "running").length' 12
  local began=$SECONDS
  BERTH_STOP_SECONDS=8 ask cleanup --level instances --yes --operation-id all
  succeeds
  is d.value.remaining '[]'
  # Three that do not heed TERM take 24 s one after the other.
  ((SECONDS - began < 22)) || { echo "$((SECONDS - began)) s" && return 1; }
  run ! is_gone "$theirs"
  BERTH_HOME=$work/other ask cleanup --level everything --yes --operation-id all
  is d.value.remaining '[]'
  is_gone "$theirs"
  assert_nothing_left
}

@test "a keeper without an instance is a leftover, with an instance it is none" {
  start one
  succeeds
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => /keeper/.test(i.reason))' '[]'
  stop one
  # A stop of the last instance ends it; this one is of a stop that was cut, and hears no TERM.
  BERTH_KEEPER_HOME=$BERTH_HOME bash -c 'trap "" TERM; while :; do sleep 1; done' 3>&- &
  local keeper=$!
  until grep -qsz "^BERTH_KEEPER_HOME=$BERTH_HOME" "/proc/$keeper/environ"; do sleep 0.02; done
  ask cleanup --level leftovers --yes --operation-id all
  succeeds
  is d.value.remaining '[]'
  is "d.value.removed.filter((i) => i.target === 'pid $keeper').length" 1
  is_gone "$keeper"
}

@test "uncommitted work is told, and looking for it neither writes nor runs anything of the repository" {
  rm -rf "$work/repo/.git"
  git -C "$work/repo" init -q
  git -C "$work/repo" config user.email a@b.c
  git -C "$work/repo" config user.name A
  echo 1 >"$work/repo/one"
  echo 1 >"$work/repo/two"
  git -C "$work/repo" add -A
  git -C "$work/repo" commit -q -m x
  start one
  succeeds
  ask cleanup --level instances --dry-run
  is d.value.warnings '[]'
  echo 2 >"$work/repo/one"
  echo 2 >"$work/repo/two"
  echo 2 >"$work/repo/a"$'\n'"b"
  printf '#!/bin/sh\ntouch %s/canary\n' "$work" >"$work/monitor"
  chmod +x "$work/monitor"
  cp "$work/monitor" "$work/repo/.git/hooks/post-index-change"
  git -C "$work/repo" config core.fsmonitor "$work/monitor"
  rm -f "$work/canary"
  local before
  before=$(find "$work/repo" -printf '%p %s %T@\n' | sort)
  ask cleanup --level instances --dry-run
  is d.value.warnings "[{\"repository\":\"one\",\"path\":\"$work/repo\",\"message\":\"2 changed files, 1 not in git\"}]"
  [[ ! -e $work/canary && $(find "$work/repo" -printf '%p %s %T@\n' | sort) == "$before" ]]
  ask cleanup --level everything --yes --operation-id all
  succeeds
  [[ $(find "$work/repo" -printf '%p %s %T@\n' | sort) == "$before" ]]
  rm -rf "$work/repo/.git"
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
