#!/usr/bin/env bats
# What the keeper does for agents: it tells when one waits, is done or ends, at once and once per phase, and stops those that are
# truly idle.

setup() {
  load support/sessions
  sessions_setup
  export BERTH_KEEPER_SECONDS=600 BERTH_SETTLE_SECONDS=0.1
  mkdir -m 700 -p "$BERTH_HOME"
  cat >"$work/agent" <<'END'
#!/bin/bash
# Draws what a cue names.
draw() { printf '\033[2J\033[H%b' "$1"; }
exec 4<>"$PLAYER/cue-$BERTH_SESSION"
draw '● Ready.\n\n❯ \n'
while IFS= read -r -u 4 name; do
  case $name in
    asks) draw 'Bash command\n  rm -rf build\n\nDo you want to proceed?\n❯ 1. Yes\n  2. No\n' ;;
    busy) draw '✻ Pondering… (esc to interrupt)\n\n❯ \n' ;;
    idle) draw '● All gone.\n\n❯ \n' ;;
    child) setsid sleep 300 4>&- & ;;
    end) exit 0 ;;
  esac
done
END
  chmod 755 "$work/agent"
}
teardown() {
  if [[ -n ${receiver_pid-} ]]; then kill "$receiver_pid"; fi
  sessions_teardown
}

# Fails where the agent is there no more.
cue() { timeout 20 bash -c 'echo "$1" >"$2"' cue "$2" "$work/cue-$1"; }
hook() { printf '%s' "${3:-{\}}" | BERTH_SESSION=$1 BERTH_SESSION_HOME=$BERTH_HOME "$scripts/session-hook" "$2"; }

# agent_start <id> [<option>…]
agent_start() {
  mkfifo "$work/cue-$1"
  session_start "$1" --agent claude-code --preset 'Claude Code' --argument "$work/agent" --variable "PLAYER=$work" --repository harbor \
    --instance-id harbor-1 "${@:2}"
  succeeds
  eventually screen_has "$1" Ready
}

# told: what the list has now, the oldest first: `<kind> <state> <id> <message>` per line.
told() {
  ask alerts-list
  value 'd.value.entries.toReversed().filter((e) => e.kind.startsWith("agent")).map((e) => [e.kind, e.state, e.session.id, e.message].join(" ")).join("\n")'
}
has_told() {
  told >"$work/told"
  [[ $(<"$work/told") == "$1" ]]
}
tells() { eventually has_told "$1" || { cat "$work/told" "$BERTH_HOME"/keeper/log "$BERTH_HOME"/sessions/*/hook && return 1; }; }

# looked: a keeper lives, and everything was looked at once.
looked() {
  eventually test -p "$BERTH_HOME/keeper/fifo"
  ask alerts-look --after 0
  succeeds
}

question='{"tool_name":"Bash","tool_input":{"command":"rm -rf build"}}'
waits='agent-waiting raised fix Title of fix in harbor waits for an answer: Bash command: rm -rf build – Do you want to proceed?'

@test "a question, its answer and the end of a turn are told at once, once each, with repository and session" {
  agent_start fix
  looked
  hook fix UserPromptSubmit
  cue fix asks
  eventually screen_has fix 'Do you want to proceed?'
  hook fix PermissionRequest "$question"
  tells "$waits"
  is 'JSON.stringify(d.value.raised.map((e) => [e.kind, e.session, e.repository, e.instanceId, e.target, e.isQuiet]))' \
    '[["agent-waiting",{"id":"fix","title":"Title of fix"},"harbor","harbor-1",null,false]]'
  # The same question, told once more.
  hook fix Notification '{"notification_type":"permission_prompt","message":"Claude needs your permission to use Bash"}'
  cue fix busy
  hook fix PostToolUse
  tells "$waits
agent-waiting cleared fix Title of fix does not wait any more."
  cue fix idle
  hook fix Stop '{"last_assistant_message":"All gone."}'
  tells "$waits
agent-waiting cleared fix Title of fix does not wait any more.
agent-ended told fix Title of fix in harbor is done: All gone."
  ask alerts-look --after 0
  is 'd.value.entries.filter((e) => e.kind.startsWith("agent")).length' 3
  cue fix end
  tells "$waits
agent-waiting cleared fix Title of fix does not wait any more.
agent-ended told fix Title of fix in harbor is done: All gone.
agent-ended told fix Title of fix in harbor has ended."
}

@test "each of two agents and each question is told by itself, more than three times an hour too" {
  ask session-configure --most-agents 8 --most-agents-of-all 64
  agent_start fix
  agent_start docs
  looked
  hook docs UserPromptSubmit
  cue docs busy
  local round
  for round in 1 2 3 4 5; do
    cue fix asks
    eventually shows fix 'Do you want to proceed?'
    hook fix PermissionRequest "$question"
    eventually raised_is '["fix"]'
    cue fix busy
    eventually shows fix Pondering
    hook fix PostToolUse
    eventually raised_is '[]'
  done
  is 'd.value.entries.filter((e) => e.kind === "agent-waiting" && e.state === "raised" && !e.isQuiet).length' 5
  # A second question before anybody looked at the answer to the first.
  cue fix asks
  eventually shows fix 'Do you want to proceed?'
  hook fix PermissionRequest "$question"
  eventually raised_is '["fix"]'
  hook fix PermissionRequest "$question"
  eventually count_is 7
  is 'd.value.entries.filter((e) => e.session?.id === "docs").length' 0
}
# shows <id> <text>: on its screen now.
shows() { our_tmux capture-pane -p -t "=$1:" | grep -qF -- "$2"; }
raised_is() {
  ask alerts-list
  [[ $(value 'JSON.stringify(d.value.raised.filter((e) => e.kind === "agent-waiting").map((e) => e.session.id))') == "$1" ]]
}
count_is() {
  ask alerts-list
  [[ $(value 'd.value.entries.filter((e) => e.kind === "agent-waiting" && e.state === "raised").length') == "$1" ]]
}

@test "what an agent says while somebody looks for long is told as soon as that is over" {
  agent_start fix
  looked
  flock "$BERTH_HOME/alerts/lock" sleep 6 3>&- &
  cue fix asks
  eventually shows fix 'Do you want to proceed?'
  hook fix PermissionRequest "$question"
  tells "$waits"
}

@test "a webhook and ntfy are told with every desktop away, and a rule that is off tells nobody" {
  "$support/notice-receiver" "$work/came" "$work/port" >/dev/null 2>&1 3>&- &
  receiver_pid=$!
  until [[ -s $work/port ]]; do sleep 0.02; done
  local url
  url=http://127.0.0.1:$(<"$work/port")
  ask alert-configure --webhook-url "$url/ok/hook" --ntfy-url "$url/ok/topic" --rule agent-ended:0:-:-:0
  agent_start fix
  looked
  hook fix UserPromptSubmit
  eventually grep -qs working "$BERTH_HOME/sessions/fix/judged" || cat "$BERTH_HOME/keeper/log"
  cue fix asks
  eventually screen_has fix 'Do you want to proceed?'
  hook fix PermissionRequest "$question"
  eventually grep -qs '/ok/topic.*Title of fix in harbor waits for an answer' "$work/came"
  grep -q '/ok/hook.*\\"session\\":{\\"id\\":\\"fix\\",\\"title\\":\\"Title of fix\\"}' "$work/came"
  cue fix end
  eventually raised_is '[]'
  tells "$waits
agent-waiting cleared fix Title of fix does not wait any more."
}

@test "the keeper stays while an agent runs, and goes with the last one" {
  agent_start fix
  looked
  [[ -n $(keeper_pids) ]]
  session_stop fix
  succeeds
  [[ -z $(keeper_pids) && ! -e $BERTH_HOME/keeper ]]
  # Whoever stops one knows that it ended.
  told >"$work/told"
  [[ $(<"$work/told") == '' ]]
  # A terminal needs none.
  session_start shell
  [[ -z $(keeper_pids) ]]
}

@test "what takes most of its memory is told above 80 %, and over below 70 %" {
  mkdir "$BERTH_HOME/sessions"
  run bash -c 'set -euo pipefail
    source "$0/lib/load.bash"
    sessions_all() { SESSION_IDS=(fix); }
    session_panes() { SERVER=([state]=running); }
    session_read() { SESSION=([id]=fix [kind]=agent [title]=Fix [repository]="" [unit]=u [memoryLimitBytes]=1000); }
    session_look() { SESSION_IS_DEAD="" SESSION_IS_STARTING=""; }
    session_judge() { JUDGED_STATE=working JUDGED_SINCE_MS=5 JUDGED_DETAIL="" JUDGED_TROUBLE=""; }
    session_memory() { REPLY=$bytes; }
    for bytes in 790 810 750 990 700 690 750; do
      alerts_look_agents
      echo "$bytes ${#ALERT_ENTRIES[@]} $ALERT_MESSAGE"
    done' "$scripts"
  [[ $output == '790 0 
810 1 Fix takes 81 % of the memory that it may have.
750 1 Fix takes 81 % of the memory that it may have.
990 1 Fix takes 81 % of the memory that it may have.
700 1 Fix takes 81 % of the memory that it may have.
690 2 Fix takes less of its memory again, or does not run any more.
750 2 Fix takes less of its memory again, or does not run any more.' ]] || { echo "$output" && return 1; }
}

# idle <JavaScript on the row of "fix"> <expected>
row_is() {
  session_list
  [[ $(value "((s) => $1)(d.value.sessions.find((s) => s.id === 'fix'))") == "$2" ]]
}

@test "an agent that is done is stopped when nobody needs it, is told, and can be resumed" {
  export BERTH_MINUTE_MS=1000 BERTH_KEEPER_SECONDS=1
  ask session-configure --idle-stop-minutes 3
  agent_start fix --resume-argument "$work/agent"
  cue fix idle
  eventually row_is s.state dead
  row_is '[s.isResumable, s.memoryBytes]' '[true,null]'
  tells 'agent-ended told fix Title of fix in harbor was stopped, because it was done and nobody used it.'
  eventually test -z "$(session_pids_of fix)"
}

@test "an agent that works, asks, prints, is typed to, or has a child at work is never stopped" {
  export BERTH_MINUTE_MS=1000 BERTH_KEEPER_SECONDS=1
  ask session-configure --most-agents 8 --most-agents-of-all 64
  local id typing
  for id in works asks prints typed child; do agent_start "$id"; done
  exec {typing}>"$BERTH_HOME/sessions/typed/typing"
  flock "$typing"
  cue typed idle
  hook works UserPromptSubmit
  cue works busy
  cue asks asks
  # More than a minute after its start.
  sleep 1.5
  cue child child
  # Not before, because to start four takes longer on a busy machine.
  ask session-configure --most-agents 8 --most-agents-of-all 64 --idle-stop-minutes 3
  # Detached, without any input, and quiet for its own processes: it only prints.
  for id in {1..16}; do
    cue prints idle
    cue works busy
    sleep 0.5
  done
  session_list
  is 'JSON.stringify(d.value.sessions.map((s) => [s.id, s.state === "dead"]))' '[["asks",false],["child",false],["prints",false],["typed",false],["works",false]]'
  exec {typing}>&-
  [[ $(cut -d' ' -f1 "$BERTH_HOME/sessions/child/idle") != 0 ]]
}
