# shellcheck shell=bash
# Suspending: the processes of an instance end, its claim, record and folders stay, and opening it wakes it.

# instance_rest <id> <seconds of patience>: ends the running instance of RECORD and writes it down as suspended. Returns 1 when a
# process survives or something cannot be removed, 2 when the record cannot be written. Callers hold the instance's lock.
instance_rest() {
  local id=$1 port=${RECORD[port]} repository=${RECORD[repository]} path=${RECORD[path]}
  instance_clear "$id" "$2" "$port" || return 1
  record_set id "$id" repository "$repository" path "$path" state suspended port "$port"
  record_write || return 2
  file_drop "$BERTH_HOME/instances/$id"/{idle,ended}
  # Without the page nginx says that nobody answers, which is no reason to fail. In a subshell, because a busy lock ends what asks.
  (route_suspend "$id" "$path") >&2 || printf 'the page of a suspended instance cannot be shown: %s\n' "$id" >&2
}
