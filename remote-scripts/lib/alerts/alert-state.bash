# shellcheck shell=bash
# What an earlier look at the alerts knew: alerts/state. It is small, because it is written with every look; what was told is in
# alerts/entries. One that is damaged is made anew from the entries, so that nothing rings twice.

# `<kind>:<what of it>` -> `<rising|raised|falling> <since> <number of the entry that raised it>`.
declare -gA ALERT_CONDITIONS
# lookedMs, bootId, cpuBusy, cpuAll, oomKills, number, certificate…, and `ended:<id>`, `kills:<id>`, `ticks:<id>` of instances.
declare -gA ALERT_FACTS
# 1 when the state is lost although there was one: what is above its limit is no news then.
ALERT_IS_LOST=''
ALERT_STATE_BYTES_MOST=65536

# alert_state_read: fills them. Needs alert_entries_read.
alert_state_read() {
  local path=$BERTH_HOME/alerts/state content='' word key value form='^[a-z][A-Za-z-]*(:[A-Za-z0-9/._~%-]*)?$'
  ALERT_CONDITIONS=() ALERT_FACTS=() ALERT_IS_LOST=''
  if [[ ! -e $path && ! -L $path ]]; then
    # The folder of a host that never looked is empty.
    if ((ALERT_NUMBER == 0)); then alert_facts_check; else alert_state_rebuild; fi
    return 0
  fi
  if [[ -f $path && ! -L $path && -O $path && -r $path ]]; then
    { IFS= read -r -d '' -N "$ALERT_STATE_BYTES_MOST" content <"$path" || :; } 2>/dev/null
  fi
  if [[ $content != schema=1$'\n'*$'\n'end=1$'\n' ]]; then
    alert_state_rebuild
    return 0
  fi
  while read -r word key value; do
    [[ $key =~ $form ]] || continue
    case $word in
      fact) if [[ $value =~ ^[A-Za-z0-9/._~%-]{0,200}$ ]]; then ALERT_FACTS[$key]=$value; fi ;;
      condition) if [[ $value =~ ^(rising|raised|falling)\ (0|[1-9][0-9]{0,14})\ (0|[1-9][0-9]{0,8})$ ]]; then ALERT_CONDITIONS[$key]=$value; fi ;;
    esac
  done <<<"$content"
  alert_facts_check
  # The host went down between the writing of the two files; entries that are lost keep their numbers.
  if ((ALERT_NUMBER > ALERT_FACTS[number])); then alert_state_rebuild; else ALERT_NUMBER=${ALERT_FACTS[number]}; fi
}

# A fact that is counted with has to be a number.
alert_facts_check() {
  local key
  for key in lookedMs cpuBusy cpuAll oomKills number certificateAtMs certificateEndMs relievedMs; do
    [[ ${ALERT_FACTS[$key]-} =~ ^(0|[1-9][0-9]{0,17})$ ]] || ALERT_FACTS[$key]=0
  done
  for key in "${!ALERT_FACTS[@]}"; do
    if [[ $key == *:* && ! ${ALERT_FACTS[$key]} =~ ^(0|[1-9][0-9]{0,17})$ ]]; then unset "ALERT_FACTS[$key]"; fi
  done
}

alert_state_is_lost() { [[ -n $ALERT_IS_LOST ]]; }

# alert_state_rebuild: what was raised and not cleared, as the entries tell it; of the rest nothing is known.
alert_state_rebuild() {
  local line number kind state at_ms target key
  ALERT_CONDITIONS=() ALERT_FACTS=() ALERT_IS_LOST=1
  alert_facts_check
  ALERT_FACTS[number]=$ALERT_NUMBER
  for line in ${ALERT_ENTRIES[@]+"${ALERT_ENTRIES[@]}"}; do
    read -r number kind state at_ms target _ <<<"$line"
    key=$kind:${target#=}
    case $state in
      raised) ALERT_CONDITIONS[$key]="raised $at_ms $number" ;;
      cleared) unset "ALERT_CONDITIONS[$key]" ;;
    esac
  done
}

# alert_state_write: fails when it cannot be written.
alert_state_write() {
  local key content=schema=1$'\n'
  ALERT_FACTS[number]=$ALERT_NUMBER
  for key in "${!ALERT_FACTS[@]}"; do content+="fact $key ${ALERT_FACTS[$key]}"$'\n'; done
  for key in "${!ALERT_CONDITIONS[@]}"; do content+="condition $key ${ALERT_CONDITIONS[$key]}"$'\n'; done
  alert_file_write file_put state "$content"end=1$'\n'
}

# Room that is held for the moment when the disk is full, because then there is something to tell.
ALERT_RESERVE_BYTES=262144

# alert_file_write <file_write|file_put> <name> <content>: gives the reserve up when there is no room; fails when that does not help.
alert_file_write() {
  ! "$1" "$BERTH_HOME/alerts/$2" "$3" || return 0
  [[ -e $BERTH_HOME/alerts/reserve ]] && file_drop "$BERTH_HOME/alerts/reserve" && "$1" "$BERTH_HOME/alerts/$2" "$3"
}

# alert_reserve_make: when there is none. Not of zeros, which some file systems do not keep.
alert_reserve_make() {
  local path=$BERTH_HOME/alerts/reserve draft=$BERTH_HOME/alerts/reserve.tmp.$BASHPID
  [[ ! -e $path ]] || return 0
  { head -c "$ALERT_RESERVE_BYTES" </dev/urandom >"$draft" && mv -fT -- "$draft" "$path"; } 2>/dev/null || file_drop "$draft"
}
