# shellcheck shell=bash
# Removing the items of a cleanup: processes first, then what leads to them, then files; and the look afterwards.

# The items that go, as indexes of the ITEM_ lists, and those that stayed.
declare -ga ITEM_SELECTED ITEM_STAYED
# What is to end: instances by their mark, other programs by pid -> start ticks.
declare -gA ENDING_IDS ENDING_PIDS

# items_select <ticked key>…: everything that is not optional, and what was ticked; fails when a ticked item is not in the list.
items_select() {
  local index key ticked=" $* " found=0
  ITEM_SELECTED=()
  for ((index = 0; index < ${#ITEM_KINDS[@]}; index++)); do
    key=${ITEM_KEYS[index]}
    if [[ -n ${ITEM_OPTIONALS[index]} ]]; then
      [[ $ticked == *" $key "* ]] || continue
      found=$((found + 1))
    fi
    ITEM_SELECTED+=("$index")
  done
  for key in "$@"; do
    [[ " ${ITEM_KEYS[*]-} " == *" $key "* ]] || return 1
  done
}

# items_remove: goes on when one of them fails; items_check tells what stayed.
items_remove() {
  step cleanup started 'Ending processes'
  items_end_processes || :
  step cleanup 'done' 'Ending processes'
  step cleanup started 'Removing routes and files'
  items_remove_routes || :
  items_remove_by tree record older-tree older-ports
  step cleanup 'done' 'Removing routes and files'
}

# items_remove_by <way>…
items_remove_by() {
  local index ways=" $* "
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    [[ $ways == *" ${ITEM_WAYS[index]} "* && -z ${ITEM_OBSTACLES[index]} ]] || continue
    item_remove "$index" || :
    cleanup_note_done "$index"
  done
}

# item_remove <index>: one thing that is a file or a folder.
item_remove() {
  local target=${ITEM_TARGETS[$1]}
  case ${ITEM_WAYS[$1]} in
    record) instance_forget "${target%/record}" ;;
    older-ports) older_ports_reset "$target" ;;
    older-tree) older_is_free "$target" && remove_tree "$target" ;;
    *) remove_tree "$target" ;;
  esac
}

# instance_forget <folder>: the record and what only says how it ran; what the user set stays. The record goes last, so that a
# cut one is found again.
instance_forget() {
  local name
  code_server_forget "$1"
  for name in identity ended restarts operation idle environment token memory cancel record; do
    remove_tree "$1/$name" || return 1
  done
}

# items_end_processes: TERM to all at once, so that many do not wait for each other; the keeper before them, because it would
# start again what ends.
items_end_processes() {
  local index pid is_keeper=0
  ENDING_IDS=() ENDING_PIDS=()
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    [[ -z ${ITEM_OBSTACLES[index]} ]] || continue
    case ${ITEM_WAYS[index]} in
      keeper) is_keeper=1 ;;
      marked) ENDING_IDS[${ITEM_IDS[index]}]=1 ;;
      foreign) ending_add "$index" ;;
    esac
  done
  if ((is_keeper)); then keeper_end || :; fi
  if ((${#ENDING_PIDS[@]} > 0)); then
    parents_read
    for pid in "${!ENDING_PIDS[@]}"; do ending_add_children "$pid"; done
  fi
  ending_run "$BERTH_STOP_SECONDS"
}

# ending_add <index>: only the process that the list means, not another one of the same number.
ending_add() {
  local pid=${ITEM_TARGETS[$1]#pid }
  process_start_ticks "$pid" && [[ "$REPLY $BERTH_BOOT_ID" == "${ITEM_IDENTITIES[${ITEM_TARGETS[$1]}]-}" ]] || return 0
  ENDING_PIDS[$pid]=$REPLY
}

# ending_add_children <pid>: what it started and would leave behind; instances of Berth are none of them. Needs parents_read.
ending_add_children() {
  local pid
  for pid in ${PARENT_CHILDREN[$1]-}; do
    if [[ -n ${ENDING_PIDS[$pid]-} ]] || process_owner "$pid" || ! process_start_ticks "$pid"; then continue; fi
    ENDING_PIDS[$pid]=$REPLY
    ending_add_children "$pid"
  done
}

# ending_run <seconds of patience>: fails when one of them is still there.
ending_run() {
  local round
  ending_signal TERM || return 0
  ending_wait "$1" && return 0
  for round in 1 2 3 4 5; do
    ending_signal KILL || return 0
    ending_wait "$round" && return 0
  done
  return 1
}

# ending_signal <signal>: fails when there is nobody to signal.
ending_signal() {
  local id pid is_any=0
  for id in "${!ENDING_IDS[@]}"; do
    if sweep_signal "$id" "$1"; then is_any=1; fi
  done
  for pid in "${!ENDING_PIDS[@]}"; do
    if process_signal_known "$1" "$pid" "${ENDING_PIDS[$pid]}"; then is_any=1; fi
  done
  ((is_any))
}

# ending_wait <seconds>: succeeds as soon as nobody is left, whoever was started meanwhile included.
ending_wait() {
  local deadline=$((SECONDS + $1))
  while ending_is_any; do
    ((SECONDS <= deadline)) || return 1
    pause 0.05
  done
}

ending_is_any() {
  local id pid
  for pid in "${!ENDING_PIDS[@]}"; do
    if process_start_ticks "$pid" && [[ $REPLY == "${ENDING_PIDS[$pid]}" ]]; then return 0; fi
  done
  ((${#ENDING_IDS[@]} > 0)) || return 1
  sweep_find
  for id in "${!ENDING_IDS[@]}"; do
    for pid in ${MARKED_PIDS[$id]-}; do
      if process_start_ticks "$pid"; then return 0; fi
    done
  done
  return 1
}

# items_remove_routes: all routes that go are taken out in one change of nginx.
items_remove_routes() {
  local index is_nginx=0
  local -a ids=()
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    case ${ITEM_WAYS[index]} in
      route) ids+=("${ITEM_IDS[index]}") ;;
      nginx) is_nginx=1 ;;
    esac
  done
  if ((is_nginx || ${#ids[@]} > 0)) && [[ -d $BERTH_HOME/nginx ]]; then
    route_under_lock routes_remove_now "$is_nginx" ${ids[@]+"${ids[@]}"} || return 1
  fi
}

# routes_remove_now <1 when nginx goes> <id>…: whoever wants a route by now keeps nginx.
routes_remove_now() {
  local root=$BERTH_HOME/nginx is_nginx=$1 id
  shift
  for id in "$@"; do rm -f -- "$root/routes/$id.conf" "$root/routes/$id.conf.tmp."*; done
  if ! route_any_leads; then
    nginx_stop && remove_tree "$root"
  elif ((!is_nginx)); then
    route_apply_all
  fi
}

# items_check: fills ITEM_STAYED with what of the selected is still there, and says why where nothing said so.
items_check() {
  local index
  ITEM_STAYED=()
  sweep_find
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    item_is_there "$index" || continue
    ITEM_STAYED+=("$index")
    if [[ -z ${ITEM_OBSTACLES[index]} ]]; then
      if [[ ${ITEM_KINDS[index]} == process || ${ITEM_KINDS[index]} == foreign ]]; then
        ITEM_OBSTACLES[index]='it did not end'
      else
        ITEM_OBSTACLES[index]='it could not be removed'
      fi
    fi
  done
}

# item_is_there <index>: needs sweep_find. Of a running instance every process counts.
item_is_there() {
  local target=${ITEM_TARGETS[$1]} id=${ITEM_IDS[$1]}
  case ${ITEM_WAYS[$1]} in
    marked) [[ -n ${MARKED_PIDS[$id]-} ]] && item_is_same_process "$1" ;;
    keeper) keeper_pids && [[ -n $REPLY ]] ;;
    foreign) item_is_same_process "$1" ;;
    older-ports) ! older_ports_are_empty "$target" ;;
    *) [[ -e $target || -L $target ]] ;;
  esac
}

item_is_same_process() {
  local target=${ITEM_TARGETS[$1]}
  process_start_ticks "${target#pid }" && [[ "$REPLY $BERTH_BOOT_ID" == "${ITEM_IDENTITIES[$target]-}" ]]
}
