# shellcheck shell=bash
# The unit of systemd that holds a session's memory limit, where there is one.

declare -gA SESSION

# session_scope_choose: sets `supervision` and `unit` of SESSION, with a limit only: without one a unit would do nothing.
session_scope_choose() {
  local kind name
  SESSION[unit]='' SESSION[supervision]=marker
  [[ -n ${SESSION[memoryLimitBytes]} ]] || return 0
  unit_kind
  kind=$REPLY
  [[ $kind != marker ]] && unit_limits_memory "$kind" || return 0
  unit_name "session-${SESSION[id]}"
  name=$REPLY
  # Whether the manager takes such a unit is found out before the program depends on it.
  if unit_ask "$kind" systemd-run --scope --quiet --collect --unit="$name.try" --property=MemorySwapMax=0 -- true >/dev/null 2>&1; then
    SESSION[unit]=$name SESSION[supervision]=$kind
  fi
}

# session_scope_end: ends what is left in the unit of SESSION, whatever its marks: a program may empty its environment and leave its parents.
session_scope_end() {
  [[ ${SESSION[supervision]-} == systemd-* && -n ${SESSION[unit]-} ]] || return 0
  unit_name "session-${SESSION[id]}"
  [[ ${SESSION[unit]} == "$REPLY" ]] || return 0
  unit_ask "${SESSION[supervision]}" systemctl stop "${SESSION[unit]}.scope" >/dev/null 2>&1 || :
}
