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
  own kill-server
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
