# shellcheck shell=bash
# Routes: which instances nginx leads to. nginx/routes/<id>.conf is what is wanted; the live tree is made from all of them at
# once, so that many starts side by side share one reload. Where the host's settings say so, the nginx of the system does it.

# The first port tried; it goes down from here, away from the claims.
BERTH_NGINX_PORT=${BERTH_NGINX_PORT:-8887}
# How long the route may take to answer; tests shorten it.
BERTH_ROUTE_SECONDS=${BERTH_ROUTE_SECONDS:-15}
ROUTE_ANSWER='no answer'
# Which nginx is meant while routes move from one to the other; else the settings of the host say it.
ROUTE_KIND=''

# route_kind: REPLY is own or system.
route_kind() {
  REPLY=$ROUTE_KIND
  [[ -n $REPLY ]] || settings_host nginxKind
  [[ $REPLY == system ]] || REPLY=own
}

# route_port <id>: REPLY is nginx's port when the route of this instance is live, else empty; empty with the system's nginx too,
# because the gate goes straight to the claim then.
route_port() {
  local port=''
  route_kind
  if [[ $REPLY == system ]]; then
    REPLY=''
    return 0
  fi
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

# route_render <base path> <claimed port> <folder> <directives for what is passed on>: REPLY is the conf of a route.
route_render() {
  local conf
  file_read "$BERTH_LIB/../templates/route.conf" || return 1
  conf=${REPLY//@BASE@/$1}
  conf=${conf//@PORT@/$2}
  url_encode "$3"
  conf=${conf//@FOLDER@/$REPLY}
  REPLY=${conf//@PROXY@/"$4"}
}

# route_render_suspended <base path> <folder>: REPLY is the conf that shows the page of a suspended instance.
route_render_suspended() {
  local conf
  file_read "$BERTH_LIB/../templates/suspended.conf" || return 1
  conf=${REPLY//@BASE@/$1}
  page_suspended "$2" || return 1
  REPLY=${conf//@PAGE@/"$REPLY"}
}

# route_want <id> <claimed port> <folder>: notes what is wanted; the next one to hold nginx.lock takes it along.
route_want() {
  route_render "/vscode/$1" "$2" "$3" 'include proxy.conf;' && route_note "$1" "$REPLY"
}

# route_note <id> <conf>
route_note() {
  local path=$BERTH_HOME/nginx/routes/$1.conf
  if file_read "$path" && [[ $REPLY == "$2" ]]; then return 0; fi
  folder_make "${path%/*}" && file_write "$path" "$2"$'\n'
}

# route_any_leads: true when a wanted route leads to an instance; pages alone are not worth an nginx.
route_any_leads() {
  local path
  for path in "$BERTH_HOME"/nginx/routes/*.conf; do
    if [[ -f $path && ! -L $path ]] && file_read "$path" && [[ $REPLY != '# suspended'* ]]; then return 0; fi
  done
  return 1
}

# route_is_live <id>: true when the live tree already holds what is wanted.
route_is_live() {
  local wanted=$BERTH_HOME/nginx/routes/$1.conf live=$BERTH_HOME/nginx/conf/vscode-projects/$1.conf content
  route_kind
  if [[ $REPLY == system ]]; then
    system_route_is_live "$1"
    return
  fi
  [[ -f $wanted && -f $live ]] && file_read "$wanted" || return 1
  content=$REPLY
  [[ $content != '# suspended'* ]] && file_read "$live" && [[ $REPLY == "$content" ]] && nginx_master
}

# route_apply <id> <claimed port> <folder>: the route of this instance is live afterwards.
route_apply() {
  route_kind
  if [[ $REPLY == system ]]; then
    system_route_apply "$@"
    return
  fi
  # Before the lock is had, so that whoever has it takes all who wait along in one reload. Whoever takes the last route
  # away at this moment takes the folder too; then it is written again below.
  route_want "$@" 2>/dev/null || :
  route_under_lock route_apply_one "$@"
}

# route_suspend <id> <folder>: in the place of the instance there is a page afterwards that says how to wake it. Berth's own
# nginx ends when it would have nothing but such pages; the system's goes on.
route_suspend() {
  route_kind
  if [[ $REPLY == system ]]; then
    system_route_suspend "$@"
    return
  fi
  [[ -d $BERTH_HOME/nginx ]] || return 0
  route_under_lock route_suspend_one "$@"
}

# route_remove <id>: the route is gone afterwards from either nginx, and with the last one everything of it.
route_remove() {
  local root=$BERTH_HOME/nginx code=0
  system_route_remove "$1" || code=$?
  [[ -d $root ]] || return "$code"
  # A write that was cut off leaves its draft.
  if [[ ! -f $root/conf/vscode-projects/$1.conf && -z $(compgen -G "$root/routes/$1.conf*") ]]; then
    # A folder without anybody's route is of no use, but not this one's to insist on.
    route_any_leads || route_under_lock route_remove_one "$1" 2>/dev/null || :
    return "$code"
  fi
  route_under_lock route_remove_one "$1" && return "$code"
}

# route_check <id> <token> <folder>: the route in Berth's own nginx answers HTTP and a WebSocket, and only with the token. REPLY tells what it said.
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

# route_check_once <port> <path with query> <cookie>
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
