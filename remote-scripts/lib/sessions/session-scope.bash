# shellcheck shell=bash
# The unit of systemd that holds a session's memory limit, where there is one.

declare -gA SESSION

# session_scope_choose: sets `supervision` and `unit` of SESSION, and writes sessions/<id>/scope, the words that put launch into it. With a
# limit only: without one a unit would do nothing.
session_scope_choose() {
  local kind name limit=${SESSION[memoryLimitBytes]} policy tool
  local -a words=()
  SESSION[unit]='' SESSION[supervision]=marker
  file_drop "$BERTH_HOME/sessions/${SESSION[id]}/scope"
  [[ -n $limit ]] || return 0
  unit_kind
  kind=$REPLY
  [[ $kind != marker ]] && unit_limits_memory "$kind" && tool=$(type -P systemd-run) || return 0
  unit_name "session-${SESSION[id]}"
  name=$REPLY
  # Before 253 systemd does not know how a scope takes an end for want of memory, and goes on by itself.
  for policy in --property=OOMPolicy=continue ''; do
    words=(--scope --quiet --collect ${policy:+"$policy"} --property=TasksMax=4096 --property=MemoryMax="$limit"
      --property=MemoryHigh=$((limit * 9 / 10)) --property=MemorySwapMax=0)
    # Whether the manager takes such a unit is found out before the program depends on it.
    unit_ask "$kind" systemd-run "${words[@]}" --unit="$name.try" -- true >/dev/null 2>&1 || continue
    session_scope_place "$kind"
    session_put_words "$BERTH_HOME/sessions/${SESSION[id]}/scope" ${REPLY:+env "$REPLY"} "$tool" "--${kind#systemd-}" "${words[@]}" --unit="$name" -- || return 0
    SESSION[unit]=$name SESSION[supervision]=$kind
    return 0
  done
}

# session_scope_place <kind>: REPLY is the variable that says where the manager is, for a server of tmux that was not told; or ''.
session_scope_place() {
  if [[ $1 != systemd-user || -n ${XDG_RUNTIME_DIR-} ]] || ! unit_runtime; then
    REPLY=''
  else
    REPLY=XDG_RUNTIME_DIR=$REPLY
  fi
}

# session_scope_end: ends what is left in the unit of SESSION, whatever its marks: a program may empty its environment and leave its parents.
session_scope_end() {
  [[ ${SESSION[supervision]-} == systemd-* && -n ${SESSION[unit]-} ]] || return 0
  unit_name "session-${SESSION[id]}"
  [[ ${SESSION[unit]} == "$REPLY" ]] || return 0
  unit_ask "${SESSION[supervision]}" systemctl stop "${SESSION[unit]}.scope" >/dev/null 2>&1 || :
}
