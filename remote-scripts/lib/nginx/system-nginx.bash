# shellcheck shell=bash
# The nginx of the system, for a public address: who it is, how it is asked to take a configuration, how that is confirmed. Only
# root may change it. Callers hold nginx.lock.

# Where its configuration is; tests have one of their own.
BERTH_NGINX_SYSTEM_ROOT=${BERTH_NGINX_SYSTEM_ROOT:-/etc/nginx}
SYSTEM_BINARY=''
SYSTEM_MASTER=''
# How long a reload may take until it answers; tests shorten it.
BERTH_RELOAD_SECONDS=${BERTH_RELOAD_SECONDS:-10}

# system_nginx_ready: finds program, configuration and running master; nginx_error tells what is missing.
system_nginx_ready() {
  ((EUID == 0)) || nginx_refuse 'Only root may change the nginx of the system.' || return 1
  nginx_find || nginx_refuse 'There is no nginx on this server.' || return 1
  SYSTEM_BINARY=$(readlink -f -- "$REPLY")
  [[ -f $BERTH_NGINX_SYSTEM_ROOT/nginx.conf ]] || nginx_refuse "There is no $BERTH_NGINX_SYSTEM_ROOT/nginx.conf." || return 1
  system_nginx_master || nginx_refuse 'The nginx of the system does not run.'
}

# system_nginx_master: SYSTEM_MASTER is the pid that its pid file names, when that is a master of this program and of root.
system_nginx_master() {
  local line pid path=''
  SYSTEM_MASTER=''
  while IFS= read -r line; do
    if [[ $line =~ ^[[:space:]]*pid[[:space:]]+[\"\']?(/[^\;\"\']+) ]]; then path=${BASH_REMATCH[1]}; fi
  done <"$BERTH_NGINX_SYSTEM_ROOT/nginx.conf"
  if [[ -z $path ]]; then
    line=$("$SYSTEM_BINARY" -V 2>&1 </dev/null) || return 1
    if [[ $line =~ --pid-path=(/[^[:space:]]+) ]]; then path=${BASH_REMATCH[1]}; fi
  fi
  file_read "$path" && [[ $REPLY =~ ^[0-9]+$ ]] || return 1
  pid=$REPLY
  system_nginx_is_master "$pid" || return 1
  SYSTEM_MASTER=$pid
}

# system_nginx_is_master <pid>: a package's update leaves the running program without a name in the file system.
system_nginx_is_master() {
  local line='' program
  program=$(readlink -- "/proc/$1/exe" 2>/dev/null) || return 1
  { IFS= read -r -d '' line <"/proc/$1/cmdline" || :; } 2>/dev/null
  [[ ${program% (deleted)} == "$SYSTEM_BINARY" && $line == 'nginx: master process'* && $(stat -c %u -- "/proc/$1") == 0 ]]
}

# system_nginx_workers: REPLY is the pids of the master's workers that take connections, between spaces.
system_nginx_workers() {
  local path pid name line fields workers=' '
  for path in /proc/[0-9]*/comm; do
    { read -r name <"$path"; } 2>/dev/null || continue
    pid=${path#/proc/}
    pid=${pid%/comm}
    [[ $name == nginx ]] || continue
    { IFS= read -r line <"/proc/$pid/stat"; } 2>/dev/null || continue
    read -r -a fields <<<"${line##*) }"
    [[ ${fields[1]-} == "$SYSTEM_MASTER" ]] || continue
    line=''
    { IFS= read -r -d '' line <"/proc/$pid/cmdline" || :; } 2>/dev/null
    if [[ $line == 'nginx: worker process'* && $line != *'shutting down'* ]]; then workers+="$pid "; fi
  done
  REPLY=$workers
}

# system_nginx_test <nginx.conf>: nginx_error tells why not, with the paths of the live files.
system_nginx_test() {
  nginx_capture timeout 20 "$SYSTEM_BINARY" -t -q -c "$1" && return 0
  nginx_error
  nginx_refuse "${REPLY//"$BERTH_HOME/nginx-system/staged"/"$BERTH_NGINX_SYSTEM_ROOT"}"
}

# system_nginx_reload <generation or ''>: asks the master, and waits until workers of the files as they are now answer.
system_nginx_reload() {
  local before pid is_new='' deadline=$((SECONDS + BERTH_RELOAD_SECONDS))
  system_nginx_workers
  before=$REPLY
  system_nginx_is_master "$SYSTEM_MASTER" && kill -s HUP "$SYSTEM_MASTER" || nginx_refuse 'The nginx of the system does not run.' || return 1
  while ((SECONDS <= deadline)); do
    # The workers of before go on listening for a tenth of a second beside the others.
    if [[ -z $is_new ]]; then
      system_nginx_workers
      if [[ $REPLY != ' ' ]]; then is_new=1; fi
      for pid in $REPLY; do [[ $before != *" $pid "* ]] || is_new=''; done
    fi
    if [[ -n $is_new && (-z $1 || -z $SYSTEM_ADDRESS) ]]; then return 0; fi
    if [[ -n $is_new ]] && system_ask /vscode/-/generation && http_body_is "$1"; then return 0; fi
    pause 0.02
  done
  if [[ -z $is_new ]]; then
    nginx_refuse 'The nginx of the system did not take the new configuration; its error log says why.'
  else
    nginx_refuse "The site does not lead to what was added to it: $SYSTEM_SITE"
  fi
}
