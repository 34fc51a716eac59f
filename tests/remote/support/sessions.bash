# shellcheck shell=bash
# For tests of sessions: a home with a tmux server of its own, which is ended by its identity.

# shellcheck source=helpers.bash
source "$BATS_TEST_DIRNAME/support/helpers.bash"

sessions_setup() {
  berth_setup
  command -v tmux >/dev/null || skip 'tmux is not installed'
  # Agents of other tests are of all users.
  export BERTH_MOST_AGENTS_OF_ALL=200 BERTH_SESSION_STOP_SECONDS=2 BERTH_LOGIN_SECONDS=3 SHELL=/bin/bash
  mkdir -p "$work/plain"
}

# sessions_teardown: ends the server and what runs in it, and fails when a process of a session is left.
sessions_teardown() {
  local pid
  for pid in $(session_server_pids) $(session_pids); do kill -s KILL "$pid" 2>/dev/null || :; done
  "$scripts/berth" cleanup --level everything --yes --operation-id teardown >/dev/null 2>&1 || :
  until [[ -z $(session_pids) ]]; do
    for pid in $(session_pids); do kill -s KILL "$pid" 2>/dev/null || :; done
  done
  rm -rf -- "$work"
}

# session_server_pids: the tmux servers of this home.
session_server_pids() {
  local pid name
  while read -r pid; do
    if { read -r name <"/proc/$pid/comm"; } 2>/dev/null && [[ $name == 'tmux: server' ]]; then echo "$pid"; fi
  done < <(session_home_pids)
}

# session_home_pids: all processes that carry the mark of this home.
session_home_pids() { grep -lszxF -e "BERTH_SESSION_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n'; }

# session_pids: all processes that carry the mark of a session of this home.
session_pids() { session_pids_of '.*'; }

# session_pids_of <id>
session_pids_of() {
  local pid
  while read -r pid; do
    if grep -qszE "^BERTH_SESSION=$1\$" "/proc/$pid/environ" && ! is_gone "$pid"; then echo "$pid"; fi
  done < <(session_home_pids)
}

# session_start <id> [<option>…]: a terminal, unless told otherwise by the options.
session_start() {
  local kind=terminal
  if [[ " $* " == *' --argument '* ]]; then kind=agent; fi
  ask session-start --id "$1" --title "Title of $1" --kind "$kind" --path "$work/plain" --columns 90 --rows 20 \
    --operation-id "start-$1-$RANDOM$RANDOM" "${@:2}"
}

session_stop() { ask session-stop --id "$1" --operation-id "stop-$1-$RANDOM$RANDOM" "${@:2}"; }

# session_list: the list is in `document`.
session_list() { ask session-list; }

# session_is <id> <JavaScript on `s`, its row> <expected>: of the last list.
session_is() { is "(s => $2)(d.value.sessions.find((row) => row.id === '$1'))" "$3"; }

# our_tmux <argument>…: asks the server of this home.
our_tmux() { env -u TMUX tmux -u -S "$BERTH_HOME/sessions/socket" "$@"; }

# session_ends_as <id> <state>: for `eventually`.
session_ends_as() {
  session_list
  session_is "$1" s.state "$2" >/dev/null
}

# session_needs_nothing <id>: for `eventually`. Who wrote how the program ended goes a moment later.
session_needs_nothing() {
  session_list
  session_is "$1" s.memoryBytes null >/dev/null
}

# screen_has <id> <text>: for `eventually`.
screen_has() { our_tmux capture-pane -p -J -S - -t "=$1:" 2>/dev/null | grep -qF -- "$2"; }
