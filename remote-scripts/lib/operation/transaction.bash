# shellcheck shell=bash
# Steps that are undone in reverse when a later one fails, also when the command is ended from outside.

declare -ga BERTH_UNDO=()

# transaction_step <stage> <title> <function that undoes it>: tells that the step begins. It is undone also when it fails half-way.
transaction_step() {
  step "$1" started "$2"
  BERTH_UNDO+=("$1|$2|$3")
}

transaction_commit() { BERTH_UNDO=(); }

# transaction_keep: the step that began last is over, and stays whatever comes.
transaction_keep() { unset 'BERTH_UNDO[-1]'; }

# transaction_abort: undoes every step so far. What cannot be undone is said in the log, and the rest is undone all the same.
transaction_abort() {
  local index stage title undo
  local -a steps=(${BERTH_UNDO[@]+"${BERTH_UNDO[@]}"})
  BERTH_UNDO=()
  child_end || printf 'a program of this operation did not end\n' >&2 2>/dev/null || :
  lock_release_short
  for ((index = ${#steps[@]} - 1; index >= 0; index--)); do
    IFS='|' read -r stage title undo <<<"${steps[index]}"
    # In a subshell, so that an undoing that ends early (a busy lock) neither answers nor keeps the others from being undone.
    if ("$undo") >&2; then
      step "$stage" undone "$title"
    else
      printf 'could not undo: %s\n' "$title" >&2 2>/dev/null || :
    fi
  done
}
