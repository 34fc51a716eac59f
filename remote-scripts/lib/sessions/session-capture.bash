# shellcheck shell=bash
# What stands in a session, without attaching: its screen, and what scrolled out of it as far as tmux kept that.

# What is told at once, in bytes of JSON.
SESSION_CAPTURE_MOST=1048576
# Of the session that was looked at: columns, rows, `true` for a program that uses the whole screen, and lines before the screen.
declare -gA CAPTURED PANE_TARGET PANE_DEAD

# session_capture <id> <lines before the screen> <yes|no: colours> [<most bytes>]: after session_need; REPLY is the inside of a JSON
# string, CAPTURED is told, with isCut and historyLines of what is in REPLY. A session whose tmux is gone has the screen that was kept.
session_capture() {
  local id=$1 told='' mark=screen-$RANDOM$RANDOM$RANDOM most=${4-$SESSION_CAPTURE_MOST}
  CAPTURED=([columns]=${SESSION[columns]:-160} [rows]=${SESSION[rows]:-44} [isAlternate]=false [history]=0 [historyLines]=0 [isCut]=0)
  # Somebody may have deleted the socket, which session_panes puts right.
  if session_capture_look "$id" || { session_panes && session_capture_look "$id"; }; then
    told=$(session_capture_print "$id" "$2" "$3" "$mark" | session_capture_json "$3" "$mark" "$most") || told=''
  elif [[ -f $BERTH_HOME/sessions/$id/screen && ! -L $BERTH_HOME/sessions/$id/screen ]]; then
    told=$(session_capture_kept "$id" "$3" | session_capture_json "$3" "$mark" "$most") || told=''
  fi
  REPLY=''
  if [[ $told == *$'\n'* ]]; then
    REPLY=${told#*$'\n'}
    read -r 'CAPTURED[historyLines]' 'CAPTURED[isCut]' <<<"${told%%$'\n'*}"
  fi
}

# session_capture_look <id>: fills CAPTURED; fails when tmux has no such session.
session_capture_look() {
  local columns rows alternate history
  session_pane_ask "$1" '#{pane_width}|#{pane_height}|#{alternate_on}|#{history_size}' || return 1
  IFS='|' read -r columns rows alternate history <<<"$REPLY"
  [[ $columns =~ ^[0-9]+$ && $rows =~ ^[0-9]+$ && $history =~ ^[0-9]+$ ]] || return 1
  CAPTURED[columns]=$columns CAPTURED[rows]=$rows CAPTURED[history]=$history
  # Behind a program that uses the whole screen is what was there before it.
  if [[ $alternate == 1 ]]; then CAPTURED[isAlternate]=true CAPTURED[history]=0; fi
}

# session_capture_print <id> <lines> <yes|no> <mark>: in one question, so that nothing scrolls between its parts.
session_capture_print() {
  local -a options=(-p -J -t "${PANE_TARGET[$1]}") questions=()
  if [[ $3 == yes ]]; then options+=(-e); fi
  if (($2 > 0 && CAPTURED[history] > 0)); then questions=(capture-pane "${options[@]}" -S "-$2" -E -1 ';' display-message -p "$4" ';'); fi
  session_tmux ${questions[@]+"${questions[@]}"} capture-pane "${options[@]}" 2>/dev/null </dev/null
}

# session_capture_kept <id> <yes|no>: the screen that was kept, with or without its colours.
session_capture_kept() {
  if [[ $2 == yes ]]; then
    tail -c "$SESSION_CAPTURE_MOST" -- "$BERTH_HOME/sessions/$1/screen"
  else
    tail -c "$SESSION_CAPTURE_MOST" -- "$BERTH_HOME/sessions/$1/screen" | LC_ALL=C sed 's/\x1b\[[0-9;:?]*[a-zA-Z]//g'
  fi
}

# session_capture_json <yes|no> <mark> <most bytes>: what session-text.awk prints of stdin. A tmux prints nothing but UTF-8, and whole lines
# are left out, so no character is cut.
session_capture_json() {
  local colours=0
  [[ $1 == no ]] || colours=1
  LC_ALL=C awk -v screen="$2" -v most="$3" -v colours="$colours" -f "$BERTH_LIB/../templates/session-text.awk"
}

# session_capture_keep_dead <id>: keeps the screen of one whose program has ended and whose launch could not. After session_look.
session_capture_keep_dead() {
  if [[ -n $SESSION_IS_DEAD && ${PANE_DEAD[$1]-} == 1 && ! -e $BERTH_HOME/sessions/$1/screen ]]; then session_capture_keep "$1" || :; fi
}

# session_capture_keep <id>: keeps what stands on the screen for the day when tmux is gone; fails when there is none.
session_capture_keep() {
  local told
  session_target "$1" || return 1
  told=$(session_tmux capture-pane -p -e -J -t "$REPLY" 2>/dev/null </dev/null | tail -c 262144) || return 1
  file_put "$BERTH_HOME/sessions/$1/screen" "$told"
}
