# shellcheck shell=bash
# Removing the items of a cleanup: processes first, then what leads to them, then files; and the look afterwards.

# The items that go, as indexes of the ITEM_ lists, and those that stayed.
declare -ga ITEM_SELECTED ITEM_STAYED

# items_select <ticked key>…: everything that is not optional, and what was ticked; fails when a ticked item is not in the list.
items_select() {
  local index key ticked=" $* " found=0
  ITEM_SELECTED=()
  for index in "${!ITEM_KEYS[@]}"; do
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
  items_remove_by session hooks tree cut record older-tree older-ports
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
    session) session_item_remove "$1" ;;
    hooks) hooks_item_remove "$1" ;;
    record) instance_forget "${target%/record}" ;;
    older-ports) older_ports_reset "$target" ;;
    older-tree)
      older_stays "$target"
      if [[ -n $REPLY ]]; then
        ITEM_OBSTACLES["$1"]=$REPLY
        return 1
      fi
      remove_tree "$target"
      ;;
    cut)
      versions_remove_cut "$target" && return 0
      if [[ -e $target ]]; then ITEM_OBSTACLES["$1"]='somebody works in it'; fi
      return 1
      ;;
    *) remove_tree "$target" ;;
  esac
}

# instance_forget <folder>: the record and what only says how it ran; what the user set stays. The record goes last, so that a
# cut one is found again.
instance_forget() {
  local name
  code_server_forget "$1"
  if record_read "${1##*/}"; then unit_forget "${RECORD[supervision]-}" "${RECORD[unit]-}" "${1##*/}" || :; fi
  for name in identity ended restarts operation idle environment token password memory cancel record; do
    remove_tree "$1/$name" || return 1
  done
}

# items_end_processes: the keeper before all others, because it would start again what ends.
items_end_processes() {
  local index is_keeper=0
  ending_clear
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    [[ -z ${ITEM_OBSTACLES[index]} ]] || continue
    case ${ITEM_WAYS[index]} in
      keeper) is_keeper=1 ;;
      marked) ending_add_instance "${ITEM_IDS[index]}" ;;
      foreign) ending_add "${ITEM_TARGETS[index]#pid }" "${ITEM_IDENTITIES[${ITEM_TARGETS[index]}]-}" ;;
    esac
  done
  if ((is_keeper)); then keeper_end || :; fi
  sessions_end_selected
  ending_run "$BERTH_STOP_SECONDS" || :
  ending_forget_units
}

# items_remove_routes: all routes that go are taken out in one change of either nginx. Fails when somebody else is at them.
items_remove_routes() {
  local index lock is_nginx=0 is_system=0 code=0
  local -a ids=()
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    [[ -z ${ITEM_OBSTACLES[index]} ]] || continue
    case ${ITEM_WAYS[index]} in
      route) ids+=("${ITEM_IDS[index]}") ;;
      nginx) is_nginx=1 ;;
      system)
        is_system=1
        if [[ -n ${ITEM_IDS[index]} ]]; then ids+=("${ITEM_IDS[index]}"); fi
        ;;
    esac
  done
  ((is_nginx + is_system + ${#ids[@]} > 0)) || return 0
  # Not lock_take: a cleanup goes on with the rest.
  lock_try "$BERTH_HOME/nginx.lock" 10 || return 1
  lock=$REPLY
  if [[ -d $BERTH_HOME/nginx ]]; then routes_remove_own "$is_nginx" ${ids[@]+"${ids[@]}"} || code=1; fi
  if ((is_system)); then routes_remove_system ${ids[@]+"${ids[@]}"} || code=1; fi
  lock_release "$lock"
  return "$code"
}

# routes_remove_own <1 when nginx goes> <id>…: whoever wants a route by now keeps nginx.
routes_remove_own() {
  local root=$BERTH_HOME/nginx is_nginx=$1 id
  shift
  for id in "$@"; do rm -f -- "$root/routes/$id.conf" "$root/routes/$id.conf.tmp."*; done
  if ! route_any_leads; then
    nginx_stop && remove_tree "$root"
  elif ((!is_nginx)); then
    route_apply_all
  fi
}

# routes_remove_system <id>…
routes_remove_system() {
  local id
  for id in "$@"; do rm -f -- "$BERTH_HOME/nginx-system/routes/$id.conf" "$BERTH_HOME/nginx-system/routes/$id.conf.tmp."*; done
  system_leave
}

# items_check: fills ITEM_STAYED with what of the selected is still there, and says why where nothing said so.
items_check() {
  local index
  ITEM_STAYED=()
  sweep_find
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    item_is_there "$index" || continue
    ITEM_STAYED+=("$index")
    [[ -z ${ITEM_OBSTACLES[index]} ]] || continue
    case ${ITEM_WAYS[index]} in
      marked | keeper | foreign) ITEM_OBSTACLES[index]='it did not end' ;;
      *) ITEM_OBSTACLES[index]='it could not be removed' ;;
    esac
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
    hooks) session_hooks_state claude-code && [[ $REPLY == @(installed|outdated) ]] ;;
    *) [[ -e $target || -L $target ]] ;;
  esac
}

item_is_same_process() {
  local target=${ITEM_TARGETS[$1]}
  process_start_ticks "${target#pid }" && [[ "$REPLY $BERTH_BOOT_ID" == "${ITEM_IDENTITIES[$target]-}" ]]
}
