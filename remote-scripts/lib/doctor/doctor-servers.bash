# shellcheck shell=bash
# Who listens, which editors' servers Berth did not start, and what leads to them from outside, for the doctor.

DOCTOR_SERVERS_MOST=50
# How many ports of another user are asked whether a code-server is behind them.
DOCTOR_GUESSES=4
# Pid -> 1 for servers of any kind that were told to ask nobody who they are.
declare -gA OPEN_SERVERS

# doctor_listeners <first> <last>: the rows of `ports-list`.
doctor_listeners() {
  local document
  verb_load ports-list || return 1
  document=$(command_ports_list --port-first "$1" --port-last "$2") && [[ $document == '{"ok":true,"value":'*'}' ]] || return 1
  document=${document#'{"ok":true,"value":'}
  printf '%s' "${document%'}'}"
}

# doctor_servers <when it is to be over, as SECONDS tells>: fails when it is not by then.
doctor_servers() {
  local pid deadline=$1
  local -a rows=()
  local -A addresses=()
  code_servers_find
  parents_read
  open_servers_find
  ports_users
  server_addresses
  for pid in "${!CODE_SERVERS[@]}" "${!OPEN_SERVERS[@]}"; do
    ((${#rows[@]} < DOCTOR_SERVERS_MOST)) || break
    # What others run here must not hold up the look; half of them would look like all.
    ((SECONDS <= deadline)) || return 1
    server_row "$pid" && rows+=("$REPLY")
  done
  json_array ${rows[@]+"${rows[@]}"}
  printf '%s' "$REPLY"
}

# open_servers_find: whatever its name is. Those that are part of a code-server are told as that.
open_servers_find() {
  local path pid text
  OPEN_SERVERS=()
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/cmdline}
    { text=$(tr '\0' ' ' <"$path"); } 2>/dev/null || continue
    [[ " $text " =~ \ --(auth[\ =]none|without-connection-token)\  ]] || continue
    # A shell that was only told of it opens nothing.
    [[ ${text%% *} != *@(sh|grep|awk|sudo|su|timeout|setsid|env) ]] || continue
    if [[ $pid == "$BASHPID" || $pid == "$$" ]] || process_has_any_mark "$pid" || server_root "$pid"; then continue; fi
    OPEN_SERVERS[$pid]=1
  done < <(grep -lsE -e '--(auth|without-connection-token)' /proc/[0-9]*/cmdline || :)
}

# server_root <pid>: REPLY is the code-server or open server that it is a part of.
server_root() {
  local pid=$1
  while [[ -n $pid && $pid != 0 ]]; do
    if [[ -n ${CODE_SERVERS[$pid]-} || -n ${OPEN_SERVERS[$pid]-} ]]; then
      REPLY=$pid
      return 0
    fi
    parent_of "$pid"
    pid=$REPLY
  done
  return 1
}

# server_addresses: fills `addresses`, pid of the server -> `<address> <port>` lines, as far as its descriptors may be read.
server_addresses() {
  local port address inode pid
  ports_owners
  while read -r port address inode _; do
    pid=${PORT_OWNERS[$inode]-}
    if [[ -n $pid ]] && server_root "$pid"; then addresses[$REPLY]+="$address $port"$'\n'; fi
  done < <(ports_listeners)
}

# server_row <pid>: REPLY is its JSON; fails when it is gone.
server_row() {
  local pid=$1 uid command kind=code-server address port
  local SERVER_AUTH='' SERVER_HOST='' SERVER_PORT='' SERVER_CONFIG='' SERVER_IS_OF_BERTH=''
  local -a rows=()
  uid=$(stat -c %u -- "/proc/$pid" 2>/dev/null) || return 1
  ports_command "$pid"
  command=$REPLY
  [[ -n ${CODE_SERVERS[$pid]-} ]] || kind=other
  server_arguments "$pid"
  server_config "$uid"
  while read -r address port; do
    [[ -n $port ]] || continue
    rows+=("$(doctor_object address text "$address" port number "$port")")
    SERVER_PORT=$port
  done <<<"${addresses[$pid]-}"
  if [[ -z $SERVER_PORT ]]; then server_guess "$uid"; fi
  if [[ -z $SERVER_AUTH && -n $SERVER_PORT && $kind == code-server ]]; then server_probe "$SERVER_PORT"; fi
  json_array ${rows[@]+"${rows[@]}"}
  REPLY=$(doctor_object pid number "$pid" kind text "$kind" user text "${PORT_USERS[$uid]:-$uid}" uid number "$uid" command text "$command" \
    unit text "$(server_unit "$pid")" auth text "$SERVER_AUTH" host text "$SERVER_HOST" isOfBerth flag "$SERVER_IS_OF_BERTH" port number "$SERVER_PORT" listens raw "$REPLY")
}

# server_unit <pid>: prints the unit of the system that would start it again. Only one that is named after it: a login has one, too.
server_unit() {
  local line
  while IFS= read -r line; do
    line=${line##*/}
    if [[ $line =~ ^[A-Za-z0-9@._-]*code-server[A-Za-z0-9@._-]*\.service$ ]]; then
      printf '%s' "$line"
      return
    fi
  done < <(grep -s -v -F '/user@' "/proc/$1/cgroup" || :)
}

# server_arguments <pid>: fills the SERVER_ variables from its command line.
server_arguments() {
  local -a words=()
  local index word value
  { mapfile -d '' -t words <"/proc/$1/cmdline"; } 2>/dev/null || :
  for ((index = 0; index < ${#words[@]}; index++)); do
    word=${words[index]}
    if [[ $word == --*=* ]]; then value=${word#*=} word=${word%%=*}; else value=${words[index + 1]-}; fi
    case $word in
      --auth) SERVER_AUTH=$value ;;
      --without-connection-token) SERVER_AUTH=none ;;
      --config) SERVER_CONFIG=$value ;;
      --host) SERVER_HOST=$value ;;
      --port) SERVER_PORT=$value ;;
      --user-data-dir) if [[ $value == */berth/instances/*/user-data ]]; then SERVER_IS_OF_BERTH=1; fi ;;
      --bind-addr) SERVER_HOST=${value%:*} SERVER_PORT=${value##*:} ;;
    esac
  done
}

# server_config <uid>: what its command line does not say is in its configuration, where that may be read.
server_config() {
  local line home
  if [[ -z $SERVER_CONFIG ]]; then
    home=$(awk -F: -v uid="$1" '$3 == uid { print $6; exit }' /etc/passwd)
    SERVER_CONFIG=${home:-/nonexistent}/.config/code-server/config.yaml
  fi
  [[ -f $SERVER_CONFIG && -r $SERVER_CONFIG ]] || return 0
  while IFS= read -r line; do
    line=${line//[$' \t\r\"\'']/}
    case $line in
      auth:*) : "${SERVER_AUTH:=${line#auth:}}" ;;
      bind-addr:*:*)
        line=${line#bind-addr:}
        : "${SERVER_HOST:=${line%:*}}" "${SERVER_PORT:=${line##*:}}"
        ;;
    esac
  done < <(timeout 1 head -c 4096 -- "$SERVER_CONFIG" 2>/dev/null | tr -d '\0')
}

# server_guess <uid>: what another user's server listens on cannot be read, but it can be asked. Needs `rows`.
server_guess() {
  local port address inode uid tried=0
  while read -r port address inode uid; do
    [[ $uid == "$1" && -z ${PORT_OWNERS[$inode]-} ]] || continue
    ((++tried <= DOCTOR_GUESSES)) || return 0
    server_ask "$port" /healthz
    [[ $REPLY == *'"lastHeartbeat"'* ]] || continue
    rows+=("$(doctor_object address text "$address" port number "$port")")
    SERVER_PORT=$port
  done < <(ports_listeners)
}

# server_ask <port> <path>: REPLY is the beginning of the answer, as far as it comes in half a second.
server_ask() {
  local fd pid answer=''
  exec {fd}< <(server_talk "$@")
  pid=$!
  IFS= read -r -d '' -t 1 -u "$fd" answer || :
  exec {fd}<&-
  # The kernel tries for two minutes to reach one that takes no more connections.
  if process_start_ticks "$pid"; then process_signal_known TERM "$pid" "$REPLY" || :; fi
  REPLY=$answer
}

# server_talk <port> <path>: prints what server_ask tells.
server_talk() {
  local fd answer=''
  { exec {fd}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 0
  { printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&"$fd"; } 2>/dev/null || :
  IFS= read -r -d '' -n 2000 -t 0.5 -u "$fd" answer || :
  printf '%s' "$answer" 2>/dev/null || :
}

# server_probe <port>: code-server has a login page only where it asks for a password, and leads away from it otherwise.
server_probe() {
  server_ask "$1" /login
  case $REPLY in
    'HTTP/1.'?' 200 '*) SERVER_AUTH=password ;;
    'HTTP/1.'?' 302 '*) SERVER_AUTH=none ;;
  esac
}

# doctor_nginx_proxies: what the nginx of the system leads to on this host itself, but for what Berth wrote there.
doctor_nginx_proxies() {
  local file line
  local -a rows=() places=()
  for file in nginx.conf conf.d sites-enabled vscode-projects; do
    if [[ -e $BERTH_NGINX_SYSTEM_ROOT/$file ]]; then places+=("$BERTH_NGINX_SYSTEM_ROOT/$file"); fi
  done
  if ((${#places[@]} > 0)) && nginx_of_system_runs; then
    while IFS=: read -r -d '' file && IFS= read -r line; do
      file_read "$file" || continue
      [[ $REPLY != '# Written by Berth '* && ${#rows[@]} -lt 200 ]] || continue
      if [[ $line =~ proxy_pass[[:space:]]+https?://(127\.0\.0\.1|localhost|\[::1\]):([0-9]+) ]]; then
        rows+=("$(doctor_object file text "$file" port number "${BASH_REMATCH[2]}")")
      fi
    done < <(timeout 1 grep -RZsE '^[^#]*proxy_pass[[:space:]]' -- "${places[@]}" || :)
  fi
  json_array ${rows[@]+"${rows[@]}"}
  printf '%s' "$REPLY"
}

# nginx_of_system_runs: true when a master runs that is not Berth's own.
nginx_of_system_runs() {
  local path pid
  # Where processes are hidden, it may.
  { : </proc/1/stat; } 2>/dev/null || return 0
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/cmdline}
    [[ /proc/$pid/cwd -ef $BERTH_HOME/nginx ]] || return 0
  done < <(grep -lsF -e 'nginx: master process' /proc/[0-9]*/cmdline || :)
  return 1
}
