# shellcheck shell=bash
# Views of a session: clients of tmux, each noted by session-attach. One of them decides on the size; the others have the flag
# `ignore-size`, which counts for as long as one without it is there.

# Of the views that are attached: pid of the client -> its terminal; pid -> 1 when it decides on the size.
declare -gA VIEW_TTYS VIEW_CONTROLS

# session_views_read <id>: fills them; fails when tmux tells nothing of the session.
session_views_read() {
  local told pid tty flags
  VIEW_TTYS=() VIEW_CONTROLS=()
  told=$(session_tmux list-clients -t "=$1" -F '#{client_pid} #{client_tty} #{client_flags}' 2>/dev/null </dev/null) || return 1
  while read -r pid tty flags; do
    [[ $pid =~ ^[1-9][0-9]*$ ]] || continue
    VIEW_TTYS[$pid]=$tty
    if [[ ,$flags, != *,ignore-size,* ]]; then VIEW_CONTROLS[$pid]=1; fi
  done <<<"$told"
}

# session_view_find <id> <view>: REPLY is the pid of its client; fails when it is not attached. After session_views_read.
session_view_find() {
  local pid='' ticks=''
  file_read "$BERTH_HOME/sessions/$1/views/$2" || return 1
  read -r pid ticks _ <<<"$REPLY"
  [[ $pid =~ ^[1-9][0-9]*$ && -n ${VIEW_TTYS[$pid]-} ]] && process_start_ticks "$pid" && [[ $REPLY == "$ticks" ]] || return 1
  REPLY=$pid
}

# session_view_control <id> <view> [<1: only when no other view has it>]: that view decides on the size; REPLY is true or false. Ends the
# command as `session-ended` when the view is not attached.
session_view_control() {
  local id=$1 own pid
  lock_take "$BERTH_HOME/sessions/$id/control" tmux
  if ! session_views_read "$id" && { ! session_panes || ! session_views_read "$id"; } || ! session_view_find "$id" "$2"; then
    fail_with session-ended tmux 'This view is not attached any more.' 'Open the session again.'
  fi
  own=$REPLY
  unset "VIEW_CONTROLS[\$own]"
  if [[ -n ${3-} ]] && ((${#VIEW_CONTROLS[@]} > 0)); then
    REPLY=false
    return
  fi
  # First the one, so that there is no moment without any.
  session_view_flag "${VIEW_TTYS[$own]}" '!ignore-size'
  for pid in "${!VIEW_CONTROLS[@]}"; do session_view_flag "${VIEW_TTYS[$pid]}" ignore-size; done
  REPLY=true
}

# session_view_flag <terminal> <flag>: a view may go away at any moment, and older ones know no flags.
session_view_flag() { session_tmux refresh-client -t "$1" -f "$2" </dev/null >/dev/null 2>&1 || :; }
