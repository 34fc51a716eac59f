# shellcheck shell=bash
# What a cleanup would remove. A leftover is a process, port, folder or conf that no live instance owns.

# RUNNING: instances that run, are being started, or are under somebody's lock -> their root's pid or `-`.
# LIVE: those whose claim, route and record the cleanup leaves alone; a suspended one waits to be woken.
# LOCKED: instances whose lock this cleanup itself holds.
declare -gA RUNNING LIVE LIVE_PORTS LOCKED

# items_find <leftovers|instances|everything>: fills the ITEM_ lists and their keys; for the wider levels nothing counts as live.
items_find() {
  items_clear
  sweep_find
  instances_all
  live_find "$1"
  items_find_keeper "$1"
  items_find_nginx
  items_find_system_nginx
  items_find_processes "$1"
  items_find_children
  items_find_sessions "$1"
  items_find_claims
  items_find_instances "$1"
  code_servers_find
  items_find_older
  items_find_foreign
  items_find_files "$1"
  items_identify
  items_find_obstacles
}

# live_find <level>
live_find() {
  local id path code
  RUNNING=() LIVE=() LIVE_PORTS=()
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    code=0
    record_read "$id" || code=$?
    if ((code == 3)); then
      # What newer scripts run can be known by its mark only.
      if [[ $1 == leftovers ]]; then RUNNING[$id]=- LIVE[$id]=1; fi
      continue
    fi
    instance_read "$id"
    if [[ $INSTANCE_STATE == running ]] || { instance_is_live && instance_is_alive; }; then
      RUNNING[$id]=${RECORD[pid]}
    elif [[ $INSTANCE_STATE == starting && -z ${LOCKED[$id]-} ]]; then
      RUNNING[$id]=-
    fi
    if [[ $1 == leftovers && (-n ${RUNNING[$id]-} || $INSTANCE_STATE == suspended) ]]; then
      LIVE[$id]=1
      if [[ -n ${RECORD[port]-} ]]; then LIVE_PORTS[${RECORD[port]}]=1; fi
    fi
  done
  # An instance whose lock is held is being started or stopped: hands off.
  for path in "$BERTH_HOME"/locks/*; do
    id=${path##*/}
    if [[ -n ${LOCKED[$id]-} || -n ${RUNNING[$id]-} ]] || ! lock_is_held "$path"; then continue; fi
    RUNNING[$id]=-
    if [[ $1 == leftovers ]]; then LIVE[$id]=1; fi
  done
}

# item_owner <id>: REPLY says whose a thing is.
item_owner() {
  REPLY='an ended instance'
  if [[ -n $1 && -n ${RUNNING[$1]-} ]]; then REPLY='a running instance'; fi
}

# One item for the whole tree of a running instance: what it starts and ends by itself must not change the list.
items_find_processes() {
  local id pid count
  for id in "${!MARKED_PIDS[@]}"; do
    if [[ -z ${RUNNING[$id]-} ]]; then
      for pid in ${MARKED_PIDS[$id]}; do item_add marked process "pid $pid" "$id" 'no live instance owns it'; done
    elif [[ $1 != leftovers && ${RUNNING[$id]} != - ]]; then
      sweep_count "$id"
      count=$REPLY
      item_add marked process "pid ${RUNNING[$id]}" "$id" "a running instance with $count processes"
    fi
  done
}

# What a long operation ran, an installation for example, that is over or was killed.
items_find_children() {
  local pid
  children_find ''
  for pid in "${!CHILDREN[@]}"; do item_add foreign process "pid $pid" '' 'left by an operation that was cut off'; done
}

items_find_claims() {
  local path port id runtime=''
  if home_runtime; then runtime=$REPLY; fi
  for path in "$BERTH_HOME"/ports/* "$BERTH_HOME"/run/* ${runtime:+"$runtime"/*}; do
    [[ -e $path || -L $path ]] || continue
    port=${path##*/}
    # tmux's socket, and its lock, where the home has a long path.
    [[ $port != tmux* ]] || continue
    id=''
    if claim_owner "$port"; then id=$REPLY; fi
    [[ -z ${LIVE_PORTS[$port]-} && (-z $id || -z ${LIVE[$id]-}) ]] || continue
    item_owner "$id"
    if [[ $path == "$BERTH_HOME"/ports/* ]]; then
      item_add tree claim "$path" "$id" "claim of $REPLY"
    else
      item_add tree directory "$path" "$id" "sockets and temporary files of $REPLY"
    fi
  done
}

# items_find_nginx: the own nginx stays as long as a live instance has a route in it.
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
      item_add route conf "$path" "$id" "route of $REPLY"
    fi
  done
  if ((!is_used)); then item_add nginx nginx "$BERTH_HOME/nginx" '' 'no instance needs a route'; fi
}

# items_find_system_nginx: what Berth added to the nginx of the system goes with the last instance that has a route there.
items_find_system_nginx() {
  local path id is_used=0
  for path in "$BERTH_HOME"/nginx-system/routes/*.conf "$BERTH_NGINX_SYSTEM_ROOT"/vscode-projects/*; do
    id=${path##*/}
    id=${id%.conf}
    if [[ $path != "$BERTH_HOME"/* ]]; then
      system_tree_is_ours "$path" || continue
      if [[ $id == _* ]]; then
        # The files that all routes share.
        if ((!is_used)); then item_add system conf "$path" '' 'no instance needs a public route'; fi
        continue
      fi
    fi
    [[ -f $path ]] || continue
    if [[ -n ${LIVE[$id]-} ]]; then
      is_used=1
    else
      item_owner "$id"
      item_add system conf "$path" "$id" "public route of $REPLY"
    fi
  done
  if ((!is_used)) && [[ -d $BERTH_HOME/nginx-system ]]; then
    item_add system nginx "$BERTH_HOME/nginx-system" '' 'no instance needs a public route'
  fi
}

# Folders with user data are kept below the widest level, also where no record is left: they are the user's, not a leftover.
items_find_instances() {
  local id folder name
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    [[ -z ${LIVE[$id]-} ]] || continue
    folder=$BERTH_HOME/instances/$id
    if [[ $1 == everything ]]; then
      item_add tree directory "$folder" "$id" 'settings, extensions and logs of an instance'
    elif [[ ! -e $folder/record && ! -e $folder/user-data && ! -e $folder/settings ]]; then
      item_add tree directory "$folder" "$id" 'left by a start that did not succeed'
    elif [[ $1 == instances && -e $folder/record ]]; then
      item_add record record "$folder/record" "$id" 'all instances go'
    else
      for name in token cancel memory environment idle; do
        if [[ -e $folder/$name ]]; then item_add tree other "$folder/$name" "$id" 'of no use without its process'; fi
      done
      for name in "$folder"/user-data/*.sock; do
        if [[ -S $name ]]; then item_add tree socket "$name" "$id" 'of no use without its process'; fi
      done
    fi
  done
}

# items_find_keeper <level>: the keeper goes with the last instance that runs. Its helpers come and go, so it stands for them.
items_find_keeper() {
  local pid
  [[ $1 != leftovers || ${#RUNNING[@]} -eq 0 ]] || return 0
  # It looks after agents, which stay.
  if [[ $1 != everything ]] && session_any_agent_runs; then return 0; fi
  # It sends the notices of alerts, which are settings and stay.
  if [[ $1 != everything ]] && alerts_are_delivered; then return 0; fi
  if keeper_read; then
    REPLY=$KEEPER_PID
  else
    keeper_pids
  fi
  for pid in $REPLY; do item_add keeper process "pid $pid" '' 'the keeper is of no use without a running instance'; done
  if [[ -e $BERTH_HOME/keeper ]]; then item_add tree directory "$BERTH_HOME/keeper" '' 'files of the keeper'; fi
}
