#!/usr/bin/env bats
# What stands in a session, without attaching to it: its screen, its last lines, and what an agent noted of a conversation.

setup() {
  load support/talk
  talk_setup
}
teardown() { talk_teardown; }

capture() { ask session-capture --id "$1" --history-lines "${2:-0}" --colours "${3:-no}"; }

# prints <id> <script> [<end>]: a session in which sh runs it; waits until `<end>`, or `end.`, is on its screen.
prints() {
  local deadline=$((SECONDS + 10))
  session "$1" terminal sh -c "$2; exec sleep 1000"
  until own capture-pane -p -t "=$1:" | grep -q "${3:-end\.}"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.02
  done
}

@test "the screen is told without what is behind it, with its size" {
  prints one 'printf "a\tb \\\\ \"q\" 日本🚀\n\nend."'
  capture one
  succeeds
  is d.value.text $'a       b \\ "q" 日本🚀\n\nend.'
  is '[d.value.columns, d.value.rows, d.value.historyLines, d.value.isAlternate]' '[80,24,0,false]'
}

@test "lines that scrolled out come before the screen, as many as were asked for, and broken ones are whole" {
  prints one 'seq 1 300; printf "%0200d\n" 7; printf end.'
  capture one 100
  is d.value.historyLines 100
  is "d.value.text.split('\\n').length" "$((100 + 21 + 1))"
  is "d.value.text.includes('0'.repeat(199) + '7\\nend.')" true
  capture one 10000
  is "d.value.text.startsWith('1\\n2\\n3\\n')" true
  is "d.value.text.split('\\n')[d.value.historyLines - 1]" 280
  capture one 0
  is "d.value.text.startsWith('281\\n')" true
}

@test "colours are told when they are asked for, and no other control character ever" {
  prints one 'printf "\033[31mred\033[0m \033]2;title\007plain\nend."'
  capture one
  is d.value.text $'red plain\nend.'
  capture one 0 yes
  is d.value.text $'\e[31mred\e[39m plain\nend.'
}

@test "of a program that uses the whole screen there is nothing but the screen" {
  prints one 'seq 1 100; printf "\033[?1049h\033[Hfull end."'
  capture one 500
  is d.value.isAlternate true
  is d.value.historyLines 0
  is d.value.text 'full end.'
}

@test "ten thousand coloured lines are told in their last megabyte" {
  size=140 prints one 'i=0; while [ $i -lt 11000 ]; do i=$((i + 1)); printf "\033[3${i}m%0120d\033[0m\n"; done | sed "s/\[3[0-9]*\([0-9]\)m/[3\1m/"; printf end.'
  capture one 10000 yes
  succeeds
  lines=''
  is 'd.value.historyLines > 7000 && d.value.historyLines < 9000 && JSON.stringify(d.value.text).length <= 1048700' true
  is "d.value.text.endsWith('end.')" true
}

@test "a program that ended has its last screen, also when tmux is gone" {
  session one terminal sh -c 'printf "the end\n"'
  until [[ $(own display-message -p -t '=one:' '#{pane_dead}') == 1 ]]; do sleep 0.02; done
  capture one
  is d.value.text 'the end'
  bash -c 'set -euo pipefail; source "$1/lib/load.bash"; session_capture_keep one' _ "$scripts"
  own kill-server
  capture one 100
  is d.value.text 'the end'
  printf '\e[1mkept\e[0m\nscreen\n' >"$BERTH_HOME/sessions/one/screen"
  capture one 100
  is d.value.text $'kept\nscreen'
  is '[d.value.columns, d.value.rows]' '[80,24]'
  capture one 100 yes
  is d.value.text $'\e[1mkept\e[0m\nscreen'
  capture two
  fails_with 66 session-not-found tmux
  ask session-capture --id one --history-lines 10001 --colours no
  fails_with 64 invalid-input input
}

# note <file> <JSON>…: a conversation of the session's folder; each line is checked to be JSON.
note() {
  local folder line
  folder=$HOME/.claude/projects/${work//[!a-zA-Z0-9]/-}-repo
  mkdir -p "$folder"
  for line in "${@:2}"; do
    node -e 'JSON.parse(process.argv[1])' "$line"
    printf '%s\n' "$line" >>"$folder/$1.jsonl"
  done
}

first_id=8dc1d684-e088-4da3-bda9-fdb2272e2ba4
second_id=9dc1d684-e088-4da3-bda9-fdb2272e2ba4

transcript() { ask session-transcript --id "$1"; }

@test "what was said to Claude Code is told as Markdown, without what it said to itself" {
  note "$second_id" '{"type":"user","message":{"role":"user","content":"of an older session"}}'
  touch -d '1 hour ago' "$HOME"/.claude/projects/*/*.jsonl
  session one claude-code sleep 1000
  : >"$BERTH_HOME/sessions/one/command"
  transcript one
  is d.value.source screen
  note "$first_id" '{"type":"mode","mode":"normal"}' \
    '{"parentUuid":null,"isSidechain":false,"type":"user","message":{"role":"user","content":"say \"hi\" \\\\ C:\\new\n日本 🚀 \ud83d\ude80"},"cwd":"/x"}' \
    '{"type":"user","isMeta":true,"message":{"role":"user","content":"Caveat"}}' \
    '{"type":"user","message":{"role":"user","content":"<command-name>/clear</command-name>"}}' \
    '{"type":"assistant","message":{"id":"m","role":"assistant","content":[{"type":"thinking","thinking":"hm, \"type\":\"text\""},{"type":"text","text":"Hi, {\"a\": [1]}"}],"usage":{"n":[1,{"text":"no"}]}}}' \
    '{"type":"assistant","message":{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls \"a\"","type":"text","text":"no"}}]}}' \
    '{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"out"}]}]}}' \
    '{"type":"user","isSidechain":true,"message":{"role":"user","content":"to another"}}' \
    '{"type":"assistant","message":{"role":"assistant","content":[{"text":"done\\","type":"text"}]}}'
  printf '{"type":"user","message":{"role":"user","content":"bad \\x"}}\n{"type":"user","message":{"content":"cut' >>"$HOME/.claude/projects/${work//[!a-zA-Z0-9]/-}-repo/$first_id.jsonl"
  transcript one
  succeeds
  is '[d.value.source, d.value.fileName, d.value.isCut]' '["conversation","one.md",false]'
  is d.value.text $'## You\n\nsay "hi" \\\\ C:\\new\n日本 🚀 🚀\n\n## Claude\n\nHi, {"a": [1]}\n\n*Uses Bash.*\n\ndone\\'
}

@test "the process of a session names its conversation and where it keeps them" {
  mkdir -p "$work/other/sessions"
  session one claude-code env CLAUDE_CONFIG_DIR="$work/other" BERTH_SESSION=one BERTH_SESSION_HOME="$BERTH_HOME" sleep 1000
  : >"$BERTH_HOME/sessions/one/command"
  note "$first_id" '{"type":"user","message":{"role":"user","content":"mine"}}'
  note "$second_id" '{"type":"user","message":{"role":"user","content":"newer, of another one"}}'
  mv "$HOME/.claude/projects" "$work/other/"
  printf '{"pid":1,"sessionId":"%s"}' "$first_id" >"$work/other/sessions/$(own display-message -p -t '=one:' '#{pane_pid}').json"
  transcript one
  is d.value.text $'## You\n\nmine'
}

@test "the end of a long conversation is told, and of other programs what tmux kept" {
  session one claude-code sleep 1000
  : >"$BERTH_HOME/sessions/one/command"
  local text
  text=$(head -c 50000 /dev/zero | tr '\0' y)
  note "$first_id" '{"type":"user","message":{"role":"user","content":"the beginning"}}'
  for ((count = 0; count < 60; count++)); do
    printf '{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"%s %d"}]}}\n' "$text" "$count"
  done >>"$HOME/.claude/projects/${work//[!a-zA-Z0-9]/-}-repo/$first_id.jsonl"
  transcript one
  lines=''
  is 'd.value.isCut && d.value.text.endsWith("y 59\n") && d.value.text.startsWith("yyy") && Buffer.byteLength(d.value.text) <= 2097152 && d.value.text.length > 1000000' true
  prints two 'seq 1 100; printf end.'
  transcript two
  is '[d.value.source, d.value.fileName, d.value.isCut]' '["screen","two.txt",false]'
  is "d.value.text.startsWith('1\\n2\\n') && d.value.text.endsWith('end.')" true
}
