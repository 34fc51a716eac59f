# shellcheck shell=bash
# Claims, sockets, routes and drafts that belong to nobody.

# reconcile_under_home_lock: no claim is made meanwhile, and whoever made one before holds the lock of its instance.
reconcile_under_home_lock() {
  local lock path
  lock_take_home claim
  lock=$REPLY
  sweep_find
  for path in "$BERTH_HOME"/ports/*; do
    if [[ -f $path && ! -L $path && -O $path && ${path##*/} =~ ^[0-9]{1,5}$ ]]; then reconcile_claim "${path##*/}"; fi
  done
  reconcile_runtimes
  lock_release "$lock"
}

# reconcile_claim <port>: needs sweep_find.
reconcile_claim() {
  local port=$1 id='' code=0
  if claim_owner "$port"; then
    id=$REPLY
    if lock_is_held "$BERTH_HOME/locks/$id"; then return 0; fi
    record_read "$id" || code=$?
    case $code in
      # It may belong to processes that run, or to what newer scripts know.
      2 | 3) return 0 ;;
      1) ! claim_is_held_by_mark "$port" "$id" || return 0 ;;
      *) [[ ${RECORD[state]} == stopped || ${RECORD[port]} != "$port" ]] || return 0 ;;
    esac
  fi
  rm -f -- "$BERTH_HOME/ports/$port"
  reconcile_note "${id:-port $port}" "A claim of port $port that nobody needs was removed."
}

# reconcile_runtimes: folders of sockets whose port nobody claims and nobody's processes use. Needs sweep_find.
reconcile_runtimes() {
  local id path
  local -A used=()
  for id in "${!MARKED_PIDS[@]}"; do
    if record_read "$id"; then used[${RECORD[port]:-none}]=1; fi
  done
  local -a folders=("$BERTH_HOME"/run/*)
  if home_runtime; then folders+=("$REPLY"/*); fi
  for path in "${folders[@]}"; do
    [[ -d $path && ! -L $path && ${path##*/} =~ ^[0-9]{1,5}$ && -z ${used[${path##*/}]-} ]] || continue
    if claim_owner "${path##*/}" && { [[ -n ${MARKED_PIDS[$REPLY]-} ]] || lock_is_held "$BERTH_HOME/locks/$REPLY"; }; then continue; fi
    if remove_tree "$path"; then reconcile_note "$path" 'A folder of sockets that nobody uses was removed.'; fi
  done
}

# reconcile_routes: what leads to nobody goes in one change of nginx, and a change that was cut off is made again. Without settings
# that can be read nobody knows which nginx is meant.
reconcile_routes() {
  local lock kind
  settings_host_is_known || return 0
  route_kind
  kind=$REPLY
  [[ -d $BERTH_HOME/nginx || -d $BERTH_HOME/nginx-system ]] && lock_try "$BERTH_HOME/nginx.lock" 5 || return 0
  lock=$REPLY
  if [[ -d $BERTH_HOME/nginx && ! -L $BERTH_HOME/nginx ]]; then reconcile_own_routes "$kind"; fi
  if [[ -d $BERTH_HOME/nginx-system && ! -L $BERTH_HOME/nginx-system ]]; then reconcile_system_routes "$kind"; fi
  lock_release "$lock"
}

# reconcile_system_routes <kind of nginx that the host is set to>: whatever was cut, what is wanted is made live, or what was live
# is left where nginx does not take it.
reconcile_system_routes() {
  local root=$BERTH_HOME/nginx-system path
  local -a stale=()
  for path in "$root"/routes/*.conf; do
    if [[ -f $path || -L $path ]] && { [[ $1 != system ]] || reconcile_is_stale "${path##*/}"; }; then stale+=("$path"); fi
  done
  if ((${#stale[@]} > 0)); then rm -f -- "${stale[@]}"; fi
  if ! system_any_wanted || ((${#stale[@]} > 0)); then
    if system_leave; then reconcile_note nginx 'Routes of nobody were taken out of the nginx of the system.'; fi
  elif [[ -e $root/previous ]] && system_apply; then
    reconcile_note nginx 'A change of the nginx of the system that was cut off was made again.'
  elif [[ -e $root/staged ]] && remove_tree "$root/staged"; then
    reconcile_note nginx 'A change of the nginx of the system that was cut off was thrown away.'
  fi
}

# reconcile_own_routes <kind of nginx that the host is set to>: a change from one to the other may have been cut off too.
reconcile_own_routes() {
  local root=$BERTH_HOME/nginx path
  local -a stale=()
  for path in "$root"/routes/*.conf; do
    if [[ -f $path || -L $path ]] && { [[ $1 != own ]] || reconcile_is_stale "${path##*/}"; }; then stale+=("$path"); fi
  done
  if ((${#stale[@]} > 0)); then rm -f -- "${stale[@]}"; fi
  if ! route_any_leads; then
    if nginx_stop && remove_tree "$root"; then reconcile_note nginx 'Nobody needs a route, so nginx was ended.'; fi
    return
  fi
  # The tree before is kept until nginx was seen to have taken the change.
  if ((${#stale[@]} > 0)) || [[ -e $root/previous ]]; then
    if route_apply_all; then reconcile_note nginx 'Routes of nobody were removed, and nginx read all others again.'; fi
  elif [[ -e $root/staged ]] && remove_tree "$root/staged"; then
    reconcile_note nginx 'A change of nginx that was cut off was thrown away.'
  fi
}

# reconcile_is_stale <name of a route's file>: true when its instance is stopped, or not there at all.
reconcile_is_stale() {
  local id=${1%.conf} code=0
  [[ $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] || return 0
  ! lock_is_held "$BERTH_HOME/locks/$id" || return 1
  record_read "$id" || code=$?
  ((code == 1)) || [[ $code == 0 && ${RECORD[state]} == stopped ]]
}

# reconcile_versions: what an installation of code-server left that was cut off; not the part of an archive, which is gone on with.
reconcile_versions() {
  local lock path
  [[ -d $BERTH_HOME/code-server && ! -L $BERTH_HOME/code-server ]] && lock_try "$BERTH_HOME/code-server.lock" 0 || return 0
  lock=$REPLY
  children_find ''
  if ((${#CHILDREN[@]} > 0)) && children_end ''; then reconcile_note code-server 'Programs of an operation that was cut off were ended.'; fi
  for path in "$BERTH_HOME"/code-server/.unpacking-*; do
    [[ -e $path ]] || continue
    versions_drop_cut
    reconcile_note "$path" 'What an installation of code-server left that was cut off was removed.'
  done
  lock_release "$lock"
}

# reconcile_drafts: files of writes that were cut off, told by the pid of who wrote them. What is below run/ was written by the
# programs of an instance, whose TMPDIR it is.
reconcile_drafts() {
  local path pid
  while IFS= read -r -d '' path; do
    pid=${path##*.}
    [[ $pid =~ ^[0-9]+$ ]] || continue
    # Pids come again, and a killed writer may be a zombie for a while; nobody takes a minute to write a small file.
    if process_start_ticks "$pid" && [[ -z $(find "$path" -maxdepth 0 -mmin +1) ]]; then continue; fi
    if remove_tree "$path"; then reconcile_note "$path" 'A file of a write that was cut off was removed.'; fi
  done < <(find "$BERTH_HOME" -maxdepth 3 \( -path "$BERTH_HOME/scripts" -o -path "$BERTH_HOME/code-server" -o -path "$BERTH_HOME/backups" \
    -o -path "$BERTH_HOME/run" -o -path "$BERTH_HOME/base" -o -path "$BERTH_HOME/base.*" -o -path "$BERTH_HOME/nginx/temp" \) -prune -o \
    \( -name '*.tmp.[0-9]*' -o -path "$BERTH_HOME/ports/.probe.[0-9]*" \) -print0 -prune 2>/dev/null || :)
}
