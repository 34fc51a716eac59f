# shellcheck shell=bash
# The start and the end of our tmux server. Callers hold the lock of the sessions.

# session_lock: takes the lock for what concerns all sessions; REPLY is its descriptor.
session_lock() {
  folder_make "$BERTH_HOME/sessions" 2>/dev/null || :
  lock_take "$BERTH_HOME/sessions/lock" tmux
}

# session_server_need: SERVER runs afterwards; ends the command with a named failure where it cannot. One that runs is used as it is.
session_server_need() {
  local deadline=$((SECONDS + 5))
  session_server_find && return 0
  # One whose last session was just stopped may be about to end.
  while [[ ${SERVER[state]} == unreachable ]] && ((SECONDS < deadline)); do
    pause 0.1
    if session_server_find; then return 0; fi
  done
  case ${SERVER[state]} in
    missing)
      fail_with tmux-missing tmux 'tmux is not installed on this server, so a terminal would end with the connection.' \
        'Install tmux in the setup of this server, then try again.'
      ;;
    no-socket)
      fail_with start-failed tmux 'The path of the home folder is too long for the socket of tmux.' 'Log in where XDG_RUNTIME_DIR is set.' "$BERTH_HOME"
      ;;
    old)
      fail_with start-failed tmux 'The tmux that keeps the sessions of this server runs from before an upgrade and takes no new ones.' \
        'Stop its sessions when they are done; the next one starts the new tmux.'
      ;;
    unreachable)
      fail_with start-failed tmux 'The tmux that keeps the sessions of this server does not answer.' 'Try again in a moment.'
      ;;
  esac
  session_server_start
}

# session_server_start: starts the server alone, so that its argv says nothing of any session.
session_server_start() {
  local deadline=$((SECONDS + 10))
  if session_server_search; then
    # Somebody removed our notes and the socket.
    session_server_note "${SERVER[pid]}" ''
    if session_server_find; then return 0; fi
    fail_with start-failed tmux 'The tmux that keeps the sessions of this server does not answer.' 'Try again in a moment.' "pid: ${SERVER[pid]}"
  fi
  { folder_make "$BERTH_HOME/sessions" "${SESSION_SOCKET%/*}" && session_server_conf; } ||
    fail_with start-failed tmux 'The folder of the sessions cannot be written.' "$START_CHECK_DISK" "$BERTH_HOME/sessions"
  file_drop "$SESSION_SOCKET"
  session_server_run
  until session_server_find; do
    if ((SECONDS > deadline)); then
      file_tail "$BERTH_HOME/sessions/server.log"
      fail_with start-failed tmux 'tmux does not start on this server.' 'Read the detail, then try again.' "$REPLY"
    fi
    pause 0.02
  done
  session_server_note "${SERVER[pid]}" "${SERVER[version]}" ||
    fail_with start-failed tmux 'The folder of the sessions cannot be written.' "$START_CHECK_DISK" "$BERTH_HOME/sessions"
}

# session_server_conf: writes the conf that the server reads, with a terminal that programs of this host know.
session_server_conf() {
  local folder conf
  file_read "$BERTH_LIB/../templates/tmux.conf" || return 1
  conf=$REPLY
  for folder in "${HOME-}/.terminfo" /etc/terminfo /lib/terminfo /usr/share/terminfo /usr/lib/terminfo; do
    if [[ -e $folder/t/tmux-256color || -e $folder/74/tmux-256color ]]; then
      file_put "$SESSIONS_FOLDER/conf" "$conf"$'\n'
      return
    fi
  done
  file_put "$SESSIONS_FOLDER/conf" "${conf//tmux-256color/screen-256color}"$'\n'
}

# session_server_run: returns when tmux has put itself into the background. Where systemd looks after this user, that is a scope of
# its own, which the end of the login does not touch.
session_server_run() {
  local kind name log=$BERTH_HOME/sessions/server.log
  local -a words=("$SESSION_TMUX" -u -S "$SESSION_SOCKET" -f "$SESSIONS_FOLDER/conf" start-server ';' set -s exit-empty off)
  session_server_variables
  words=(env -i "${SESSION_SERVER_VARIABLES[@]}" "${words[@]}")
  unit_kind
  kind=$REPLY
  (
    trap - PIPE ERR EXIT TERM HUP INT
    # It would hold our locks for its whole life.
    process_close_files
    exec </dev/null >"$log" 2>&1
    if [[ $kind != marker ]]; then
      unit_name sessions
      name=$REPLY
      if unit_ask "$kind" systemd-run --scope --quiet --collect --unit="$name" --property=OOMPolicy=continue -- "${words[@]}"; then exit 0; fi
      printf 'systemd did not take the unit %s\n' "$name"
    fi
    exec timeout 10 setsid -w "${words[@]}"
  ) || :
}

# session_server_variables: fills SESSION_SERVER_VARIABLES with what the server and every session begin with: of the login only what
# stays true when it is over.
session_server_variables() {
  local name
  SESSION_SERVER_VARIABLES=("BERTH_SESSION_HOME=$BERTH_HOME" "LANG=${LANG:-C.UTF-8}")
  for name in HOME USER LOGNAME SHELL PATH XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS LANGUAGE LC_CTYPE TZ; do
    if [[ -n ${!name-} ]]; then SESSION_SERVER_VARIABLES+=("$name=${!name}"); fi
  done
  if [[ -n $BERTH_USER_LC_ALL ]]; then SESSION_SERVER_VARIABLES+=("LC_ALL=$BERTH_USER_LC_ALL"); fi
  if [[ -n $BERTH_USER_TMPDIR ]]; then SESSION_SERVER_VARIABLES+=("TMPDIR=$BERTH_USER_TMPDIR"); fi
}
declare -ga SESSION_SERVER_VARIABLES

# session_server_release: ends a server that keeps no session any more, those included that a user made there by hand, so that the next
# one is of the tmux that is installed then.
session_server_release() {
  local pid ticks
  session_server_find || return 0
  [[ ${SERVER[paneCount]} -eq 0 ]] || return 0
  pid=${SERVER[pid]}
  process_start_ticks "$pid" || return 0
  ticks=$REPLY
  session_tmux_run kill-server </dev/null >/dev/null 2>&1 || :
  if ! session_server_await_end "$pid" "$ticks" 2; then
    # It waits for the end of each view, and one may hang in a terminal that nobody reads. Nothing is kept here any more.
    process_signal_known KILL "$pid" "$ticks" || :
    session_server_await_end "$pid" "$ticks" 3 || return 1
  fi
  file_drop "$SESSION_SOCKET" "$BERTH_HOME/sessions/server" "$BERTH_HOME/sessions/server.log"
}

# session_server_await_end <pid> <start ticks> <seconds>: fails when it lives still.
session_server_await_end() {
  local deadline=$((SECONDS + $3))
  while process_start_ticks "$1" && [[ $REPLY == "$2" ]]; do
    ((SECONDS <= deadline)) || return 1
    pause 0.02
  done
}
