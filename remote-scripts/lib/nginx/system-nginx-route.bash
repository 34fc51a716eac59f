# shellcheck shell=bash
# Routes in the system's nginx: nginx-system/routes/<id>.conf is what is wanted, as in nginx/routes for Berth's own.

# system_route_want <id> <claimed port> <folder>
system_route_want() {
  local path=$BERTH_HOME/nginx-system/routes/$1.conf
  route_render "/vscode/$1" "$2" "$3" 'include vscode-projects/_proxy.inc;' || return 1
  system_route_note "$path" "$REPLY"
}

# system_route_note <path> <conf>
system_route_note() {
  local conf=$2
  if file_read "$1" && [[ $REPLY == "$conf" ]]; then return 0; fi
  folder_make "${1%/*}" && file_write "$1" "$conf"$'\n'
}

# system_route_is_live <id>: true when the files of the system's nginx hold what is wanted, and it leads to the instance.
system_route_is_live() {
  local wanted=$BERTH_HOME/nginx-system/routes/$1.conf header site
  system_tree_header
  header=$REPLY
  file_read "$wanted" && [[ $REPLY != '# suspended'* ]] || return 1
  header+=$'\n'$REPLY
  file_read "$BERTH_NGINX_SYSTEM_ROOT/vscode-projects/$1.conf" && [[ $REPLY == "$header" ]] || return 1
  file_read "$BERTH_HOME/nginx-system/sites" || return 1
  site=${REPLY##*$'\n'}
  [[ ! -e $BERTH_HOME/nginx-system/previous && -f $site ]] && grep -q 'vscode-projects/\*\.conf' -- "$site"
}

# system_route_apply <id> <claimed port> <folder>: as route_apply. What is wanted stays wanted when it could not be had, so that
# the next change that nginx takes brings it along.
system_route_apply() {
  system_route_want "$@" || nginx_refuse 'The wanted route cannot be written.' || return 1
  route_under_lock system_route_apply_one "$1"
}

# What lies in the way of one route must not keep the others from being changed.
system_route_apply_one() {
  local path=$BERTH_NGINX_SYSTEM_ROOT/vscode-projects/$1.conf
  if [[ -e $path || -L $path ]] && ! system_tree_is_ours "$path"; then
    rm -f -- "$BERTH_HOME/nginx-system/routes/$1.conf"
    nginx_refuse "$path is not Berth's, so it is left alone."
    return
  fi
  system_route_is_live "$1" || system_apply
}

# system_route_suspend <id> <folder>
system_route_suspend() {
  [[ -d $BERTH_HOME/nginx-system ]] || return 0
  route_render_suspended "/vscode/$1" "$2" && system_route_note "$BERTH_HOME/nginx-system/routes/$1.conf" "$REPLY" || return 1
  route_under_lock system_apply
}

# system_route_remove <id>: nothing to do, and nothing to ask, where the system's nginx has no routes of this home.
system_route_remove() {
  [[ -d $BERTH_HOME/nginx-system ]] || return 0
  route_under_lock system_route_remove_one "$1"
}

system_route_remove_one() {
  rm -f -- "$BERTH_HOME/nginx-system/routes/$1.conf" "$BERTH_HOME/nginx-system/routes/$1.conf.tmp."*
  if system_any_wanted && [[ ! -e $BERTH_NGINX_SYSTEM_ROOT/vscode-projects/$1.conf ]]; then return 0; fi
  system_leave
}

# route_kind_change <own|system> [<site or ''>]: moves the routes of all instances to the other nginx before the settings say so;
# fails with nginx_error, and the routes are where they were.
route_kind_change() {
  if [[ $1 == system ]] && ((EUID != 0)); then
    fail_with unavailable nginx 'Only root may change the nginx of the system.' "Connect as root, or stay with Berth's own nginx."
  fi
  route_under_lock "route_change_to_$1" "${2-}"
}

# Without an instance there is nothing to move, but what could not be had is told at once.
route_change_to_system() {
  local root=$BERTH_HOME/nginx-system had=''
  system_site_choose "$1"
  [[ ! -d $root ]] || had=1
  folder_make "$root/routes" || nginx_refuse "The folder $root cannot be written." || return 1
  if ! route_each system_route_want system_route_want_suspended || ! system_try; then
    [[ -n $had ]] || remove_tree "$root" || :
    return 1
  fi
  if [[ -d $BERTH_HOME/nginx ]]; then nginx_stop && remove_tree "$BERTH_HOME/nginx"; fi
}

system_try() {
  if system_any_wanted; then
    system_apply
  else
    system_prepare '' && remove_tree "$BERTH_HOME/nginx-system"
  fi
}

route_change_to_own() {
  local root=$BERTH_HOME/nginx-system
  if nginx_find; then
    route_each route_want route_want_suspended || nginx_refuse 'The wanted routes cannot be written.' || return 1
    if route_any_leads; then route_apply_all || return 1; else remove_tree "$BERTH_HOME/nginx" || return 1; fi
  fi
  rm -f -- "$BERTH_HOME"/instances/*/password
  [[ -d $root ]] || return 0
  rm -f -- "$root"/routes/*
  system_leave
}

system_route_want_suspended() {
  route_render_suspended "/vscode/$1" "$2" && system_route_note "$BERTH_HOME/nginx-system/routes/$1.conf" "$REPLY"
}

# route_each <function for a running instance> <function for a suspended one>
route_each() {
  local id
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    record_read "$id" || continue
    case ${RECORD[state]} in
      running) "$1" "$id" "${RECORD[port]}" "${RECORD[path]}" || return 1 ;;
      suspended) "$2" "$id" "${RECORD[path]}" || return 1 ;;
    esac
  done
}
