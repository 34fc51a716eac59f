# shellcheck shell=bash
# Calling a long operation off from outside, and the programs that such an operation runs.
# journal/<operation id>.cancellable: made while it may be called off; whoever calls it off renames that to `.cancel`, and whoever
# is past its last turning removes it: one of the two succeeds.

# How long one that was called off may take to undo what it did.
CANCEL_SECONDS=20

# cancel_allow: after journal_begin; from here on the operation may be called off.
cancel_allow() {
  [[ ! -e $BERTH_JOURNAL.cancel ]] || return 0
  { : >"$BERTH_JOURNAL.cancellable"; } 2>/dev/null || :
}

# cancel_is_asked: whether it was called off; costs no process.
cancel_is_asked() { [[ -n $BERTH_JOURNAL && -e $BERTH_JOURNAL.cancel ]]; }

# cancel_check <stage>: ends the command as `cancelled` when it was called off, with everything undone.
cancel_check() {
  ! cancel_is_asked || fail_with cancelled "$1" 'This was called off.' 'Start it again when you want it.'
}

# cancel_forbid <stage>: from here on it goes to its end; ends the command when it was called off before.
cancel_forbid() {
  cancel_check "$1"
  if [[ -n $BERTH_JOURNAL && -e $BERTH_JOURNAL.cancellable ]]; then rm -- "$BERTH_JOURNAL.cancellable" 2>/dev/null || cancel_check "$1"; fi
}

# cancel_forget: for the end of every operation.
cancel_forget() { file_drop "$1.cancellable" "$1.cancel"; }

# cancel_ask <operation id>: calls it off; fails when it cannot be called off any more.
cancel_ask() {
  local path=$BERTH_HOME/journal/$1
  journal_read "$1" || journal_call_off "$1"
  case $JOURNAL_STATE in
    unknown) return 0 ;;
    running) [[ -e $path.cancel ]] || mv -T -- "$path.cancellable" "$path.cancel" 2>/dev/null ;;
    'done') [[ $JOURNAL_DOCUMENT == '{"ok":false,"failure":{"kind":"cancelled"'* ]] ;;
    *) return 1 ;;
  esac
}

# cancel_all <stage>: calls off every long operation of this host that still can be, and waits until they have undone what they did;
# ends the command when one takes too long.
cancel_all() {
  local path id deadline=$((SECONDS + CANCEL_SECONDS))
  for path in "$BERTH_HOME"/journal/*.cancellable "$BERTH_HOME"/journal/*.cancel; do
    [[ -e $path ]] || continue
    id=${path##*/}
    id=${id%.*}
    cancel_ask "$id" || continue
    while journal_read "$id" && [[ $JOURNAL_STATE == running ]]; do
      ((SECONDS <= deadline)) || fail_with busy "$1" 'An operation that was called off takes long to end.' 'Wait a minute, then try again.'
      pause 0.05
    done
  done
}
