# shellcheck shell=bash
# What a command prints: steps, then exactly one document; and the one table of exit codes.

BERTH_ANSWERED=0
BERTH_STEPS_SHOWN=0
BERTH_BUG=''

answer_show_steps() { BERTH_STEPS_SHOWN=1; }
answer_hide_steps() { BERTH_STEPS_SHOWN=0; }

# answer_code <failure kind>: REPLY is its exit code.
answer_code() {
  case $1 in
    invalid-input) REPLY=64 ;;
    repository-not-found | instance-not-found | instance-not-running | session-not-found | session-ended) REPLY=66 ;;
    code-server-missing | tmux-missing | host-unsupported | unavailable | link-lost | cancelled | record-newer) REPLY=69 ;;
    auth-failed | secret-needed | host-key-unknown | host-key-changed) REPLY=73 ;;
    ports-exhausted | out-of-memory | disk-full | limit-reached) REPLY=71 ;;
    start-failed | stop-failed | route-failed | cleanup-failed | setup-failed | clone-failed | list-changed | repository-exists | instance-running) REPLY=73 ;;
    busy) REPLY=75 ;;
    lock-broken) REPLY=76 ;;
    timed-out) REPLY=124 ;;
    *) REPLY=70 ;;
  esac
}

answer_is_code() {
  case $1 in
    0 | 64 | 66 | 69 | 70 | 71 | 73 | 75 | 76 | 124) return 0 ;;
    *) return 1 ;;
  esac
}

# Nobody may be reading any more; the journal keeps the document for whoever asks later.
answer_print() {
  BERTH_ANSWERED=1
  journal_finish "$1" "$2"
  audit_finish "$1" "$2" || :
  operation_finish
  printf '%s\n' "$2" 2>/dev/null || :
}

# answer_value <JSON>: prints the success.
answer_value() {
  answer_print 0 "{\"ok\":true,\"value\":$1}"
}

# fail_with <kind> <stage> <message> <next step> [<detail>] [<further members of the failure, as JSON>]: undoes what is under way, prints the failure, ends the command.
fail_with() {
  local kind=$1 stage=$2 message next_step detail code
  transaction_abort
  json_string "$3"
  message=$REPLY
  json_string "$4"
  next_step=$REPLY
  json_string_or_null "${5-}"
  detail=$REPLY
  answer_code "$kind"
  code=$REPLY
  answer_print "$code" "{\"ok\":false,\"failure\":{\"kind\":\"$kind\",\"stage\":\"$stage\",\"message\":$message,\"nextStep\":$next_step,\"detail\":$detail${6:+,$6}}}"
  exit "$code"
}

# step <stage> <started|progress|output|done|undone> <title> [<share that is done, 0 to 1>]
step() {
  local title
  ((BERTH_STEPS_SHOWN)) || return 0
  json_string "$3"
  title=$REPLY
  printf '{"type":"step","stage":"%s","state":"%s","title":%s%s}\n' "$1" "$2" "$title" "${4:+,\"share\":$4}" 2>/dev/null || :
}

answer_print_bug() {
  local message detail
  json_string "$1"
  message=$REPLY
  json_string_or_null "${2-}"
  detail=$REPLY
  answer_print 70 "{\"ok\":false,\"failure\":{\"kind\":\"script-failed\",\"stage\":\"script\",\"message\":$message,\"nextStep\":\"Try again; if it happens again, report the detail.\",\"detail\":$detail}}"
}

# Makes sure that this subshell ends with a document, whatever happens in it.
answer_guard() {
  trap 'BERTH_BUG="${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND: exit code $?"' ERR
  trap answer_at_exit EXIT
  trap 'exit 143' TERM HUP INT
}

answer_at_exit() {
  # What an `IFS= read` was interrupted by is run with that IFS.
  local code=$? IFS=$' \t\n'
  trap - ERR EXIT
  set +e
  transaction_abort
  if ((BERTH_ANSWERED)); then exit "$code"; fi
  answer_print_bug 'The command ended in an unexpected way.' "${BERTH_BUG:-exit code $code}"
  exit 70
}
