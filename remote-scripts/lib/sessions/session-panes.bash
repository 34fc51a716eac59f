# shellcheck shell=bash
# What tmux tells of all sessions, in one question.

# PANE_DEAD, PANE_STATUS and so on tell, by session id, of its own pane, which is the one that it began with, whatever windows and panes
# a program has made there by itself. PANE_TARGET names it exactly, and nothing else when it is gone. Times in seconds, sizes in
# characters, the rest as tmux prints it ('' or 0 and 1). In the order of the fields below. SERVER[paneCount] counts all panes, also those
# of sessions that a user made by hand in a terminal of ours.
SESSION_PANE_ARRAYS=(TARGET DEAD STATUS SIGNAL ACTIVITY_S BELL ALTERNATE MODE ATTACHED COLUMNS ROWS PID HISTORY COMMAND TITLE)
declare -gA SERVER
for session_pane_name in "${SESSION_PANE_ARRAYS[@]}"; do declare -gA "PANE_$session_pane_name=()"; done
unset session_pane_name

# No TAB: a tmux that takes its locale for another one writes `_` in its place. What a program chooses itself comes last.
SESSION_PANE_TARGET='=#{session_name}:#{window_id}.#{pane_id}'
SESSION_PANE_FORMAT="P|#{session_name}|$SESSION_PANE_TARGET"
SESSION_PANE_FORMAT+='|#{pane_dead}|#{pane_dead_status}|#{pane_dead_signal}|#{window_activity}|#{window_bell_flag}|#{alternate_on}'
SESSION_PANE_FORMAT+='|#{pane_in_mode}|#{session_attached}|#{pane_width}|#{pane_height}|#{pane_pid}|#{history_size}|#{s/[|]/_/:pane_current_command}|#{pane_title}'

# session_panes: fills the PANE_ arrays and SERVER. Fails when tmux tells nothing; SERVER says why.
session_panes() {
  local output='' code=0
  session_panes_clear
  if ! session_tmux_find; then
    SERVER[state]=missing
    return 1
  fi
  if ! session_paths; then
    SERVER[state]=no-socket
    return 1
  fi
  if [[ ! -S $SESSION_SOCKET ]] && { ! session_server_read || ! session_server_mend; }; then
    session_panes_judge_server ''
    return 1
  fi
  output=$(session_panes_ask) || code=$?
  # The socket may be of another server, or of none.
  if ((code != 124)) && [[ $output == *'no server running'* || $output == *'error connecting'* ]] && session_server_read && session_server_mend; then
    output=$(session_panes_ask) || code=$?
  fi
  if [[ $'\n'$output != *$'\nS|'* ]]; then
    session_panes_judge_server "$output"
    return 1
  fi
  session_panes_take "$output"
  [[ ${SERVER[state]} == running ]]
}

session_panes_clear() {
  local name
  SERVER=([state]=none [pid]='' [version]='' [paneCount]=0)
  for name in "${SESSION_PANE_ARRAYS[@]}"; do
    declare -gA "PANE_$name=()"
  done
}

# Without any session the second question fails, which says nothing about the server.
session_panes_ask() {
  session_tmux_run display-message -p 'S|#{pid}|#{version}' ';' list-panes -a -F "$SESSION_PANE_FORMAT" 2>&1 </dev/null
}

# session_panes_judge_server <what tmux printed>: says in SERVER why it told nothing.
session_panes_judge_server() {
  if [[ $1 == *'protocol version mismatch'* ]]; then
    session_server_read || session_server_search || :
    SERVER[state]=old
  elif session_server_read; then
    SERVER[state]=unreachable
  else
    SERVER[state]=none
  fi
}

# session_panes_take <what tmux printed>
session_panes_take() {
  local line id name rest
  SERVER[state]=running
  while IFS= read -r line; do
    if [[ $line == 'S|'* ]]; then
      IFS='|' read -r _ "SERVER[pid]" "SERVER[version]" <<<"$line"
      continue
    fi
    [[ $line == 'P|'* ]] || continue
    SERVER[paneCount]=$((SERVER[paneCount] + 1))
    IFS='|' read -r _ id rest <<<"$line"
    [[ $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] || continue
    session_pane_is_older "${rest%%|*}" "${PANE_TARGET[$id]-}" || continue
    for name in "${SESSION_PANE_ARRAYS[@]}"; do
      # The title is what is left, whatever is in it.
      if [[ $name == TITLE ]]; then line=$rest; else line=${rest%%|*}; fi
      printf -v "PANE_${name}[$id]" '%s' "$line"
      rest=${rest#*|}
    done
  done <<<"$1"
}

# session_pane_is_older <target> <other target or ''>: whether its pane was made first; tmux counts its panes.
session_pane_is_older() { [[ ${1##*%} =~ ^[0-9]{1,9}$ ]] && { [[ -z $2 ]] || ((${1##*%} < ${2##*%})); }; }

# session_pane_ask <id> <format>: REPLY is that of the session's own pane, and PANE_TARGET is known. Fails as tmux does.
session_pane_ask() {
  local told line code=0
  unset "PANE_TARGET[\$1]"
  REPLY=''
  told=$(session_tmux list-panes -s -t "=$1:" -F "$SESSION_PANE_TARGET|$2" 2>/dev/null </dev/null) || code=$?
  while IFS= read -r line; do
    session_pane_is_older "${line%%|*}" "${PANE_TARGET[$1]-}" || continue
    PANE_TARGET[$1]=${line%%|*}
    REPLY=${line#*|}
  done <<<"$told"
  if ((code == 0)) && [[ -z ${PANE_TARGET[$1]-} ]]; then return 1; fi
  return "$code"
}

# session_target <id>: REPLY is the target of the session's own pane; fails when tmux has none.
session_target() {
  [[ -n ${PANE_TARGET[$1]-} ]] || session_pane_ask "$1" '' || return 1
  REPLY=${PANE_TARGET[$1]}
}
