#!/usr/bin/env bats
# Terminals and agents in cleanups and in putting right: what runs, and what ended and says how, goes at the widest level only.

setup() {
  load support/sessions
  sessions_setup
}
teardown() { sessions_teardown; }

# listed: `<kind> <reason>` of what a dry run of a level lists that goes without being ticked, but for scripts and the like.
listed() {
  ask cleanup --level "$1" --dry-run
  value 'd.value.items.filter((i) => !i.isOptional).map((i) => i.kind + " " + i.reason).sort().join("\n")'
}

@test "leftovers and all instances leave sessions alone, those that ended as well, and their keeper" {
  session_start shell
  session_start fix --agent other --argument sleep --argument 300
  session_start gone --agent other --argument false
  eventually session_ends_as gone dead
  local server level
  server=$(session_server_pids)
  for level in leftovers instances; do
    [[ -z $(listed "$level" | grep -E 'session|keeper|tmux|socket') ]] || { listed "$level" && return 1; }
    ask cleanup --level "$level" --yes --operation-id "clean-$level"
    succeeds
  done
  session_list
  is 'd.value.sessions.map((s) => [s.id, s.state === "dead"])' '[["fix",false],["gone",true],["shell",false]]'
  [[ $(session_server_pids) == "$server" && -n $(keeper_pids) ]]
}

@test "everything lists each session with its title, ends it with all that it started, and takes the hooks out" {
  mkdir "$HOME/.claude"
  echo '{"model":"opus"}' >"$HOME/.claude/settings.json"
  ask session-hooks-configure --agent claude-code --installed yes
  session_start shell
  session_start fix --agent other --argument bash --argument -c --argument 'setsid sleep 300 & sleep 301'
  session_start gone --agent other --argument false
  eventually session_ends_as gone dead
  eventually session_ends_as shell done
  listed everything >"$work/listed"
  grep -qx 'session an agent that runs: Title of fix' "$work/listed"
  grep -qx 'session a terminal that runs: Title of shell' "$work/listed"
  grep -qx 'session an agent that ended: Title of gone' "$work/listed"
  grep -qx 'process the tmux that keeps terminals and agents' "$work/listed"
  grep -qx 'conf hooks of Berth in the settings of Claude Code; the rest of the file stays' "$work/listed"
  ask cleanup --level everything --yes --operation-id all
  succeeds
  is d.value.remaining '[]'
  is 'd.value.removed.filter((i) => i.kind === "session").length' 3
  [[ -z $(session_pids) && -z $(session_server_pids) && -z $(keeper_pids) && ! -e $BERTH_HOME ]]
  [[ $(<"$HOME/.claude/settings.json") == '{"model":"opus"}' ]]
}

@test "what no session owns goes with the leftovers, and what an ended one left running only when it is ticked" {
  session_start fix --agent other --argument bash --argument -c --argument 'setsid sleep 300 & sleep 0.2'
  eventually session_ends_as fix dead
  mkdir "$BERTH_HOME/sessions/never"
  ask cleanup --level leftovers --dry-run
  # What other tests run at the same time is told as well.
  is 'd.value.items.filter((i) => i.isOptional && !i.reason.startsWith("a code-server")).map((i) => i.reason)' '["left running by a session that ended: Title of fix"]'
  local pid
  pid=$(session_pids_of fix)
  # The keeper may be about to leave its own folder.
  is 'd.value.items.filter((i) => !i.isOptional && i.kind === "directory" && i.target.includes("/sessions/")).map((i) => i.reason)' '["left by a start of a session that did not succeed"]'
  ask cleanup --level leftovers --yes --operation-id one
  succeeds
  [[ ! -e $BERTH_HOME/sessions/never ]]
  [[ -d /proc/$pid ]]
  # Somebody removed the folder by hand.
  rm -rf "$BERTH_HOME/sessions/fix"
  our_tmux kill-session -t =fix
  ask cleanup --level leftovers --yes --operation-id two
  succeeds
  is d.value.remaining '[]'
  is_gone "$pid"
  [[ -z $(session_server_pids) && -z $(session_pids) ]]
}

@test "a start and a stop that were cut off are put right, and so are notes of views and a tmux that keeps nothing" {
  session_start shell
  session_start other
  eventually session_ends_as other done
  mkdir -p "$BERTH_HOME/sessions/shell/views"
  echo '999999 1 /dev/pts/99' >"$BERTH_HOME/sessions/shell/views/ghost"
  sed -i 's/^state=.*/state=starting/' "$BERTH_HOME/sessions/other/record"
  mkdir "$BERTH_HOME/sessions/torn"
  ask reconcile
  succeeds
  is 'd.value.changes.map((c) => c.message).sort()' '["A note of a view that is gone was removed.","A start of a session that was cut off was undone.","The folder of a session that did not start was removed."]'
  [[ -z $(session_pids_of other) && $(ls "$BERTH_HOME/sessions/shell/views") == '' && -n $(session_pids_of shell) ]]
  ask reconcile
  is d.value.changes '[]'
  sed -i 's/^state=.*/state=stopped/' "$BERTH_HOME/sessions/shell/record"
  ask reconcile
  is 'd.value.changes.map((c) => c.message)' '["A stop of a session that was cut off was finished."]'
  [[ -z $(session_pids) && -z $(session_server_pids) && ! -e $BERTH_HOME/sessions/shell ]]
}

@test "sessions whose tmux was killed are told as ended, and are left in the list" {
  session_start fix --agent other --argument sleep --argument 300
  kill -KILL "$(session_server_pids)"
  eventually session_ends_as fix dead
  ask reconcile
  session_list
  session_is fix '[s.state, s.stateSource]' '["dead","exit"]'
}
