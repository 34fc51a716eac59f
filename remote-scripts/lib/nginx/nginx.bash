# shellcheck shell=bash
# Berth's own nginx: as the user, on the loopback, with everything of it below BERTH_HOME/nginx. Callers hold nginx.lock.
# Its processes are known by their working folder, because nginx overwrites its environment.

# nginx_processes: REPLY is `<master pid or ''>|<other pids>` of our nginx.
nginx_processes() {
  local path pid name line='' master='' others=''
  for path in /proc/[0-9]*/comm; do
    { read -r name <"$path"; } 2>/dev/null || continue
    pid=${path#/proc/}
    pid=${pid%/comm}
    [[ $name == nginx && /proc/$pid/cwd -ef $BERTH_HOME/nginx ]] || continue
    # One that ends at this moment has nothing to read.
    line=''
    { IFS= read -r -d '' line <"/proc/$pid/cmdline" || [[ -n $line ]]; } 2>/dev/null || continue
    if [[ $line == 'nginx: master process'* ]]; then master=$pid; else others+="$pid "; fi
  done
  REPLY="$master|$others"
}

# nginx_master: REPLY is the pid of our running master; fails when there is none.
nginx_master() {
  local pid=''
  file_read "$BERTH_HOME/nginx/nginx.pid" && pid=$REPLY
  if [[ $pid =~ ^[0-9]+$ && /proc/$pid/cwd -ef $BERTH_HOME/nginx ]] && process_start_ticks "$pid"; then
    REPLY=$pid
    return 0
  fi
  nginx_processes
  REPLY=${REPLY%%|*}
  [[ -n $REPLY ]]
}

# nginx_stop: ends our nginx with all its workers; fails when one stays.
nginx_stop() {
  local signal pid deadline
  for signal in TERM KILL; do
    nginx_processes
    for pid in ${REPLY//|/ }; do kill -s "$signal" "$pid" 2>/dev/null || :; done
    deadline=$((SECONDS + 3))
    while nginx_processes && [[ $REPLY != '|' ]] && ((SECONDS <= deadline)); do pause 0.02; done
    [[ $REPLY != '|' ]] || return 0
  done
  return 1
}

NGINX_ERROR=''
declare -ga LONG_LOGS=()

# nginx_error: REPLY is why nginx did not do what it should.
nginx_error() { REPLY=$NGINX_ERROR; }

# nginx_refuse <why>: keeps the reason and fails.
nginx_refuse() {
  NGINX_ERROR=$1
  return 1
}

# nginx_capture <command> [<argument>…]: runs it; what it says is the reason when it fails.
nginx_capture() { NGINX_ERROR=$("$@" 2>&1 </dev/null); }

# nginx_test <binary> <folder> <conf in it>: whether nginx would take this configuration; nginx_error tells why not.
nginx_test() {
  NGINX_ERROR=$(cd -- "$2" && "$1" -p "$2/" -c "$3" -t -q 2>&1 </dev/null)
}

# nginx_note_error: keeps the end of nginx's log too.
nginx_note_error() {
  file_tail "$BERTH_HOME/nginx/logs/error.log"
  NGINX_ERROR+=${NGINX_ERROR:+$'\n'}$REPLY
}

# When one of the logs is longer, it becomes `<log>.1`.
NGINX_LOG_BYTES_MOST=${BERTH_NGINX_LOG_BYTES:-524288}

# nginx_keep_logs_short: costs one process when there is nothing to do. Takes nginx.lock itself, unless somebody else holds it.
nginx_keep_logs_short() {
  local lock
  nginx_has_long_log || return 0
  lock_try "$BERTH_HOME/nginx.lock" 0 || return 0
  lock=$REPLY
  nginx_turn_logs_over || :
  lock_release "$lock"
}

# nginx_has_long_log: LONG_LOGS is the paths. Also true when one was moved away, and who did it was ended before nginx heard of it.
nginx_has_long_log() {
  local logs=$BERTH_HOME/nginx/logs size path
  LONG_LOGS=()
  [[ -d $logs && ! -L $logs ]] || return 1
  while read -r size path; do
    if ((size > NGINX_LOG_BYTES_MOST)); then LONG_LOGS+=("$path"); fi
  done < <(stat -c '%s %n' -- "$logs"/{access,error}.log 2>/dev/null || :)
  for path in "$logs"/{access,error}.log; do
    [[ -e $path || ! -e $path.1 ]] || return 0
  done
  ((${#LONG_LOGS[@]} > 0))
}

# nginx_turn_logs_over: nginx goes on in the old files until USR1 makes it open new ones.
nginx_turn_logs_over() {
  local path
  nginx_has_long_log || return 0
  for path in ${LONG_LOGS[@]+"${LONG_LOGS[@]}"}; do mv -fT -- "$path" "$path.1" || return 1; done
  nginx_master && kill -s USR1 "$REPLY"
}

# nginx_swap: puts a tree in the place of the live one and keeps the old one until the new one is confirmed.
nginx_swap() {
  local root=$BERTH_HOME/nginx
  remove_tree "$root/previous" || return 1
  if [[ -d $root/conf ]]; then mv -T -- "$root/conf" "$root/previous" || return 1; fi
  mv -T -- "$root/staged" "$root/conf"
}

nginx_roll_back() {
  local root=$BERTH_HOME/nginx
  [[ -d $root/previous ]] || return 0
  remove_tree "$root/conf" && mv -T -- "$root/previous" "$root/conf"
  if nginx_master; then kill -s HUP "$REPLY" || :; fi
}

# nginx_confirm <port> <generation>: waits until the new configuration answers.
nginx_confirm() {
  local deadline=$((SECONDS + 5))
  while ((SECONDS <= deadline)); do
    if http_get "$1" /berth/generation && http_body_is "$2"; then return 0; fi
    pause 0.01
  done
  return 1
}

# nginx_launch <binary>: nginx goes into the background by itself once it listens.
nginx_launch() {
  local root=$BERTH_HOME/nginx
  NGINX_ERROR=$(
    process_close_files
    unset BERTH_INSTANCE BERTH_INSTANCE_HOME
    cd -- "$root" || exit 1
    exec "$1" -p "$root/" -c conf/nginx.conf 2>&1 </dev/null >/dev/null
  )
}
