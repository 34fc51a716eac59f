#!/usr/bin/env bats
# Texts that are typed into a session: every byte arrives, two at once do not mix, and nobody's own words are sent.

setup() {
  load support/talk
  talk_setup
}
teardown() { talk_teardown; }

# arrives <plain|bracketed> <text>: at a reader of its own, with Enter after it.
arrives() {
  count=$((${count:-0} + 1))
  if [[ $1 == bracketed ]]; then printf '\e[200~%s\e[201~\r' "$2"; else printf '%s\r' "$2"; fi >"$work/expected"
  reader "reader-$count" "$1" "$(stat -c %s "$work/expected")"
  ${prepare:-:} "reader-$count"
  send "reader-$count" "$2"
  is_sent delivered
  has_read "reader-$count" "$work/expected"
}

scroll() {
  own copy-mode -t "=$1:"
  own send-keys -t "=$1:" -X page-up
  [[ $(own display-message -p -t "=$1:" '#{pane_in_mode}') == 1 ]]
}

@test "small texts arrive byte for byte, whether the program asks for pastes or not" {
  local text
  for text in x 'end;' '\;' ';' '-n' '--' $'one\ntwo\n\nthree' '🚀 für 日本' "q'\"\$(x)\`y\`#{pane_id}%1" $'tab\there' ' '; do
    arrives plain "$text"
    arrives bracketed "$text"
  done
}

@test "16 KB and 200 KB arrive byte for byte, in one line and in many" {
  local bytes text
  for bytes in 16384 200000; do
    text=$(head -c "$bytes" /dev/urandom | base64 -w 0 | head -c "$bytes")
    arrives plain "$text"
    text=$(head -c "$bytes" /dev/urandom | base64 | head -c "$((bytes - 1))")
    arrives bracketed "$text;"
  done
}

@test "a text arrives while somebody scrolls" {
  prepare=scroll
  arrives plain $'under\nway;'
  arrives bracketed "$(head -c 20000 /dev/zero | tr '\0' y)"
}

@test "one newline at the end is the Enter that is pressed anyway, and stays without it" {
  printf 'a\n\r' >"$work/expected"
  reader both plain 3
  send both $'a\n\n'
  is_sent delivered
  has_read both "$work/expected"
  printf 'a\n' >"$work/expected"
  reader none plain 2
  submit=no send none $'a\n'
  is_sent delivered
  has_read none "$work/expected"
}

@test "two texts at once come one after the other, each with its Enter" {
  local first second
  first=$(head -c 60000 /dev/zero | tr '\0' a) second=$(head -c 60000 /dev/zero | tr '\0' b)
  reader both plain 120002
  (send both "$first" && is_sent delivered) &
  local pid=$!
  mkdir "$work/other"
  (
    work=$work/other
    send both "$second" && is_sent delivered
  )
  wait "$pid"
  printf '%s\r%s\r' "$first" "$second" >"$work/one"
  printf '%s\r%s\r' "$second" "$first" >"$work/other-way"
  has_read both "$work/one" || has_read both "$work/other-way"
}

@test "a line that the terminal would cut is held, and is typed when it is forced" {
  local text
  text=$(head -c 4095 /dev/zero | tr '\0' x)
  printf '%s\n' "$text" >"$work/expected"
  reader fits cooked 4096
  send fits "$text"
  is_sent delivered
  has_read fits "$work/expected"
  reader long cooked 5
  send long "${text}x"
  is_sent held 'more than 4095 bytes'
  send long ab
  is_sent delivered
  send long "${text}x" --force
  is_sent delivered
  printf 'ab\nxx' >"$work/expected"
  has_read long "$work/expected"
}

@test "a text with the end of a paste in it is held" {
  reader held bracketed 5
  send held $'a\e[201~rm -rf x'
  is_sent held 'ends a paste'
}

@test "control characters arrive as they are" {
  arrives bracketed $'\x01\x1b[A\x7f'
}

@test "what ended takes no text, and what is not there is not found" {
  session gone terminal true
  until [[ $(own display-message -p -t '=gone:' '#{pane_dead}') == 1 ]]; do sleep 0.02; done
  send gone x
  fails_with 66 session-ended tmux
  own kill-session -t '=gone'
  send gone x
  fails_with 66 session-ended tmux
  send other x
  fails_with 66 session-not-found tmux
  ask session-keys --id gone --key Enter
  fails_with 66 session-ended tmux
}

# agent <id> <word>…: one that draws a prompt; what it took is in `<id>`.
agent() {
  session "$1" claude-code "$support/prompting-agent" "$work/$1" "${@:2}"
  until [[ -e $work/$1 ]]; do sleep 0.02; done
}

took() {
  local deadline=$((SECONDS + 5))
  until [[ $(<"$work/$1") == "$2" ]]; do
    ((SECONDS < deadline)) || { echo "it took $(<"$work/$1")" && return 1; }
    sleep 0.02
  done
}

@test "an agent takes a text that was shown at its prompt" {
  agent plain
  send plain 'do it'
  is_sent delivered
  took plain '"do it"'
  send plain 'do it'
  is_sent delivered
  agent hint hint
  send hint $'one\ntwo'
  is_sent delivered
  took hint '"one\ntwo"'
  agent many
  send many "$(seq 1 400)"
  is_sent delivered
  took many "$(seq 1 400 | node -e 'console.log(JSON.stringify(require("fs").readFileSync(0, "utf8").trimEnd()))')"
  agent slash
  send slash '/compact;'
  is_sent delivered
  took slash '"/compact;"'
}

@test "somebody's unsent text at the prompt holds another one back, unless it is forced" {
  agent draft draft
  send draft 'please go on'
  is_sent held 'was not sent'
  [[ ! -s $work/draft ]]
  send draft ', really' --force
  is_sent delivered
  took draft '"do not send, really"'
}

@test "a question with choices holds a text back, because Enter would answer it" {
  agent asks asks
  send asks 'rather not'
  is_sent held 'choose with the keys'
  [[ ! -s $work/asks ]]
}

# prompt <agent kind> <coloured screen>: what is read as standing at its prompt, or `none`.
prompt() {
  bash -c '
    set -euo pipefail
    source "$1/lib/load.bash"
    mapfile -t lines < <(printf "%b\n" "$3")
    for line in "${lines[@]}"; do
      session_send_screen_plain "$line"
      SEND_LINES+=("$REPLY")
    done
    if session_send_screen_prompt "$2"; then echo "<$SEND_PROMPT>"; else echo none; fi
  ' _ "$scripts" "$1" "$2"
}

@test "prompts are read as agents draw them" {
  local rule=────────────────────
  [[ $(prompt claude-code "❯ said before\\n● answer\\n$rule\\n❯\\xc2\\xa0a draft\\n  of two lines\\n$rule\\n  ? for shortcuts") == '<adraftoftwolines>' ]]
  [[ $(prompt claude-code "$rule\\n❯\\xc2\\xa0\\e[7mT\\e[0m\\e[2mry it\\n\\e[0m$rule") == '<>' ]]
  [[ $(prompt claude-code "$rule\\n\\e[38;5;2m❯\\xc2\\xa0\\e[39mgreen\\n$rule") == '<green>' ]]
  [[ $(prompt claude-code "❯ said before\\n● answer") == none ]]
  [[ $(prompt codex "› said\\n\\n• answer\\n\\n› \\e[2mAsk Codex to do anything\\e[0m\\n\\n  gpt-5 · 97% left") == '<>' ]]
  [[ $(prompt codex "› a draft\\n  goes on\\n\\n  gpt-5 · 97% left") == '<adraftgoeson>' ]]
  [[ $(prompt gemini "╭$rule╮\\n│ >   Type your message or @path/to/file │\\n╰$rule╯\\n~/shop") == '<>' ]]
  [[ $(prompt gemini "╭$rule╮\\n│ > a draft │\\n╰$rule╯\\n~/shop") == '<adraft>' ]]
  [[ $(prompt opencode "┃ anything") == none ]]
}

@test "an agent that does not show or not take a text has lost it" {
  agent blind blind
  export BERTH_SEND_SHOWN_SECONDS=1 BERTH_SEND_TAKEN_SECONDS=1
  send blind 'hello'
  is_sent lost 'does not show it'
  [[ ! -s $work/blind ]]
  agent deaf deaf
  send deaf 'hello'
  is_sent lost 'did not take it'
  agent drowsy drowsy
  send drowsy 'hello'
  is_sent delivered
  took drowsy '"hello"'
}

@test "what an agent is told at first waits until it shows where to type" {
  # first <id>: what becomes of it.
  first() { bash -c 'set -euo pipefail; source "$1/lib/load.bash"; session_need "$2"; session_send_first "$2" "begin here" 20; echo "$SEND_OUTCOME"' _ "$scripts" "$1"; }
  session late claude-code "$support/prompting-agent" "$work/late" late
  [[ $(first late) == delivered ]]
  took late '"begin here"'
  session other other cat
  [[ $(first other) == delivered ]]
  agent asks asks
  [[ $(first asks) == held ]]
}

@test "any other agent has taken what changed its screen" {
  session echoes other cat
  send echoes 'hello'
  is_sent delivered
  session mute other "$support/raw-reader" "$work/mute" plain 5
  until [[ -e $work/mute.ready ]]; do sleep 0.02; done
  export BERTH_SEND_SHOWN_SECONDS=1
  send mute 'hello'
  is_sent lost 'does not show it'
}

@test "keys arrive by their names, also while somebody scrolls, and no others" {
  printf '\r\e\t y1\x03\e[A\e[5~\e[Z' >"$work/expected"
  reader keys plain "$(stat -c %s "$work/expected")"
  scroll keys
  ask session-keys --id keys --key Enter --key Escape --key Tab --key Space --key y --key 1 --key C-c --key Up --key PageUp --key BTab
  is_sent delivered
  has_read keys "$work/expected"
  ask session-keys --id keys --key kill-server
  fails_with 64 invalid-input input
  ask session-keys --id keys
  fails_with 64 invalid-input input
}
