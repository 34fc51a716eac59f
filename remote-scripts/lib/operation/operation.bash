# shellcheck shell=bash
# instances/<id>/operation: `<verb> <operation id> <what it was before>` of what is under way. Whoever finds it beside a free lock
# knows that the operation was cut off.

BERTH_OPERATION=''

# operation_begin <id> <verb> [<what the instance was before>]: callers hold the instance's lock. Without the instance's folder
# there is nothing to note yet.
operation_begin() {
  local path=$BERTH_HOME/instances/$1/operation
  [[ -d ${path%/*} && ! -L ${path%/*} ]] || return 0
  [[ -f $path && ! -L $path ]] || file_drop "$path" || return 0
  BERTH_OPERATION=$path
  { printf '%s %s %s\n' "$2" "${ARGUMENTS[operation_id]-none}" "${3-}" >"$path"; } 2>/dev/null || :
}

# operation_finish: for the end of every command, whatever it came to.
operation_finish() {
  [[ -n $BERTH_OPERATION ]] || return 0
  file_drop "$BERTH_OPERATION" || :
  BERTH_OPERATION=''
}
