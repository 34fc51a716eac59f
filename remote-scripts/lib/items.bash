# shellcheck shell=bash
# The items of a cleanup: told as JSON, removed, and looked for again.

declare -gA ITEM_SIZES ITEM_AGES

# items_measure: fills ITEM_SIZES (path -> bytes) and ITEM_AGES (path -> seconds), with one du and one stat for all.
items_measure() {
  local target size time now
  local -a paths=()
  for target in ${ITEM_TARGETS[@]+"${ITEM_TARGETS[@]}"}; do
    if [[ $target == /* && $target != "$BERTH_HOME" ]]; then paths+=("$target"); fi
  done
  ((${#paths[@]} > 0)) || return 0
  while IFS=$'\t' read -r size target; do ITEM_SIZES[$target]=$size; done < <(du -s -B1 -- "${paths[@]}" 2>/dev/null || :)
  now=$(date +%s)
  while read -r time target; do ITEM_AGES[$target]=$((now > time ? now - time : 0)); done < <(stat -c '%Y %n' -- "${paths[@]}" 2>/dev/null || :)
}

# items_describe: fills the given list with one JSON row per item.
items_describe() {
  local -n rows_of=$1
  local index target id reason size age
  items_measure
  for ((index = 0; index < ${#ITEM_KINDS[@]}; index++)); do
    json_string "${ITEM_TARGETS[index]}"
    target=$REPLY
    json_string_or_null "${ITEM_IDS[index]}"
    id=$REPLY
    json_string "${ITEM_REASONS[index]}"
    reason=$REPLY
    json_number_or_null "${ITEM_SIZES[${ITEM_TARGETS[index]}]-}"
    size=$REPLY
    json_number_or_null "${ITEM_AGES[${ITEM_TARGETS[index]}]-}"
    age=$REPLY
    rows_of+=("{\"kind\":\"${ITEM_KINDS[index]}\",\"target\":$target,\"instanceId\":$id,\"sizeBytes\":$size,\"ageSeconds\":$age,\"reason\":$reason}")
  done
}

# items_remove: ends processes first, then lets nginx go of routes, then removes files; goes on when one of them fails.
items_remove() {
  local index
  local -A ids=()
  for ((index = 0; index < ${#ITEM_KINDS[@]}; index++)); do
    if [[ ${ITEM_KINDS[index]} == process ]]; then ids[${ITEM_IDS[index]}]=1; fi
  done
  # All at once first, so that many do not wait for each other.
  for index in "${!ids[@]}"; do sweep_signal "$index" TERM || :; done
  for index in "${!ids[@]}"; do sweep_end "$index" "$BERTH_STOP_SECONDS" || :; done
  for ((index = 0; index < ${#ITEM_KINDS[@]}; index++)); do
    item_remove "${ITEM_KINDS[index]}" "${ITEM_TARGETS[index]}" "${ITEM_IDS[index]}" || :
  done
}

item_remove() {
  case $1 in
    process) ;;
    conf) route_remove "$3" ;;
    nginx) route_under_lock nginx_stop && remove_tree "$2" ;;
    *)
      [[ $2 != "$BERTH_HOME" ]] || return 0
      remove_tree "$2"
      ;;
  esac
}

# item_is_there <kind> <target> <instance id>
item_is_there() {
  local pid=${2#pid }
  if [[ $1 == process ]]; then
    process_start_ticks "$pid" && process_owner "$pid" && [[ $REPLY == "$3" ]]
  else
    [[ -e $2 || -L $2 ]]
  fi
}
