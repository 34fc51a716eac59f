# shellcheck shell=bash
# What a cleanup would remove. A leftover is a process, port, folder or conf that no live instance owns.

declare -ga ITEM_KINDS ITEM_TARGETS ITEM_IDS ITEM_REASONS
# RUNNING: the instances that run. LIVE: those that the cleanup leaves alone.
declare -gA RUNNING LIVE

# item_add <kind> <path or `pid N`> <instance id or ''> <reason>
item_add() {
  ((${#ITEM_KINDS[@]} < 5000)) || return 0
  ITEM_KINDS+=("$1")
  ITEM_TARGETS+=("$2")
  ITEM_IDS+=("$3")
  ITEM_REASONS+=("$4")
}

# items_find <leftovers|instances|everything>: fills the ITEM_ lists; for the wider levels nothing counts as live.
items_find() {
  ITEM_KINDS=() ITEM_TARGETS=() ITEM_IDS=() ITEM_REASONS=() RUNNING=() LIVE=()
  local id
  sweep_find
  instances_all
  running_find
  if [[ $1 == leftovers ]]; then
    for id in "${!RUNNING[@]}"; do LIVE[$id]=1; done
  fi
  items_find_processes
  items_find_claims
  items_find_nginx "$1"
  items_find_instances "$1"
  items_find_scripts "$1"
  if [[ $1 == everything ]]; then
    items_find_everything
  else
    items_find_old
  fi
}

# An instance whose lock is held is being started or stopped: hands off.
running_find() {
  local id path
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    instance_read "$id"
    if instance_is_live; then RUNNING[$id]=1; fi
  done
  for path in "$BERTH_HOME"/locks/*; do
    if lock_is_held "$path"; then RUNNING[${path##*/}]=1; fi
  done
}

# item_owner <id>: REPLY says whose a thing is.
item_owner() {
  REPLY='an ended instance'
  if [[ -n $1 && -n ${RUNNING[$1]-} ]]; then REPLY='a running instance'; fi
}

items_find_processes() {
  local id pid reason
  for id in "${!MARKED_PIDS[@]}"; do
    [[ -z ${LIVE[$id]-} ]] || continue
    reason='no live instance owns it'
    if [[ -n ${RUNNING[$id]-} ]]; then reason='process of a running instance'; fi
    for pid in ${MARKED_PIDS[$id]}; do item_add process "pid $pid" "$id" "$reason"; done
  done
}

items_find_claims() {
  local path port id
  for path in "$BERTH_HOME"/ports/* "$BERTH_HOME"/run/*; do
    [[ -e $path ]] || continue
    port=${path##*/}
    id=''
    if claim_owner "$port"; then id=$REPLY; fi
    [[ -z $id || -z ${LIVE[$id]-} ]] || continue
    item_owner "$id"
    if [[ -d $path ]]; then
      item_add directory "$path" "$id" "sockets and temporary files of $REPLY"
    else
      item_add claim "$path" "$id" "claim of $REPLY"
    fi
  done
}

items_find_nginx() {
  local path id is_used=0
  [[ -d $BERTH_HOME/nginx ]] || return 0
  for path in "$BERTH_HOME"/nginx/routes/*.conf; do
    [[ -f $path ]] || continue
    id=${path##*/}
    id=${id%.conf}
    if [[ -n ${LIVE[$id]-} ]]; then
      is_used=1
    else
      item_owner "$id"
      item_add conf "$path" "$id" "route of $REPLY"
    fi
  done
  if ((!is_used)); then item_add nginx "$BERTH_HOME/nginx" '' 'no instance needs a route'; fi
}

items_find_instances() {
  local id folder name
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    [[ -z ${LIVE[$id]-} ]] || continue
    folder=$BERTH_HOME/instances/$id
    if [[ $1 == everything ]]; then
      item_add directory "$folder" "$id" 'settings, extensions and logs of an instance'
    elif [[ ! -e $folder/record && ! -e $folder/user-data ]]; then
      item_add directory "$folder" "$id" 'left by a start that did not succeed'
    else
      if [[ $1 == instances && -e $folder/record ]]; then item_add record "$folder/record" "$id" 'all instances go'; fi
      for name in token cancel memory; do
        if [[ -e $folder/$name ]]; then item_add other "$folder/$name" "$id" 'of no use without its process'; fi
      done
      for name in "$folder"/user-data/*.sock; do
        if [[ -S $name ]]; then item_add socket "$name" "$id" 'of no use without its process'; fi
      done
    fi
  done
}

items_find_scripts() {
  local path own
  own=$(cd -P -- "$BERTH_LIB/.." && pwd -P)
  for path in "$BERTH_HOME"/scripts/*; do
    [[ -d $path ]] || continue
    if [[ $1 == everything ]]; then
      item_add directory "$path" '' 'scripts of Berth'
    elif [[ $path != "$own" ]] && ! grep -qszF -e "$path/" /proc/[0-9]*/cmdline; then
      item_add directory "$path" '' 'scripts of another version'
    fi
  done
}

items_find_old() {
  local path
  while IFS= read -r path; do
    item_add other "$path" '' 'answer of an operation of more than 7 days ago'
  done < <(find "$BERTH_HOME/journal" -maxdepth 1 -type f -mtime +6 2>/dev/null || :)
  while IFS= read -r path; do
    item_add other "$path" '' 'file of a write that was cut off'
  done < <(find "$BERTH_HOME" -maxdepth 3 -mmin +60 \( -name '*.tmp.[0-9]*' -o -path "$BERTH_HOME/scripts/.push-*" -prune \) 2>/dev/null || :)
}

items_find_everything() {
  local path
  for path in "$BERTH_HOME"/code-server/*; do
    if [[ -e $path ]]; then item_add directory "$path" '' 'code-server installed by Berth'; fi
  done
  if home_runtime && [[ -d $REPLY ]]; then item_add directory "$REPLY" '' 'sockets'; fi
  item_add directory "$BERTH_HOME" '' 'the folder of Berth itself'
}
