#!/usr/bin/env bats
# What a session does, and how that is known: a stand-in for an agent draws the screens that real ones draw, and says what hooks say.

setup() {
  load support/sessions
  sessions_setup
  mkdir "$work/screens"
  mkfifo "$work/cue"
  # Each cue names a screen to draw, or is a command of one letter.
  cat >"$work/agent" <<'END'
#!/bin/bash
exec 4<>"$PLAYER/cue"
while IFS= read -r -u 4 name; do
  case $name in
    bell) printf '\a' ;;
    title\ *) printf '\033]2;%s\007' "${name#* }" ;;
    end\ *) exit "${name#* }" ;;
    die) kill -9 $$ ;;
    *) printf '\033[2J\033[H' && cat "$PLAYER/screens/$name" ;;
  esac
done
END
  chmod 755 "$work/agent"
  screens
}
teardown() { sessions_teardown; }

# Waits until the agent listens, and fails where there is none any more.
cue() { timeout 20 bash -c 'echo "$1" >"$2"' cue "$1" "$work/cue"; }

# agent_start <kind>
agent_start() {
  session_start demo --agent "$1" --preset "$1" --argument "$work/agent" --variable "PLAYER=$work" --repository harbor
  succeeds
}

# hook <event> [<JSON>]: as the agent's own hooks call it.
hook() { printf '%s' "${2:-{\}}" | BERTH_SESSION=demo BERTH_SESSION_HOME=$BERTH_HOME "$scripts/session-hook" "$1"; }

# judged: `<state> <source> <trouble> <detail>` of now.
judged() {
  session_list
  value '(s => [s.state, s.stateSource, s.trouble, s.stateDetail].join(" "))(d.value.sessions[0])'
}
is_judged() {
  judged >"$work/judged"
  [[ $(<"$work/judged") == "$1" ]]
}
# becomes <what judged tells>
becomes() {
  eventually is_judged "$1" && return
  cat "$work/judged" "$BERTH_HOME"/sessions/demo/{hook,judged}
  our_tmux capture-pane -p -t =demo:
  return 1
}

screens() {
  cat >"$work/screens/idle" <<'END'
● The build is fixed.

────────────────────────────────────────
❯ 
────────────────────────────────────────
  ? for shortcuts
END
  cat >"$work/screens/busy" <<'END'
● Let me look.

✻ Pondering… (12s · ↓ 88 tokens · esc to interrupt)
────────────────────────────────────────
❯ 
────────────────────────────────────────
END
  cat >"$work/screens/busy-auto" <<'END'
✶ Compacting conversation… (17s)
────────────────────────────────────────
❯ 
────────────────────────────────────────
END
  cat >"$work/screens/asks" <<'END'
● Bash(npm test)
╭──────────────────────────────────────────────────────────╮
│ Bash command                                             │
│                                                          │
│   npm test                                               │
│   Run the tests                                          │
│                                                          │
│ Do you want to proceed?                                  │
│   1. Yes                                                 │
│ ❯ 2. Yes, and don’t ask again for npm test               │
│   3. No, and tell Claude what to do differently (esc)    │
╰──────────────────────────────────────────────────────────╯
END
  cat >"$work/screens/trust" <<'END'
 Do you trust the files in this folder?

 /srv/harbor

 ❯ 1. Yes, proceed
   2. No, exit

 Enter to confirm · Esc to cancel
END
  cat >"$work/screens/limit" <<'END'
  ⎿ Claude usage limit reached. Your limit will reset at 5pm.
────────────────────────────────────────
❯ 
END
  cat >"$work/screens/login" <<'END'
● Invalid API key · Please run /login
────────────────────────────────────────
❯ 
END
  cat >"$work/screens/quote" <<'END'
● The text says "esc to interrupt" while it works, and asks
  ⎿ esc to interrupt
  Do you want to proceed? with 1. Yes below.
────────────────────────────────────────
❯ 
END
  printf '%s\n' 'something that nobody knows' >"$work/screens/strange"
}

@test "without hooks the screen of Claude Code tells work, question, rest and trouble" {
  agent_start claude-code
  cue busy
  becomes 'working screen  '
  cue asks
  becomes 'waiting screen  Bash command: npm test – Do you want to proceed?'
  cue busy-auto
  becomes 'working screen  '
  cue idle
  becomes 'done screen  The build is fixed.'
  cue trust
  becomes 'waiting screen  Do you trust the files in this folder?'
  cue limit
  becomes 'done screen usage-limit ⎿ Claude usage limit reached. Your limit will reset at 5pm.'
  cue login
  becomes 'done screen not-signed-in ● Invalid API key · Please run /login'
  cue quote
  eventually screen_has demo 'with 1. Yes below'
  becomes 'done screen  The text says "esc to interrupt" while it works, and asks'
}

@test "a question that the screen showed before the hook spoke of it keeps its beginning at every look, and the next one has its own" {
  agent_start claude-code
  cue asks
  becomes 'waiting screen  Bash command: npm test – Do you want to proceed?'
  local since round
  since=$(value 'd.value.sessions[0].stateSinceMs')
  hook PermissionRequest '{"tool_name":"Bash","tool_input":{"command":"npm test"}}'
  for round in 1 2 3; do
    session_list
    session_is demo '[s.state, s.stateSource, s.stateSinceMs].join()' "waiting,hook,$since"
  done
  hook PermissionRequest '{"tool_name":"Bash","tool_input":{"command":"npm test"}}'
  session_list
  [[ $(value 'd.value.sessions[0].stateSinceMs') -gt $since ]]
}

@test "hooks go before the screen, and a state that goes on keeps its beginning" {
  agent_start claude-code
  local since
  cue idle
  becomes 'done screen  The build is fixed.'
  hook UserPromptSubmit
  becomes 'working hook  '
  since=$(value 'd.value.sessions[0].stateSinceMs')
  hook PreToolUse
  session_list
  is 'd.value.sessions[0].stateSinceMs' "$since"
  hook PermissionRequest '{"tool_name":"Bash","tool_input":{"command":"npm test"}}'
  cue asks
  becomes 'waiting hook  Bash command: npm test – Do you want to proceed?'
  since=$(value 'd.value.sessions[0].stateSinceMs')
  # The same question is told a second time, some seconds later.
  hook Notification '{"notification_type":"permission_prompt","message":"Claude needs your permission to use Bash"}'
  session_list
  is 'd.value.sessions[0].stateSinceMs' "$since"
  hook PostToolUse
  cue busy
  becomes 'working hook  '
  hook Stop '{"last_assistant_message":"All green.\nNothing else."}'
  cue idle
  becomes 'done hook  All green. Nothing else.'
  hook Notification '{"notification_type":"idle_prompt","message":"Claude is waiting for your input"}'
  is_judged 'done hook  All green. Nothing else.'
}

@test "Escape in a question ends the waiting, and Escape while it works ends the work, though no hook says so" {
  agent_start claude-code
  hook PermissionRequest '{"tool_name":"Bash","tool_input":{"command":"npm test"}}'
  cue asks
  becomes 'waiting hook  Bash command: npm test – Do you want to proceed?'
  cue idle
  becomes 'done screen  The build is fixed.'
  hook UserPromptSubmit
  becomes 'working hook  '
  becomes 'done screen  The build is fixed.'
  hook PermissionRequest '{"tool_name":"Bash","tool_input":{"command":"npm run long"}}'
  cue asks
  eventually screen_has demo 'Do you want to proceed'
  becomes 'waiting hook  Bash command: npm test – Do you want to proceed?'
  # Allowed: the tool runs for a while before the next hook.
  cue busy
  becomes 'working screen  '
}

@test "words of another run or of a stranger mean nothing" {
  agent_start claude-code
  cue idle
  echo 'waiting 1000000000000 x' >"$BERTH_HOME/sessions/demo/hook"
  becomes 'done screen  The build is fixed.'
  echo 'working 9999999999999999999 %zz' >"$BERTH_HOME/sessions/demo/hook"
  is_judged 'done screen  The build is fixed.'
  echo 'x y z' >"$BERTH_HOME/sessions/demo/judged"
  is_judged 'done screen  The build is fixed.'
  rm "$BERTH_HOME/sessions/demo/hook"
  ln -s "$work/elsewhere" "$BERTH_HOME/sessions/demo/hook"
  echo 'waiting 9000000000000 x' >"$work/elsewhere"
  is_judged 'done screen  The build is fixed.'
}

@test "a bell calls until it is answered, a title turns while it works, and of the rest nothing is known" {
  agent_start other
  cue strange
  becomes 'working activity  '
  becomes 'unknown none  '
  is 'd.value.sessions[0].stateSinceMs' null
  cue bell
  becomes 'waiting bell  '
  # Whoever is answered prints on.
  sleep 3
  cue strange
  becomes 'working activity  '
  session_stop demo
  agent_start claude-code
  cue strange
  cue 'title ⠂ Fix the build'
  becomes 'working title  '
  session_stop demo
  agent_start gemini
  cue strange
  cue 'title ✋  Action Required (harbor)'
  becomes 'waiting title  '
  cue 'title ◇  Ready (harbor)'
  becomes 'done title  '
}

@test "an end tells how it was, and a program that is not there is named" {
  agent_start claude-code
  cue 'end 3'
  becomes 'dead exit  '
  session_is demo '[s.exitCode, s.stateSinceMs === s.endedAtMs]' '[3,true]'
  session_stop demo
  agent_start claude-code
  cue die
  becomes 'dead exit  '
  session_is demo s.exitSignal SIGKILL
  session_stop demo
  session_start demo --agent codex --argument no-such-program-anywhere
  succeeds
  becomes 'dead exit program-missing '
}

@test "a terminal is done at its prompt and works while something runs in the foreground" {
  session_start demo
  becomes 'done processes  '
  our_tmux send-keys -t =demo: 'sleep 100' Enter
  becomes 'working processes  sleep'
  our_tmux send-keys -t =demo: C-c
  becomes 'done processes  '
  our_tmux send-keys -t =demo: 'sleep 100 &' Enter
  eventually screen_has demo '[1]'
  is_judged 'done processes  '
  our_tmux send-keys -t =demo: 'while :; do :; done' Enter
  becomes 'working processes  bash'
}
