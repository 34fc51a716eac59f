# shellcheck shell=bash
# Sources every library once, in no order that counts, because they define and do nothing else; and runs verbs, each in a subshell
# of its own: a fork, no new bash.

# Bytes are bytes here, and files are ours alone. What Berth starts for the user gets the user's own settings back.
BERTH_USER_LC_ALL=${LC_ALL-}
BERTH_USER_UMASK=${BERTH_UMASK:-$(umask)}
BERTH_USER_TMPDIR=${TMPDIR-}
unset LC_ALL BERTH_UMASK
LC_ALL=C
umask 077
# A text that is given to a command lies in a file for a moment, before bash 5.1 also a short one: better in the user's own folder
# than in /tmp, which may be full. Programs are not told of it.
if [[ -z $BERTH_USER_TMPDIR && -n ${XDG_RUNTIME_DIR-} ]]; then
  unset TMPDIR
  TMPDIR=$XDG_RUNTIME_DIR
fi
set -E
shopt -s inherit_errexit

BERTH_LIB=${BASH_SOURCE[0]%/*}
for library in "$BERTH_LIB"/*/*.bash; do
  room=${library%/*}
  # Who names the rooms that it needs takes a quarter of the memory.
  [[ -z ${BERTH_ROOMS-} || " $BERTH_ROOMS " == *" ${room##*/} "* ]] || continue
  # The linter follows the one that needs what is kept above.
  # shellcheck source=lib/start/code-server.bash
  source "$library"
done
unset library room BERTH_ROOMS

# Loads the command behind a verb the first time it is asked for; fails when there is none.
verb_load() {
  [[ $1 =~ ^[a-z]+(-[a-z]+)*$ ]] || return 1
  declare -F "command_${1//-/_}" >/dev/null && return 0
  [[ -f $BERTH_LIB/../commands/$1 ]] || return 1
  # shellcheck source=/dev/null
  source "$BERTH_LIB/../commands/$1"
}

# verb_run <file descriptor to close or ''> <verb> <argument>…: prints the answer; REPLY is the exit code.
verb_run() {
  local request_fd=$1 verb=$2 code=0
  shift 2
  verb_load "$verb" || verb=unknown-verb
  set +e
  (
    set -euo pipefail
    if [[ -n $request_fd ]]; then exec {request_fd}<&-; fi
    answer_guard
    audit_begin "$verb"
    "command_${verb//-/_}" "$@"
  )
  code=$?
  set -e
  if ! answer_is_code "$code"; then
    answer_print_bug "The command was ended from outside." "exit code $code"
    code=70
  fi
  REPLY=$code
}

command_unknown_verb() {
  fail_with invalid-input input 'There is no such command.' 'Update Berth on this computer and try again.'
}
