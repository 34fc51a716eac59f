# shellcheck shell=bash
# Ending an instance so that nothing of it is left but its record, its user data and its extensions.

# How long an instance may take to end by itself; tests shorten it.
BERTH_STOP_SECONDS=${BERTH_STOP_SECONDS:-8}

# instance_clear <id> <seconds of patience> [<port>]: ends the processes, gives up claim, route, token and sockets; fails when a
# process survives or something cannot be removed. With a port, its claim and the route stay for a start that follows. Callers
# hold the instance's lock and have read its record. Many may be asked by instance_ask first, so that they end side by side.
instance_clear() {
  local id=$1 folder=$BERTH_HOME/instances/$1 kept_port=${3-} path
  sweep_end "$id" "$2" || return 1
  unit_forget "${RECORD[supervision]-}" "${RECORD[unit]-}" "$id" || return 1
  [[ -n $kept_port ]] || route_remove "$id" || return 1
  for path in "$BERTH_HOME"/ports/*; do
    [[ ! -f $path || ${path##*/} == "$kept_port" ]] || claim_release "${path##*/}" "$id"
  done
  # The threads of a process close its sockets a moment after it counts as gone; a stranger who listens there keeps the port.
  [[ -z $kept_port || ${RECORD[state]-} == suspended ]] || stop_port_is_free "$kept_port" || :
  if [[ ${RECORD[runtime]-} == /*/"${RECORD[port]-}" ]]; then remove_tree "${RECORD[runtime]}" || return 1; fi
  file_drop "$folder/cancel"
  code_server_forget "$folder"
}

# instance_ask <id>: asks the instance to end, and does not wait for it. Callers hold its lock.
instance_ask() { sweep_ask "$1" || :; }

# record_stopped <id>: writes the record again as stopped.
record_stopped() {
  record_read "$1" || return 1
  record_set id "$1" repository "${RECORD[repository]}" path "${RECORD[path]}" state stopped
  record_write
}

# stop_port_is_free <port>: waits a moment until nobody listens there any more.
stop_port_is_free() {
  local deadline=$((SECONDS + 1))
  [[ -n $1 ]] || return 0
  while ports_find_listening && [[ -n ${LISTENING[$1]-} ]]; do
    ((SECONDS <= deadline)) || return 1
    pause 0.02
  done
}
