#!/usr/bin/env bats
# Views of a session: clients of tmux in terminals of their own, of which one decides on the size, and which leave nothing behind.

setup() {
  load support/talk
  talk_setup
  views=()
}
teardown() {
  local pid
  for pid in ${views[@]+"${views[@]}"}; do cut "$pid"; done
  talk_teardown
}

# in_terminal <name> <columns> <rows> <program> <argument>…: runs it in a terminal as the desktop does; what it draws is in `<name>.out`,
# what is written into `<name>.in` is typed; `pid` is who holds the terminal open.
in_terminal() {
  local name=$1 line
  rm -f "$work/$name.out"
  [[ -p $work/$name.in ]] || mkfifo "$work/$name.in"
  printf -v line 'stty cols %s rows %s -echo; exec' "$2" "$3"
  shift 3
  line+=$(printf " '%s'" "$@")
  TERM=xterm-256color script -qfc "$line" "$work/$name.out" <>"$work/$name.in" >/dev/null 2>&1 3>&- &
  pid=$!
  views+=("$pid")
}

# view <name> <columns> <rows> <control|watch> [<session>]: and waits until it is attached or has failed.
view() {
  in_terminal "$1" "$2" "$3" "$scripts/session-attach" nonce "$BERTH_HOME" "${5:-one}" "$1" "$4"
  hear "$1" 'BERTH nonce [a-z]* *[a-z-]*'
  if [[ $heard == *' ready '* ]]; then
    printf '\n' >"$work/$1.in"
    eventually is_attached "$2x$3"
  fi
}

# hear <name> <pattern>: waits for it among what was drawn; `heard` is it.
hear() {
  local deadline=$((SECONDS + 10))
  until heard=$(grep -aom 1 "$2" "$work/$1.out" 2>/dev/null); do
    ((SECONDS < deadline)) || { echo "no $2:" && cat -v "$work/$1.out" && return 1; }
    sleep 0.02
  done
}

# eventually <function> <argument>…
eventually() {
  local deadline=$((SECONDS + 10))
  until "$@"; do
    ((SECONDS < deadline)) || { echo "never: $*" && own list-clients -F '#{client_width}x#{client_height} #{client_flags}' && return 1; }
    sleep 0.02
  done
}

has_size() { [[ $(own display-message -p -t '=one:' '#{window_width}x#{window_height}') == "$1" ]]; }
is_attached() { own list-clients -F '#{client_width}x#{client_height}' | grep -qx "$1"; }
has_clients() { [[ $(own list-clients | wc -l) == "$1" ]]; }
# Programs that were asked to attach to a session of this home.
is_left_alone() { ! grep -lsa -e session-attach -e attach-session /proc/[0-9]*/cmdline | xargs -r grep -lsa -e "$BERTH_HOME" | grep -q .; }

# cut <pid>: the terminal is closed, as when the link is.
cut() { kill -s KILL "$1" 2>/dev/null || :; }

is_sized() { eventually has_size "$1"; }
control() { ask session-control --id one --view "$@"; }

@test "a view says what it got, shows the session, and takes what is typed" {
  session one terminal sh -c 'read line; echo "<$line>"; exec sleep 1000'
  view desk 100 30 watch
  [[ $heard == 'BERTH nonce ready control' ]]
  printf 'hello\n' >"$work/desk.in"
  hear desk '<hello>'
}

@test "a small view beside a large one changes no size until it takes control, and gives it back" {
  session one terminal sleep 1000
  view desk 160 44 watch
  is_sized 160x44
  view phone 50 19 watch
  [[ $heard == 'BERTH nonce ready watch' ]]
  printf 'x' >"$work/phone.in"
  is_sized 160x44
  control phone
  is d.value.isControlling true
  is_sized 50x19
  control desk --if-free
  is d.value.isControlling false
  is_sized 50x19
  control desk
  is_sized 160x44
  view tablet 70 25 control
  [[ $heard == 'BERTH nonce ready control' ]]
  is_sized 70x25
  [[ $(own list-clients -F '#{client_flags}' | grep -c ignore-size) == 2 ]]
}

@test "when the controlling view went away, another one can have its place" {
  session one terminal sleep 1000
  view desk 160 44 watch
  desk=$pid
  view phone 50 19 watch
  cut "$desk"
  eventually has_clients 1
  control desk --if-free
  fails_with 66 session-ended tmux
  control phone --if-free
  is d.value.isControlling true
  # And one that comes now watches.
  view desk 160 44 watch
  [[ $heard == 'BERTH nonce ready watch' ]]
  is_sized 50x19
}

@test "a view whose link was cut without a word makes room for itself" {
  session one terminal sleep 1000
  view desk 120 40 watch
  # What is typed into the second one must not be taken by the first, which is not gone at once.
  rm "$work/desk.out" "$work/desk.in"
  view desk 130 40 watch
  [[ $heard == 'BERTH nonce ready control' ]]
  eventually has_clients 1
  is_sized 130x40
}

@test "a terminal that is closed at any moment leaves no client, and the session goes on" {
  local before round ms
  session one terminal sleep 1000
  before=$(own display-message -p -t '=one:' '#{pid} #{pane_pid}')
  for ((round = 0; round < ${BERTH_CUT_ROUNDS:-24}; round++)); do
    ms=$((10 + (round % 24) ** 2 * 3))
    in_terminal "cut-$round" 90 20 "$scripts/session-attach" nonce "$BERTH_HOME" one "cut-$round" "$( ((round % 2)) && echo control || echo watch)"
    printf '\n' >"$work/cut-$round.in"
    # The moment of the cut is what this is about.
    sleep "$(printf '%d.%03d' "$((ms / 1000))" "$((ms % 1000))")"
    cut "$pid"
  done
  eventually has_clients 0
  eventually is_left_alone
  # As those do that are cut off in the moment when they note themselves.
  : >"$BERTH_HOME/sessions/one/views/cut-a"
  : >"$BERTH_HOME/sessions/one/views/cut-b.$pid"
  [[ $(own display-message -p -t '=one:' '#{pid} #{pane_pid}') == "$before" ]]
  view desk 120 40 watch
  [[ $heard == 'BERTH nonce ready control' ]]
  [[ $(ls "$BERTH_HOME/sessions/one/views") == desk ]] || { grep . "$BERTH_HOME"/sessions/one/views/* && ls -l "$BERTH_HOME/sessions/one/views" && return 1; }
}

@test "what cannot be attached says why in one word" {
  session one terminal sleep 1000
  view none 80 24 watch two
  [[ $heard == 'BERTH nonce failed no-session' ]]
  own kill-server
  view late 80 24 watch
  [[ $heard == 'BERTH nonce failed no-server' ]]
  # And no server was started by looking for one.
  [[ ! -S $socket ]] || ! own list-sessions
  run unshare -rm sh -c "mount --bind /dev/null '$(command -v tmux)' && exec '$scripts/session-attach' nonce '$BERTH_HOME' one x watch"
  [[ $output == *'failed no-tmux'* ]]
}

@test "a socket that somebody deleted comes back, for a view and for a text" {
  session one terminal sh -c 'while read line; do echo "<$line>"; done'
  rm "$socket"
  view desk 100 30 watch
  [[ $heard == 'BERTH nonce ready control' ]]
  rm "$socket"
  send one hello
  is_sent delivered
  hear desk '<hello>'
}

@test "a server of another version is told from none" {
  session one terminal sleep 1000
  mkdir "$work/bin"
  printf '#!/bin/sh\ncase $1 in -V) echo tmux 3.5a ;; *) echo "server version is too old for client" >&2; exit 1 ;; esac\n' >"$work/bin/tmux"
  chmod 755 "$work/bin/tmux"
  PATH=$work/bin:$PATH view old 80 24 watch
  [[ $heard == 'BERTH nonce failed old-server' ]]
}

@test "a plain shell starts in its folder, with echo, and ends with its terminal" {
  mkdir "$work/a b"
  export SHELL=/bin/bash PS1='$ '
  in_terminal shell 80 24 "$scripts/session-shell" nonce "$BERTH_HOME" "$work/a b"
  shell=$pid
  hear shell 'BERTH nonce ready'
  printf 'echo "in=$PWD"; stty -a; echo pid=$$.\n' >"$work/shell.in"
  hear shell "in=$work/a b"
  hear shell ' echo '
  hear shell 'pid=[0-9][0-9]*'
  cut "$shell"
  eventually is_gone "${heard#pid=}"
  in_terminal nowhere 80 24 "$scripts/session-shell" nonce "$BERTH_HOME" "$work/none"
  hear nowhere 'BERTH nonce failed no-folder'
}

@test "a session gets another title, and keeps its id" {
  session one terminal sleep 1000
  ask session-rename --id one --title 'Ein Titel – 日本'
  succeeds
  is d.value.id one
  is d.value.title 'Ein Titel – 日本'
  ask session-rename --id one --title $'a\nb'
  fails_with 64 invalid-input input
  ask session-rename --id two --title x
  fails_with 66 session-not-found tmux
}
