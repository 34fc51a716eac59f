# shellcheck shell=bash
# Keys by their names in tmux, as `sessionKey` of main/contract/session-words.ts.

SESSION_KEYS_KNOWN=' Enter Escape Tab BTab Space BSpace Up Down Left Right Home End PageUp PageDown C-c C-d C-z C-l C-r C-u y n 1 2 3 4 '
SESSION_KEYS_MOST=100
declare -gA PANE_TARGET

# session_keys_check <key>…: refuses what is no key.
session_keys_check() {
  local key
  (($# > 0 && $# <= SESSION_KEYS_MOST)) || refuse_input "The option --key must be there, at most $SESSION_KEYS_MOST times."
  for key in "$@"; do
    [[ $key != *' '* && $SESSION_KEYS_KNOWN == *" $key "* ]] || refuse_input 'The option --key must be the name of a key.'
  done
}

# session_keys <id> <key>…: after session_need; sets SEND_OUTCOME and SEND_REASON. A text that is being typed comes first.
session_keys() {
  local id=$1 lock
  local -a names=()
  shift
  session_send_is delivered ''
  session_keys_names "$@"
  if ! lock_try "$BERTH_HOME/sessions/$id/typing" "$SEND_LOCK_SECONDS"; then
    session_send_is held 'A text is being typed into this session.'
    return
  fi
  lock=$REPLY
  session_send_pane "$id"
  session_send_leave_mode "$id"
  session_send_note "$id"
  session_tmux send-keys -t "${PANE_TARGET[$id]}" -- "${names[@]}" </dev/null >/dev/null 2>&1 || session_send_is lost 'The session ended before the keys were pressed.'
  lock_release "$lock"
}

# session_keys_names <key>…: fills `names` with what tmux calls them.
session_keys_names() {
  local key
  for key in "$@"; do
    case $key in
      PageUp) names+=(PPage) ;;
      PageDown) names+=(NPage) ;;
      *) names+=("$key") ;;
    esac
  done
}
