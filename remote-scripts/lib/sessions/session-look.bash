# shellcheck shell=bash
# Whether the program of a session runs, and how it ended.

# Of the session that was looked at: 1 when its program has ended; how, as far as anybody knows; and why nobody does: `host-restarted`,
# `tmux-gone`, `out-of-memory` or ''. SESSION_IS_STARTING is 1 while a start is under way.
SESSION_IS_DEAD='' SESSION_EXIT_CODE='' SESSION_EXIT_SIGNAL='' SESSION_ENDED_AT_MS='' SESSION_END_REASON='' SESSION_IS_STARTING=''

# session_look <id>: after session_read, and after session_panes: launch writes its word before its pane dies, so whoever finds the
# pane dead finds that word as well.
session_look() {
  local id=$1
  SESSION_IS_DEAD='' SESSION_EXIT_CODE='' SESSION_EXIT_SIGNAL='' SESSION_ENDED_AT_MS='' SESSION_END_REASON='' SESSION_IS_STARTING=''
  if [[ ${SESSION[state]-} == starting ]]; then
    SESSION_IS_STARTING=1
    return 0
  fi
  if session_ended_read "$id"; then
    SESSION_IS_DEAD=1
  elif [[ ${SESSION[bootId]-} != "$BERTH_BOOT_ID" ]]; then
    SESSION_IS_DEAD=1 SESSION_END_REASON=host-restarted
  elif [[ ${PANE_DEAD[$id]-} == 1 ]]; then
    SESSION_IS_DEAD=1
    session_look_at_pane "$id"
  elif session_has_lost_pane "$id"; then
    SESSION_IS_DEAD=1 SESSION_END_REASON=tmux-gone
    # Its launch may have written this meanwhile.
    session_ended_read "$id" || :
  fi
}

# session_has_lost_pane <id>: whether there is no terminal for it any more, proven by a server that is gone or knows nothing of it. What
# ran in it may have outlived it, and is ended by a stop.
session_has_lost_pane() {
  [[ -z ${PANE_PID[$1]-} ]] || return 1
  case ${SERVER[state]} in
    running | none) ;;
    # One that does not answer is not gone.
    *) return 1 ;;
  esac
  [[ -n $(session_root_pid "$1") && -z $SESSION_PANES_ARE_AGAIN ]] || return 0
  # It may have begun after tmux was asked.
  SESSION_PANES_ARE_AGAIN=1
  session_panes || :
  [[ -z ${PANE_PID[$1]-} && ${SERVER[state]} == @(running|none) ]]
}
# Whether this command has asked tmux a second time.
SESSION_PANES_ARE_AGAIN=''

# session_ended_read <id>: fills the SESSION_EXIT_ variables with what launch wrote of this run; fails when it wrote nothing.
session_ended_read() {
  local line code='' signal='' reason='' at_ms='' is_whole=''
  file_read "$BERTH_HOME/sessions/$1/ended" || return 1
  while IFS= read -r line; do
    case $line in
      exitCode=*) code=${line#*=} ;;
      signal=*) signal=${line#*=} ;;
      reason=out-of-memory) reason=out-of-memory ;;
      atMs=*) at_ms=${line#*=} ;;
      end=1) is_whole=1 ;;
    esac
  done <<<"$REPLY"
  [[ -n $is_whole && $code =~ ^[0-9]{1,3}$ && $signal =~ ^(SIG[A-Z0-9+-]{1,16})?$ && $at_ms =~ ^[0-9]{1,15}$ ]] || return 1
  SESSION_EXIT_CODE=$code SESSION_EXIT_SIGNAL=$signal SESSION_ENDED_AT_MS=$at_ms SESSION_END_REASON=$reason
}

# session_look_at_pane <id>: what tmux knows when launch itself was killed.
session_look_at_pane() {
  local number=${PANE_SIGNAL[$1]-}
  SESSION_EXIT_CODE=${PANE_STATUS[$1]-}
  [[ -n $number ]] || return 0
  if [[ $number =~ ^[0-9]+$ ]]; then number=$(kill -l "$number" 2>/dev/null) || number=''; fi
  if [[ -n $number ]]; then SESSION_EXIT_SIGNAL=SIG${number#SIG}; fi
}

# session_root_pid <id>: prints the pid of its launch; nothing when that is not there any more.
session_root_pid() {
  local pid ticks boot
  file_read "$BERTH_HOME/sessions/$1/root" || return 0
  read -r pid ticks boot _ <<<"$REPLY"
  [[ $pid =~ ^[1-9][0-9]*$ && $boot == "$BERTH_BOOT_ID" ]] && process_start_ticks "$pid" && [[ $REPLY == "$ticks" ]] || return 0
  printf '%s' "$pid"
}

# session_is_dead, session_is_starting: after session_look.
session_is_dead() { [[ -n $SESSION_IS_DEAD ]]; }
session_is_starting() { [[ -n $SESSION_IS_STARTING ]]; }

# session_look_end_words: REPLY is why nobody knows how it ended, as a sentence, or ''.
session_look_end_words() {
  REPLY=''
  case $SESSION_END_REASON in
    host-restarted) REPLY='The server restarted, which ended this session.' ;;
    tmux-gone) REPLY='tmux ended, and this session with it.' ;;
    out-of-memory) REPLY='The server had no memory left for it, and ended it.' ;;
  esac
}

# session_look_members: REPLY is the members of a row about the end.
session_look_members() {
  local code signal
  json_number_or_null "$SESSION_EXIT_CODE"
  code=$REPLY
  json_string_or_null "$SESSION_EXIT_SIGNAL"
  signal=$REPLY
  json_number_or_null "$SESSION_ENDED_AT_MS"
  REPLY="\"exitCode\":$code,\"exitSignal\":$signal,\"endedAtMs\":$REPLY"
}
