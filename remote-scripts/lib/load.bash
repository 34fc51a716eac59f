# shellcheck shell=bash
# Sources libraries, each once and in no order that counts, because they define and do nothing else; and runs verbs, each in a
# subshell of its own: a fork, no new bash. Who says by BERTH_ENTRY which script it is gets the libraries that this one uses; each
# verb brings its own. Whoever says nothing gets all.

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
declare -gA LIBRARIES_LOADED

# libraries_load <script or verb>: those that it uses, by the list that is made of the scripts (build/check/library-needs.ts). All for
# one that is not on it: to read all takes half of the time of a small verb, and its forks twice as long.
libraries_load() {
  local library
  local -a needed=()
  while read -r -a needed; do
    [[ ${needed[0]} != "$1" ]] || break
  done <"$BERTH_LIB/needs"
  if ((${#needed[@]} == 0)); then
    for library in "$BERTH_LIB"/*/*.bash; do
      library=${library#"$BERTH_LIB/"}
      needed+=("${library%.bash}")
    done
    set -- "${needed[@]}"
  else
    set -- "${needed[@]:1}"
  fi
  for library; do
    [[ -z ${LIBRARIES_LOADED[$library]-} ]] || continue
    LIBRARIES_LOADED[$library]=1
    # The linter follows the one that needs what is kept above.
    # shellcheck source=lib/start/code-server.bash
    source "$BERTH_LIB/$library.bash"
  done
}
libraries_load "${BERTH_ENTRY-}"
unset BERTH_ENTRY

# Loads the command behind a verb, and what it uses, the first time it is asked for; fails when there is none.
verb_load() {
  [[ $1 =~ ^[a-z]+(-[a-z]+)*$ ]] || return 1
  declare -F "command_${1//-/_}" >/dev/null && return 0
  [[ -f $BERTH_LIB/../commands/$1 ]] || return 1
  libraries_load "$1"
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
