# shellcheck shell=bash
# What the alerts see of instances: those that crashed, those that came back, those that the kernel ended something of, those that
# were put to sleep.

# Id -> path of its repository, of all; id -> 1, of those that run; id -> name of the repository; id -> how its last run ended.
declare -gA ALERT_PATHS ALERT_RUNNING ALERT_NAMES ALERT_ENDS
# `<kind> <id or => <thousandths or -> <word>`: what happened and is over.
declare -ga ALERT_TOLD
# An end that is older was told, or is of a time before anybody listened.
ALERT_RECENT_MS=300000

# alert_name <id>: REPLY is the name of its repository, or the id; alert_end <id>: how its last run ended.
alert_name() { REPLY=${ALERT_NAMES[$1]:-$1}; }
alert_end() { REPLY=${ALERT_ENDS[$1]-vanished - -}; }
alert_is_any_known() { ((${#ALERT_PATHS[@]} > 0)); }
alert_is_any_running() { ((${#ALERT_RUNNING[@]} > 0)); }

# alert_instances_collect <now>: changes RECORD and ENDED.
alert_instances_collect() {
  local id now=$1 kills_before=${ALERT_FACTS[oomKills]} kills=0 told=0 restarted=''
  ALERT_PATHS=() ALERT_RUNNING=() ALERT_NAMES=() ALERT_ENDS=() ALERT_TOLD=()
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    # What newer scripts wrote, they look after.
    instance_look "$id" || continue
    [[ $INSTANCE_STATE != none ]] || continue
    ALERT_NAMES[$id]=${RECORD[repository]:-$id}
    [[ $INSTANCE_STATE == stopped ]] || ALERT_PATHS[$id]=${RECORD[path]:-$BERTH_HOME}
    case $INSTANCE_STATE in
      crashed) alert_instance_crashed "$id" "$now" ;;
      running) alert_instance_running "$id" "$now" ;;
      starting) alert_unknown "instance-crashed:$id" "out-of-memory:$id" ;;
      *) unset "ALERT_FACTS[kills:$id]" ;;
    esac
  done
  alert_events_take
  alert_kills_read /proc/vmstat
  kills=$REPLY
  if [[ ${ALERT_FACTS[bootId]-} == "$BERTH_BOOT_ID" ]]; then
    ((kills <= kills_before + told)) || ALERT_TOLD+=("out-of-memory = - $((kills - kills_before - told))")
  elif [[ -n ${ALERT_FACTS[bootId]-} && -n $restarted ]]; then
    ALERT_TOLD+=("instance-crashed = - restarted")
  fi
  ALERT_FACTS[oomKills]=$kills
}

# alert_instance_crashed <id> <now>: of RECORD. One that is about to be started again is left to the next look.
alert_instance_crashed() {
  local kind=instance-crashed
  if [[ -z ${RECORD[damage]-} ]] && restarts_is_due "$1"; then
    alert_unknown "instance-crashed:$1" "out-of-memory:$1"
    return 0
  fi
  ended_find "$1"
  # A host that restarted is told once, not once per instance.
  if [[ ${ENDED[reason]} == host-restarted ]]; then
    restarted=1
    return 0
  fi
  if [[ ${ENDED[reason]} == out-of-memory ]]; then
    kind=out-of-memory
    if [[ -z ${ALERT_CONDITIONS["out-of-memory:$1"]-} ]]; then told=$((told + 1)); fi
  fi
  ALERT_ENDS[$1]="${ENDED[reason]} ${ENDED[exitCode]:--} ${ENDED[signal]:--}"
  alert_value "$kind:$1" 1000
  ALERT_FACTS["ended:$1"]=${ENDED[atMs]:-$2}
}

# alert_instance_running <id> <now>: of RECORD. Tells of an end that the keeper has made good.
alert_instance_running() {
  local id=$1 known=${ALERT_FACTS["ended:$1"]:-0} kind=instance-crashed kills_before=${ALERT_FACTS["kills:$1"]-}
  ALERT_RUNNING[$id]=1
  if ended_read "$id" && ((${ENDED[atMs]:-0} > known && $2 - ${ENDED[atMs]:-0} < ALERT_RECENT_MS)); then
    ALERT_FACTS["ended:$id"]=${ENDED[atMs]}
    ALERT_ENDS[$id]="${ENDED[reason]} ${ENDED[exitCode]:--} ${ENDED[signal]:--}"
    if [[ ${ENDED[reason]} == out-of-memory ]]; then
      kind=out-of-memory
      told=$((told + 1))
    fi
    ALERT_TOLD+=("$kind $id - back")
  fi
  alert_unit_events || return 0
  alert_kills_read "$REPLY"
  # A run of its own has a control group of its own, which counts from 0.
  if [[ -n $kills_before ]] && ((REPLY > kills_before)); then
    ALERT_TOLD+=("out-of-memory $id - $((REPLY - kills_before))")
    told=$((told + REPLY - kills_before))
  fi
  ALERT_FACTS["kills:$id"]=$REPLY
}

# alert_unit_events: REPLY is where the kernel counts for the control group of RECORD's unit; fails without one.
alert_unit_events() {
  local line group=''
  [[ -n ${RECORD[unit]-} && ${RECORD[supervision]-} == systemd-* ]] || return 1
  while IFS= read -r line; do
    if [[ $line == 0::/* ]]; then group=${line#0::}; fi
  done 2>/dev/null <"/proc/${RECORD[pid]}/cgroup" || return 1
  REPLY=/sys/fs/cgroup$group/memory.events
  [[ -n $group && $group == *"${RECORD[unit]}"* && -r $REPLY ]]
}

# alert_kills_read <path>: REPLY is its oom_kill, 0 where nobody counts.
alert_kills_read() {
  local name value kills=0
  [[ -r $1 ]] || {
    REPLY=0
    return 0
  }
  while read -r name value; do
    if [[ $name == oom_kill && $value =~ ^[0-9]{1,15}$ ]]; then kills=$((10#$value)); fi
  done 2>/dev/null <"$1" || :
  REPLY=$kills
}

# alerts_event <idle|pressure> <id> <thousandths or ->: notes that the instance was put to sleep; the next look tells it.
alerts_event() {
  folder_make "$BERTH_HOME/alerts" 2>/dev/null || return 0
  { printf '%s %s %s\n' "$1" "$2" "$3" >>"$BERTH_HOME/alerts/events"; } 2>/dev/null || :
}

# alert_events_take: what was noted since the last look. The lock keeps others from taking it too.
alert_events_take() {
  local path=$BERTH_HOME/alerts/events word id value count=0
  [[ -f $path && ! -L $path ]] && mv -fT -- "$path" "$path.taken" 2>/dev/null || return 0
  while read -r word id value && ((count++ < 50)); do
    [[ $word =~ ^(idle|pressure)$ && $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ && $value =~ ^(-|[0-9]{1,4})$ ]] || continue
    ALERT_TOLD+=("instance-suspended $id $value $word")
  done 2>/dev/null <"$path.taken" || :
  rm -f -- "$path.taken"
}
