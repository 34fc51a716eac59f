# shellcheck shell=bash
# flock with three outcomes: got, busy, broken. What a subshell holds ends with it; daemons close it before they start.

# Locks that are held for a moment. Undoing takes them again, so a command that ends in such a moment gives them up first.
declare -ga BERTH_SHORT_LOCKS=()

# lock_try <path> <seconds to wait>: returns 0 and REPLY=<file descriptor> when got, 1 when busy, 2 when the file system cannot
# lock, 3 when there can be no such file.
lock_try() {
  local path=$1 wait_seconds=$2 fd code
  while :; do
    { exec {fd}>>"$path"; } 2>/dev/null || return 3
    # Noted before it is had: a signal is heard when flock ends, and what it interrupts must know what to give up.
    BERTH_SHORT_LOCKS+=("$fd")
    code=0
    flock -w "$wait_seconds" -E 75 "$fd" 2>/dev/null || code=$?
    if ((code == 75)); then
      lock_release "$fd"
      return 1
    elif ((code != 0)); then
      lock_release "$fd"
      return 2
    fi
    # Whoever held it may have removed the file; a lock on a file nobody else can open locks nobody out.
    if [[ /proc/$BASHPID/fd/$fd -ef $path ]]; then
      REPLY=$fd
      return 0
    fi
    lock_release "$fd"
  done
}

# lock_take <path> <stage>: waits up to 10 s; ends the command when the lock is busy or broken. REPLY is the descriptor.
lock_take() {
  local code=0
  lock_try "$1" 10 || code=$?
  case $code in
    0) ;;
    1) fail_with busy "$2" 'Another operation is under way on this server.' 'Wait until it is done, then try again.' ;;
    3) fail_with lock-broken "$2" 'The lock file cannot be written.' 'Check disk space and permissions on the server.' "$1" ;;
    *) fail_with lock-broken "$2" 'The file system of the home folder on this server cannot lock files.' \
      'Put the home folder on a local file system.' "$1" ;;
  esac
}

lock_release() {
  local fd=$1 index
  exec {fd}>&-
  for index in "${!BERTH_SHORT_LOCKS[@]}"; do
    if [[ ${BERTH_SHORT_LOCKS[index]} == "$fd" ]]; then unset "BERTH_SHORT_LOCKS[index]"; fi
  done
}

# lock_keep: what was taken so far is held to the end, also while things are undone.
lock_keep() { BERTH_SHORT_LOCKS=(); }

# lock_release_short: gives up what is held but the lock of the instance.
lock_release_short() {
  local fd
  for fd in ${BERTH_SHORT_LOCKS[@]+"${BERTH_SHORT_LOCKS[@]}"}; do lock_release "$fd"; done
}

lock_take_home() { lock_take "$BERTH_HOME/lock" "$1"; }

# One lock per instance for a whole start or stop, so that many may start side by side.
lock_take_instance() {
  folder_make "$BERTH_HOME/locks" 2>/dev/null || :
  lock_take "$BERTH_HOME/locks/$1" "$2"
  lock_keep
}

# lock_is_held <path>: true when somebody holds it now.
lock_is_held() {
  local code=0
  [[ -e $1 ]] || return 1
  lock_try "$1" 0 || code=$?
  if ((code == 0)); then lock_release "$REPLY"; fi
  ((code == 1))
}
