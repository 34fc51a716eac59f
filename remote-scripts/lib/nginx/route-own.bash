# shellcheck shell=bash
# Making the live tree of Berth's own nginx what is wanted. Callers hold nginx.lock.

# route_apply_all [<id that it is done for>]
route_apply_all() {
  local root=$BERTH_HOME/nginx binary generation port tried=''
  nginx_find || return 1
  binary=$REPLY
  now_ms
  generation=$REPLY-$RANDOM
  if nginx_master; then
    file_read "$root/port" && [[ $REPLY =~ ^[0-9]+$ ]] || return 1
    port=$REPLY
    nginx_stage "$binary" "$port" "$generation" "${1-}" && nginx_swap || return 1
    nginx_master && kill -s HUP "$REPLY" && nginx_confirm "$port" "$generation" && remove_tree "$root/previous" && return 0
    nginx_note_error
    nginx_roll_back
    return 1
  fi
  nginx_stop || return 1
  (route_restore_suspended) || return 1
  while route_choose_port "$tried"; do
    port=$REPLY
    nginx_stage "$binary" "$port" "$generation" "${1-}" && nginx_swap && file_write "$root/port" "$port"$'\n' || return 1
    if nginx_launch "$binary" && nginx_confirm "$port" "$generation"; then return 0; fi
    nginx_note_error
    nginx_stop || return 1
    nginx_error
    [[ $REPLY == *'Address already in use'* ]] || return 1
    tried+="$port "
  done
  return 1
}

# route_restore_suspended: the pages of suspended instances went with the nginx that ended. Changes RECORD.
route_restore_suspended() {
  local id
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    if [[ ! -e $BERTH_HOME/nginx/routes/$id.conf ]] && record_read "$id" && [[ ${RECORD[state]} == suspended ]]; then
      route_want_suspended "$id" "${RECORD[path]}" || return 1
    fi
  done
}

route_want_suspended() {
  route_render_suspended "/vscode/$1" "$2" && route_note "$1" "$REPLY"
}

# route_choose_port <ports to leave out>: the remembered port if it is free, else the next free one going down.
route_choose_port() {
  local port
  local -a ports=()
  ports_find_listening
  if file_read "$BERTH_HOME/nginx/port"; then ports+=("$REPLY"); fi
  for ((port = BERTH_NGINX_PORT; port > BERTH_NGINX_PORT - 100; port--)); do ports+=("$port"); done
  for port in "${ports[@]}"; do
    [[ $port =~ ^[0-9]{4,5}$ && " $1 " != *" $port "* && -z ${LISTENING[$port]-} && ! -e $BERTH_HOME/ports/$port ]] || continue
    REPLY=$port
    return 0
  done
  return 1
}

# route_under_lock <function> <argument>…: runs it while nobody else changes nginx.
route_under_lock() {
  local lock code=0
  lock_take "$BERTH_HOME/nginx.lock" nginx
  lock=$REPLY
  "$@" || code=$?
  lock_release "$lock"
  return "$code"
}

route_apply_one() {
  route_want "$@" || return 1
  route_is_live "$1" || route_apply_all "$1"
}

# With nobody to lead to, nginx goes with everything of it; the pages of suspended instances come back with the next one.
route_remove_one() {
  local root=$BERTH_HOME/nginx
  rm -f -- "$root/routes/$1.conf" "$root/routes/$1.conf.tmp."*
  if ! route_any_leads; then
    nginx_stop && remove_tree "$root"
  elif [[ -f $root/conf/vscode-projects/$1.conf ]]; then
    route_apply_all
  fi
}

route_suspend_one() {
  local root=$BERTH_HOME/nginx
  [[ -d $root ]] && route_want_suspended "$@" || return 1
  if ! route_any_leads; then
    nginx_stop && remove_tree "$root"
  else
    route_apply_all "$1"
  fi
}
