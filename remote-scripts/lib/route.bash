# shellcheck shell=bash
# Routes: which instances nginx leads to. nginx/routes/<id>.conf is what is wanted; the live tree is made from all of them at
# once, so that many starts side by side share one reload.

# The first port tried; it goes down from here, away from the claims.
BERTH_NGINX_PORT=${BERTH_NGINX_PORT:-8887}
# How long the route may take to answer; tests shorten it.
BERTH_ROUTE_SECONDS=${BERTH_ROUTE_SECONDS:-15}
ROUTE_ANSWER='no answer'

# route_port <id>: REPLY is nginx's port when the route of this instance is live, else empty.
route_port() {
  local port=''
  # While another route is added or removed, the live tree has no name between two renames.
  for _ in {1..100}; do
    [[ ! -d $BERTH_HOME/nginx/conf && -d $BERTH_HOME/nginx/previous ]] || break
    pause 0.01
  done
  if [[ -f $BERTH_HOME/nginx/conf/vscode-projects/$1.conf ]] && file_read "$BERTH_HOME/nginx/port"; then
    port=$REPLY
    nginx_master || port=''
  fi
  REPLY=$port
}

# route_want <id> <claimed port> <folder>: notes what is wanted; the next one to hold nginx.lock takes it along.
route_want() {
  local conf path=$BERTH_HOME/nginx/routes/$1.conf
  file_read "$BERTH_LIB/../templates/route.conf" || return 1
  conf=${REPLY//@ID@/$1}
  conf=${conf//@PORT@/$2}
  url_encode "$3"
  conf=${conf//@FOLDER@/$REPLY}
  if file_read "$path" && [[ $REPLY == "$conf" ]]; then return 0; fi
  folder_make "${path%/*}" && file_write "$path" "$conf"$'\n'
}

# route_is_live <id>: true when the live tree already holds what is wanted.
route_is_live() {
  local wanted=$BERTH_HOME/nginx/routes/$1.conf live=$BERTH_HOME/nginx/conf/vscode-projects/$1.conf content
  [[ -f $wanted && -f $live ]] && file_read "$wanted" || return 1
  content=$REPLY
  file_read "$live" && [[ $REPLY == "$content" ]] && nginx_master
}

# route_apply_all: makes the live tree what is wanted. Holds nginx.lock.
route_apply_all() {
  local root=$BERTH_HOME/nginx binary generation port tried=''
  nginx_find || return 1
  binary=$REPLY
  now_ms
  generation=$REPLY-$RANDOM
  if nginx_master; then
    file_read "$root/port" && [[ $REPLY =~ ^[0-9]+$ ]] || return 1
    port=$REPLY
    nginx_stage "$binary" "$port" "$generation" && nginx_swap || return 1
    nginx_master && kill -s HUP "$REPLY" && nginx_confirm "$port" "$generation" && remove_tree "$root/previous" && return 0
    nginx_note_error
    nginx_roll_back
    return 1
  fi
  nginx_stop || return 1
  while route_choose_port "$tried"; do
    port=$REPLY
    nginx_stage "$binary" "$port" "$generation" && nginx_swap && file_write "$root/port" "$port"$'\n' || return 1
    if nginx_launch "$binary" && nginx_confirm "$port" "$generation"; then return 0; fi
    nginx_note_error
    nginx_stop || return 1
    nginx_error
    [[ $REPLY == *'Address already in use'* ]] || return 1
    tried+="$port "
  done
  return 1
}

# route_choose_port <ports to leave out>: the remembered port if it is free, else the next free one going down.
route_choose_port() {
  local port remembered=''
  ports_find_listening
  file_read "$BERTH_HOME/nginx/port" && remembered=$REPLY
  for port in $remembered $(seq "$BERTH_NGINX_PORT" -1 "$((BERTH_NGINX_PORT - 99))"); do
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

# route_apply <id> <claimed port> <folder>: the route of this instance is live afterwards.
route_apply() {
  # Before the lock is had, so that whoever has it takes all who wait along in one reload. Whoever takes the last route
  # away at this moment takes the folder too; then it is written again below.
  route_want "$@" 2>/dev/null || :
  route_under_lock route_apply_one "$@"
}

route_apply_one() {
  route_want "$@" || return 1
  route_is_live "$1" || route_apply_all
}

# route_remove <id>: the route is gone afterwards, and with the last one nginx and everything of it.
route_remove() {
  local root=$BERTH_HOME/nginx
  [[ -d $root ]] || return 0
  # A write that was cut off leaves its draft.
  if [[ ! -f $root/conf/vscode-projects/$1.conf && -z $(compgen -G "$root/routes/$1.conf*") ]]; then
    # A folder without anybody's route is of no use, but not this one's to insist on.
    [[ -n $(compgen -G "$root/routes/*.conf") ]] || route_under_lock route_remove_one "$1" 2>/dev/null || :
    return 0
  fi
  route_under_lock route_remove_one "$1"
}

route_remove_one() {
  local root=$BERTH_HOME/nginx
  rm -f -- "$root/routes/$1.conf" "$root/routes/$1.conf.tmp."*
  if [[ -z $(compgen -G "$root/routes/*.conf") ]]; then
    nginx_stop && remove_tree "$root"
  elif [[ -f $root/conf/vscode-projects/$1.conf ]]; then
    route_apply_all
  fi
}

# route_check <id> <token> <folder>: the route answers HTTP and a WebSocket, and only with the token. REPLY tells what it said.
route_check() {
  local path deadline=$((SECONDS + BERTH_ROUTE_SECONDS)) cookie=code-server-session-$1=$2
  url_encode "$3"
  path="/vscode/$1/?folder=$REPLY"
  while ((SECONDS <= deadline)); do
    route_port "$1"
    if [[ -n $REPLY ]] && route_check_once "$REPLY" "$path" "$cookie"; then return 0; fi
    pause 0.05
  done
  REPLY=$ROUTE_ANSWER
  return 1
}

route_check_once() {
  http_get "$1" "$2" || return 1
  ROUTE_ANSWER="without the token: $REPLY"
  [[ $REPLY == 302 || $REPLY == 401 ]] || return 1
  http_get "$1" "$2" "$3" || return 1
  ROUTE_ANSWER="with the token: $REPLY"
  [[ $REPLY == 200 ]] || return 1
  http_upgrade "$1" "${2%%\?*}" "$3" || return 1
  ROUTE_ANSWER="WebSocket: $REPLY"
  [[ $REPLY == 101 ]]
}
