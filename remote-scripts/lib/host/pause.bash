# shellcheck shell=bash
# Waiting without a process: `sleep` costs a fork and an exec, which is most of what a busy host has to spare for a poll.

BERTH_PAUSE_FD=''

# pause <seconds>: waits on a pipe that nobody writes to.
pause() {
  if [[ -z $BERTH_PAUSE_FD ]]; then exec {BERTH_PAUSE_FD}<> <(:); fi
  read -r -t "$1" -u "$BERTH_PAUSE_FD" || :
}
