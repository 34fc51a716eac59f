# shellcheck shell=bash
# One look at everything that this host may warn of. Whoever comes first does it: the keeper each minute, and `alerts-look`, which a
# linked desktop asks each minute too.

declare -gA MEMORY ALERT_FACTS ALERT_AGENTS

# alerts_look <milliseconds that the last look may be old>: leaves what is known, also what a full disk did not take. While somebody
# else looks, nothing is to be done; who only notes what became of a notice is waited for.
alerts_look() {
  local lock='' now
  if folder_make "$BERTH_HOME/alerts" 2>/dev/null && lock_try "$BERTH_HOME/alerts/lock" 2; then lock=$REPLY; fi
  alerts_read
  [[ -n $lock ]] || return 0
  now_ms
  now=$REPLY
  # A clock that was put back must not keep anybody from looking.
  if ((now - ALERT_FACTS[lookedMs] >= $1 || now < ALERT_FACTS[lookedMs])); then
    alerts_look_now "$now" || printf 'what the alerts know cannot be written\n' >&2 2>/dev/null || :
  fi
  lock_release "$lock"
}

# alerts_read: everything that is kept of alerts.
alerts_read() {
  alert_rules_read || :
  alert_entries_read
  alert_state_read
}

# alerts_look_now <now>: callers hold alerts/lock.
alerts_look_now() {
  local now=$1 change is_news='' word key value quiet=''
  alert_values_forget
  ! alert_state_is_lost || quiet=lost
  alert_instances_collect "$now"
  alert_values_collect "$now"
  alert_agents_collect "$now" "$quiet"
  ! alert_agents_tell "$now" "$quiet" || is_news=1
  for change in ${ALERT_TOLD[@]+"${ALERT_TOLD[@]}"}; do
    read -r key word value change <<<"$change"
    if alert_tell "$key" "${word#=}" "${value#-}" "$change" "$now" "$quiet"; then is_news=1; fi
  done
  alert_evaluate "$now"
  # A pass over all processes, so only when somebody may be to blame.
  if alert_is_blame_due; then sweep_find; fi
  for change in ${ALERT_CHANGES[@]+"${ALERT_CHANGES[@]}"}; do
    read -r word key value <<<"$change"
    alert_change "$word" "$key" "$value" "$now" "$quiet"
    is_news=1
  done
  alert_ticks_note
  ALERT_FACTS[lookedMs]=$now ALERT_FACTS[bootId]=$BERTH_BOOT_ID
  alert_facts_trim
  [[ -z $is_news ]] || alert_entries_write || return 1
  alert_state_write && alert_reserve_make
}

# alert_is_blame_due: whether it matters in this look what each instance takes.
alert_is_blame_due() {
  local change
  [[ ${ALERT_CONDITIONS["cpu:"]-} != rising* ]] || return 0
  for change in ${ALERT_CHANGES[@]+"${ALERT_CHANGES[@]}"}; do
    [[ $change != 'raised '@(cpu|memory):* ]] || return 0
  done
  return 1
}

# alert_tell <kind> <id or ''> <thousandths or ''> <word> <now> <quiet>: fails when nobody wants to know.
alert_tell() {
  local name=''
  [[ ${ALERT_RULES[$1]} == 1* ]] || return 1
  if [[ -n $2 ]]; then
    alert_name "$2"
    name=$REPLY
  fi
  alert_words_told "$1" "$2" "$name" "${3:-0}" "$4"
  alert_entry_add "$1" told "$2" "$2" "$name" "$3" "$5" "$6"
}

# alert_change <raised|cleared|off> <key> <thousandths> <now> <quiet>
alert_change() {
  local kind=${2%%:*} target=${2#*:} id='' name='' share='' quiet=$5
  if [[ $kind == agent-* ]]; then
    alert_change_agent "$1" "$2" "$4" "$5"
    return
  fi
  if [[ -n $target && -n ${ALERT_NAMES[$target]-} ]]; then id=$target; fi
  case $kind in
    cpu | memory | disk) share=$3 ;;
  esac
  REPLY=$id
  case $1.$kind in
    raised.cpu) alert_blame_cpu ;;
    raised.memory) alert_blame_memory ;;
  esac
  id=$REPLY
  if [[ -n $id ]]; then
    alert_name "$id"
    name=$REPLY
  fi
  if [[ $1 == raised ]]; then
    alert_words "$kind" "$target" "$name" "$3"
    alert_entry_add "$kind" raised "$target" "$id" "$name" "$share" "$4" "$quiet"
    ALERT_CONDITIONS[$2]="raised $4 $ALERT_NUMBER"
  else
    [[ $1 != off ]] || quiet=off
    # Of one that is removed, the name is not known any more.
    case $kind in
      instance-crashed | out-of-memory) id=$target name=${name:-$target} ;;
      setup-broken) name=${name:-$target} ;;
    esac
    if [[ $1 == off ]]; then alert_words_off; else alert_words_cleared "$kind" "$target" "$name" "$3"; fi
    alert_entry_add "$kind" cleared "$target" "$id" "$name" "$share" "$4" "$quiet"
  fi
}

# alert_blame_memory: REPLY is the instance that takes most of the memory, if one takes a quarter of what is in use; needs sweep_find.
alert_blame_memory() {
  local id found='' most=0
  for id in "${!ALERT_RUNNING[@]}"; do
    sweep_memory "$id"
    if ((REPLY > most)); then most=$REPLY found=$id; fi
  done
  ((most * 4 >= MEMORY[MemTotal] - MEMORY[MemAvailable])) || found=''
  REPLY=$found
}

# alert_blame_cpu: REPLY is the instance that took half of the processor's time since the last look, if one did.
alert_blame_cpu() {
  local id found='' most=0 before
  for id in "${!ALERT_RUNNING[@]}"; do
    before=${ALERT_FACTS["ticks:$id"]-}
    alert_ticks "$id"
    if [[ -n $before ]] && ((REPLY - before > most)); then most=$((REPLY - before)) found=$id; fi
  done
  alert_is_half "$most" || found=''
  REPLY=$found
}

# alert_ticks <id>: REPLY is the processor time of its processes, in clock ticks; needs sweep_find.
alert_ticks() {
  local pid ticks=0
  for pid in ${MARKED_PIDS[$1]-}; do
    if work_stat "$pid"; then ticks=$((ticks + STAT_TICKS)); fi
  done
  REPLY=$ticks
}

# alert_ticks_note: who takes the processor is looked at only while it is busy.
alert_ticks_note() {
  local id phase=${ALERT_CONDITIONS["cpu:"]-}
  for id in "${!ALERT_RUNNING[@]}"; do
    if [[ ${phase%% *} == rising ]]; then
      alert_ticks "$id"
      ALERT_FACTS["ticks:$id"]=$REPLY
    else
      unset "ALERT_FACTS[ticks:$id]"
    fi
  done
}

# alert_facts_trim: of instances and agents that are gone, nothing is kept.
alert_facts_trim() {
  local key
  for key in "${!ALERT_FACTS[@]}"; do
    if [[ $key == agent:* && -n ${ALERT_AGENTS[${key#*:}]-} ]]; then continue; fi
    if [[ $key == *:* && -z ${ALERT_NAMES[${key#*:}]-} ]]; then unset "ALERT_FACTS[$key]"; fi
  done
}
