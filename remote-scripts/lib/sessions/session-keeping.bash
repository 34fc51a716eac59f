# shellcheck shell=bash
# What keeps the sessions of this host alive, and what endangers them: `sessionKeeping` of the contract.

# session_keeping_row: REPLY is that. After session_panes.
session_keeping_row() {
  local version=${SERVER[version]-} state=${SERVER[state]} pid=${SERVER[pid]-} outlives limits=false message next_step=''
  case $state in
    missing | no-socket) state=none ;;
  esac
  if [[ -z $version && ${SERVER[state]} != missing ]]; then
    session_tmux_version
    version=$REPLY
  fi
  session_outlives_logout "$pid"
  outlives=$REPLY
  unit_kind
  if [[ $REPLY != marker ]] && unit_limits_memory "$REPLY"; then limits=true; fi
  session_keeping_words "$outlives" "$limits"
  json_string_or_null "$version"
  version=$REPLY
  json_number_or_null "$pid"
  pid=$REPLY
  json_string "$SESSION_KEEPING_MESSAGE"
  message=$REPLY
  json_string_or_null "$SESSION_KEEPING_NEXT"
  next_step=$REPLY
  REPLY="{\"tmuxVersion\":$version,\"server\":\"$state\",\"serverPid\":$pid,\"outlivesLogout\":$outlives,\"limitsMemory\":$limits,\"message\":$message,\"nextStep\":$next_step}"
}

# session_tmux_version: REPLY is the version of the tmux that is installed, or ''. Needs session_tmux_find.
session_tmux_version() {
  local text
  text=$(timeout 5 "$SESSION_TMUX" -V 2>/dev/null </dev/null) || text=''
  REPLY=${text#tmux }
  [[ $REPLY =~ ^[A-Za-z0-9.+~-]{1,32}$ ]] || REPLY=''
}

# session_outlives_logout <pid of the server or ''>: REPLY is true, false or null: what the control group that the server is in, or would be in,
# means when the last login ends.
session_outlives_logout() {
  local group='' kind
  if [[ ! -d /run/systemd/system ]]; then
    REPLY=true
    return
  fi
  unit_kind
  kind=$REPLY
  if [[ -n $1 ]] && file_read "/proc/$1/cgroup"; then group=$REPLY; fi
  if [[ -z $group && $kind != marker ]]; then
    REPLY=true
  elif [[ $group == */user@*.service/* ]]; then
    REPLY=false
    if unit_is_lingering; then REPLY=true; fi
  elif [[ -z $group || $group == */session-*.scope* ]]; then
    session_logins_kill
  else
    REPLY=true
  fi
}

# session_logins_kill: REPLY is false where the end of a login ends its processes, true where it does not, null where it may.
session_logins_kill() {
  local path line
  REPLY=true
  for path in /usr/lib/systemd/logind.conf /etc/systemd/logind.conf /usr/lib/systemd/logind.conf.d/*.conf /etc/systemd/logind.conf.d/*.conf; do
    [[ -e $path ]] || continue
    if [[ ! -r $path ]]; then
      REPLY=null
      continue
    fi
    while IFS= read -r line; do
      case $line in
        KillUserProcesses=[yY1tT]* | KillUserProcesses=on) REPLY=false ;;
        KillUserProcesses=*) REPLY=true ;;
      esac
    done <"$path"
  done
}

# session_keeping_words <outlives logout> <limits memory>: sets SESSION_KEEPING_MESSAGE and SESSION_KEEPING_NEXT.
session_keeping_words() {
  SESSION_KEEPING_NEXT=''
  case ${SERVER[state]} in
    missing)
      SESSION_KEEPING_MESSAGE='tmux is not installed on this server: terminals end with the connection, and agents cannot be started.'
      SESSION_KEEPING_NEXT='Install tmux in the setup of this server.'
      return
      ;;
    no-socket)
      SESSION_KEEPING_MESSAGE='The path of the home folder is too long for the socket of tmux, so sessions cannot be kept.'
      SESSION_KEEPING_NEXT='Log in where XDG_RUNTIME_DIR is set.'
      return
      ;;
    old)
      SESSION_KEEPING_MESSAGE='The tmux that keeps the sessions runs from before an upgrade: what runs in it goes on, but nobody can look at it.'
      SESSION_KEEPING_NEXT='Let the sessions finish, then stop them; the next one starts the new tmux.'
      return
      ;;
    unreachable)
      SESSION_KEEPING_MESSAGE='The tmux that keeps the sessions lives and does not answer.'
      SESSION_KEEPING_NEXT='Look again in a moment; what runs in it goes on.'
      return
      ;;
  esac
  case $1 in
    true) SESSION_KEEPING_MESSAGE='Sessions go on after the connection and the last logout' ;;
    false)
      SESSION_KEEPING_MESSAGE='Sessions go on after the connection, and this server ends them with the last logout'
      SESSION_KEEPING_NEXT='Turn lingering on for this user; it counts for sessions that are started afterwards.'
      ;;
    *) SESSION_KEEPING_MESSAGE='Sessions go on after the connection; whether after the last logout is not known' ;;
  esac
  if [[ $2 == true ]]; then SESSION_KEEPING_MESSAGE+='; memory limits hold.'; else SESSION_KEEPING_MESSAGE+='; memory limits do not hold here.'; fi
}
SESSION_KEEPING_MESSAGE='' SESSION_KEEPING_NEXT=''
