# shellcheck shell=bash
# Asking a program that may never answer, because what it looks at is a network disk that hangs: not even KILL ends it then, so it is waited for
# so long and no longer, and it holds nothing of who asked.

# beside_ask <seconds> <program> <argument>…: REPLY is what it prints; how it ended is not known. Fails when it is not done by then;
# REPLY is what beside_is_left knows it by.
beside_ask() {
  local seconds=$1 fd pid ticks='' answer='' code=0
  shift
  exec {fd}< <(beside_exec "$@")
  pid=$!
  if process_start_ticks "$pid"; then ticks=$REPLY; fi
  IFS= read -r -d '' -t "$seconds" -u "$fd" answer || code=$?
  exec {fd}<&-
  REPLY=$answer
  ((code > 128)) || return 0
  [[ -z $ticks ]] || process_signal_known KILL "$pid" "$ticks" || :
  REPLY=$pid.$ticks
  return 1
}

# beside_is_left <REPLY of then, or ''>: whether it is still there.
beside_is_left() {
  [[ $1 =~ ^([1-9][0-9]*)\.([0-9]+)$ ]] && process_start_ticks "${BASH_REMATCH[1]}" && [[ $REPLY == "${1#*.}" ]]
}

# beside_exec <program> <argument>…: becomes it.
beside_exec() {
  trap - PIPE ERR EXIT TERM HUP INT
  exec </dev/null 2>/dev/null
  process_close_files
  LC_ALL=C exec "$@"
}
