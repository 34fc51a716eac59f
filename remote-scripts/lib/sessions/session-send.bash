# shellcheck shell=bash
# Typing a text into a session without looking at it: as one paste of tmux, so that every byte arrives as it is, then Enter.

# What became of it, see `sendOutcome` of main/contract/sessions.ts.
SEND_OUTCOME='' SEND_REASON=''
# How long another text may take that is being typed, an agent to show what was typed, and it to take that.
SEND_LOCK_SECONDS=10
BERTH_SEND_SHOWN_SECONDS=${BERTH_SEND_SHOWN_SECONDS:-3}
BERTH_SEND_TAKEN_SECONDS=${BERTH_SEND_TAKEN_SECONDS:-3}
# An agent takes an Enter that comes with the text for a part of it.
SEND_ENTER_SECONDS=0.25
# What a terminal keeps of a line while its program leaves the editing to the kernel; what is longer is dropped without a word.
SEND_LINE_MOST=4095
declare -gA PANE_TARGET

# session_send <id> <text> <yes|no: press Enter> [<1 to type whatever stands there>]: after session_need; sets SEND_OUTCOME and
# SEND_REASON. Ends the command as `session-ended` when nothing runs there.
session_send() {
  local id=$1 text=$2 lock
  session_send_is delivered ''
  # Bash tries every place of a long text for `%`.
  if [[ $3 == yes && ${text:${#text}-1} == $'\n' ]]; then text=${text:0:${#text}-1}; fi
  if ! lock_try "$BERTH_HOME/sessions/$id/typing" "$SEND_LOCK_SECONDS"; then
    session_send_is held 'Another text is being typed into this session.'
    return
  fi
  lock=$REPLY
  session_send_pane "$id"
  if [[ -n ${4-} ]] || session_send_may "$id" "$text"; then session_send_type "$id" "$text" "$3"; fi
  lock_release "$lock"
}

# session_send_first <id> <text> <seconds>: what an agent that has just been started is told: typed and sent as soon as it shows where
# to type. Sets what session_send sets.
session_send_first() {
  local deadline=$((SECONDS + $3)) before='' same=0
  while ((SECONDS < deadline)) && session_send_screen "$1" && ! session_send_screen_prompt "${SESSION[agent]}"; do
    same=$((same + 1))
    if [[ $SEND_SCREEN != "$before" ]]; then same=0; fi
    before=$SEND_SCREEN
    if ((same >= 10)) && session_send_first_is_due "$same"; then break; fi
    pause 0.1
  done
  session_send "$1" "$2" yes
}

# session_send_first_is_due <looks since the screen changed>: known agents draw their prompt late, and something else before it, which
# may be a question; another one shows what it has, or nothing for long.
session_send_first_is_due() {
  if [[ ${SESSION[agent]} == @(opencode|other) ]]; then
    [[ -n $SEND_SCREEN ]] || (($1 >= 30))
    return
  fi
  session_screen_read "${SESSION[agent]}" "$(printf '%s\n' "${SEND_LINES[@]}")"
  [[ $SCREEN_STATE == waiting ]]
}

# session_send_is <outcome> <reason>
session_send_is() { SEND_OUTCOME=$1 SEND_REASON=$2; }

# session_send_pane <id>: sets SEND_MODE and SEND_TTY of its terminal; ends the command when nothing runs in it, or nothing says so.
session_send_pane() {
  local code=0
  session_send_ask "$1" || code=$?
  # Somebody may have deleted the socket, which session_panes puts right.
  if ((code != 0 && code != 127)) && session_panes; then
    code=0
    session_send_ask "$1" || code=$?
  fi
  if ((code == 0)) && [[ $SEND_IS_DEAD == 0 ]]; then return 0; fi
  ((code != 127)) || fail_with tmux-missing tmux 'There is no tmux on this server any more.' 'Install tmux on the server, then try again.'
  if ((code != 0)) && [[ ${SERVER[state]} == old ]]; then
    fail_with unavailable tmux 'The sessions run in a tmux from before an upgrade, which takes no commands. What runs in them goes on.' \
      'Let what runs there come to its end, stop those sessions, and start them again.'
  elif ((code == 124)) || { ((code != 0)) && [[ ${SERVER[state]} == unreachable ]]; }; then
    fail_with timed-out tmux 'The tmux that keeps the sessions of this server does not answer.' 'Try again in a moment.'
  fi
  fail_with session-ended tmux 'The program of this session has ended.' 'Resume the session, or start another one.'
}

# session_send_ask <id>: sets SEND_IS_DEAD, SEND_MODE and SEND_TTY.
session_send_ask() {
  local code=0
  session_pane_ask "$1" '#{pane_dead}|#{pane_in_mode}|#{pane_tty}' || code=$?
  IFS='|' read -r SEND_IS_DEAD SEND_MODE SEND_TTY <<<"$REPLY"
  # An older tmux says nothing of a session that is not there.
  if ((code == 0)) && [[ $SEND_TTY != /* ]]; then return 1; fi
  return "$code"
}

# session_send_may <id> <text>: false, and SEND_OUTCOME is held, where typing it now would do harm.
session_send_may() {
  if [[ $2 == *$'\e[201~'* ]]; then
    session_send_is held 'The text holds the sequence that ends a paste, so what follows it would count as keys.'
  elif ! session_send_fits "$2"; then
    session_send_is held "The program there reads whole lines, and the text has one of more than $SEND_LINE_MOST bytes, which the terminal would cut."
  elif [[ ${SESSION[kind]} == agent ]]; then
    session_send_screen_may "$1"
  fi
  [[ $SEND_OUTCOME != held ]]
}

# session_send_fits <text>: true unless the terminal would cut one of its lines.
session_send_fits() {
  ((${#1} > SEND_LINE_MOST)) || return 0
  # Nothing is known of a terminal that cannot be asked.
  [[ " $(stty -F "$SEND_TTY" -a 2>/dev/null || :) " == *[[:space:]]icanon[[:space:]]* ]] || return 0
  LC_ALL=C awk -v most="$SEND_LINE_MOST" 'length($0) > most { exit 1 }' <<<"$1"
}

# session_send_type <id> <text> <yes|no>
session_send_type() {
  local id=$1 is_agent=''
  [[ ${SESSION[kind]} != agent ]] || is_agent=1
  session_send_leave_mode "$id"
  if [[ -z $is_agent ]]; then
    session_send_paste "$id" "$2" || return 0
  else
    session_send_screen_note "$id" "$2"
    session_send_paste "$id" "$2" || return 0
    session_send_screen_shows "$id" "$2" || return 0
  fi
  [[ $3 == yes ]] || return 0
  [[ -z $2 ]] || pause "$SEND_ENTER_SECONDS"
  session_send_enter "$id"
  if [[ -n $is_agent ]]; then session_send_screen_takes "$id"; fi
}

session_send_enter() {
  session_send_note "$1"
  session_tmux send-keys -t "${PANE_TARGET[$1]}" Enter </dev/null >/dev/null 2>&1 || session_send_is lost 'The session ended before Enter was pressed.'
}

# session_send_note <id>: writes down that it is spoken to now, so that nobody takes what it did before for its answer.
session_send_note() {
  now_ms
  file_put "$BERTH_HOME/sessions/$1/sent" "$REPLY"$'\n' || :
}

# session_send_leave_mode <id>: somebody may be scrolling; keys would go to that instead of to the program.
session_send_leave_mode() {
  local count=0
  while [[ ${SEND_MODE:-0} != 0 ]] && ((count++ < 5)); do
    session_tmux copy-mode -q -t "${PANE_TARGET[$1]}" </dev/null >/dev/null 2>&1 || session_tmux send-keys -t "${PANE_TARGET[$1]}" -X cancel </dev/null >/dev/null 2>&1 || :
    session_send_pane "$1"
  done
}

# session_send_paste <id> <text>: with the marks of a paste where the program asks for them. A newline stays one: programs take it in
# a paste for what it is, and a CR outside of one would be Enter. False, and SEND_OUTCOME is lost, when tmux did not take it.
session_send_paste() {
  local -a options=(-d -r)
  [[ -n $2 ]] || return 0
  # What an agent offers for a `/` it offers for keys, not for a paste.
  [[ ${SESSION[kind]} == agent && $2 == /* && $2 != *$'\n'* ]] || options+=(-p)
  # From 3.7 on tmux would make control characters visible.
  if [[ $2 == *[$'\x01'-$'\x09'$'\x0b'-$'\x1f'$'\x7f']* ]] && session_send_knows_raw; then options+=(-S); fi
  printf '%s' "$2" | session_tmux load-buffer -b "berth-$1" - >/dev/null 2>&1 &&
    session_tmux paste-buffer "${options[@]}" -b "berth-$1" -t "${PANE_TARGET[$1]}" </dev/null >/dev/null 2>&1 && return
  session_tmux delete-buffer -b "berth-$1" </dev/null >/dev/null 2>&1 || :
  session_send_is lost 'The session ended before the text was typed, or tmux did not take it.'
  return 1
}

session_send_knows_raw() {
  local usage
  usage=$(session_tmux list-commands paste-buffer 2>/dev/null </dev/null) && [[ $usage =~ \[-[a-zA-Z]*S ]]
}

# session_send_value: REPLY is `sendOutcome`.
session_send_value() {
  json_string_or_null "$SEND_REASON"
  REPLY="{\"outcome\":\"$SEND_OUTCOME\",\"reason\":$REPLY}"
}
