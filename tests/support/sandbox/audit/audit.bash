#!/usr/bin/env bash
# Finds what Berth left on this host. Judges by what is there, with no help from Berth's own scripts.
# stdin:  one line for each folder of Berth, an empty line, then one line for each secret that must not be seen.
# stdout: three fields per finding, each ended by NUL: kind, target, reason.
# environment: AUDIT_MARK restricts processes to those with this NAME=VALUE in their environment;
#              AUDIT_IS_LINK_CLOSED=1 says that nobody is connected, so that no runner may be left.
# What may stay without a running instance: sessions with what keeps them, their settings and hook, scripts, installed code-servers, records of stopped and suspended instances, the claims
# of the latter, what users set (user data, extensions, settings, base), what was learned (history), backups, journals and locks;
# the keeper's notes of an idle run, which it may write while somebody stops that: they name the run and are of no other.
set -euo pipefail
shopt -s nullglob

declare -a homes=() secrets=()
# "<home> <id>" -> port, for every instance that really runs; and the folders that such instances may use.
declare -A live=() runtimes=()
# "<home> <id>" -> port, for every suspended instance: it keeps its claim, and its page while an nginx runs anyway.
declare -A suspended=()
declare -A is_live_in=()

found() { printf '%s\0%s\0%s\0' "$1" "$2" "$3"; }

read_settings() {
  local line
  while IFS= read -r line && [[ -n $line ]]; do homes+=("$line"); done
  while IFS= read -r line; do secrets+=("$line"); done
}

# environment_of <pid>: fills the array of that name; fails when it cannot be read.
environment_of() {
  environment=()
  { mapfile -d '' -t environment <"/proc/$1/environ"; } 2>/dev/null && ((${#environment[@]} > 0)) || return 1
  [[ -n ${AUDIT_MARK-} ]] || return 0
  local entry
  for entry in "${environment[@]}"; do
    [[ $entry != "$AUDIT_MARK" ]] || return 0
  done
  return 1
}

# value_of <name>: REPLY is the value in `environment`, empty when it is not there.
value_of() {
  local entry
  REPLY=''
  for entry in "${environment[@]}"; do
    if [[ $entry == "$1="* ]]; then REPLY=${entry#*=}; fi
  done
}

start_ticks_of() {
  local stat=''
  local -a fields
  { IFS= read -r -d '' stat <"/proc/$1/stat" || [[ -n $stat ]]; } 2>/dev/null || return 1
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  REPLY=${fields[19]}
}

find_live() {
  local home file
  for home in "${homes[@]}"; do
    for file in "$home"/instances/*/record; do
      judge_record "$home" "$file"
    done
  done
}

judge_record() {
  local home=$1 file=$2 id key value
  local -A record=()
  id=${file%/record}
  id=${id##*/}
  while IFS='=' read -r key value; do
    [[ -z $key ]] || record[$key]=$value
  done <"$file"
  [[ ${record[state]-} != stopped ]] || return 0
  if [[ ${record[state]-} == suspended ]]; then
    suspended["$home $id"]=${record[port]-}
    return 0
  fi
  local -a environment
  if [[ ${record[state]-} == running && ${record[pid]-} =~ ^[0-9]+$ && ${record[bootId]-} == "$(</proc/sys/kernel/random/boot_id)" ]] &&
    start_ticks_of "${record[pid]}" && [[ $REPLY == "${record[startTicks]-}" ]] &&
    environment_of "${record[pid]}" && value_of BERTH_INSTANCE && [[ $REPLY == "$id" ]]; then
    live["$home $id"]=${record[port]-}
    is_live_in["$home"]=1
    runtimes["$home/run/${record[port]-}"]=1
    value_of XDG_RUNTIME_DIR
    if [[ -n $REPLY ]]; then runtimes["$REPLY"]=1; fi
    return 0
  fi
  found record "$file" "it says ${record[state]-nothing}, but no such process runs"
}

audit_processes() {
  local path pid id home name
  local -a environment
  for path in /proc/[0-9]*; do
    pid=${path#/proc/}
    if ! environment_of "$pid" || ! start_ticks_of "$pid"; then continue; fi
    value_of BERTH_INSTANCE
    id=$REPLY
    value_of BERTH_INSTANCE_HOME
    home=$REPLY
    { IFS= read -r name <"/proc/$pid/comm"; } 2>/dev/null || continue
    if [[ -n $id ]]; then
      [[ -n ${live["$home $id"]-} ]] || found process "pid $pid" "$name carries the mark of $id, which does not run"
      continue
    fi
    value_of BERTH_KEEPER_HOME
    if [[ -n $REPLY ]]; then
      is_keeper_needed "$REPLY" || found process "pid $pid" "$name keeps instances and agents, but none runs in $REPLY"
      continue
    fi
    audit_session_view "$pid" "$name"
    if audit_session_process "$pid" "$name"; then continue; fi
    [[ ${AUDIT_IS_LINK_CLOSED-} != 1 ]] || audit_script "$pid" "$name"
  done
}

audit_script() {
  local home argument
  local -a arguments
  { mapfile -d '' -t arguments <"/proc/$1/cmdline"; } 2>/dev/null || return 0
  for argument in ${arguments[@]+"${arguments[@]}"}; do
    for home in "${homes[@]}"; do
      if [[ $argument == "$home"/scripts/* ]]; then found process "pid $1" "$2 still runs Berth's scripts"; fi
    done
  done
}

# nginx overwrites its environment, so it is known by the folder it works in.
audit_nginx() {
  local path pid home name
  for home in "${homes[@]}"; do
    [[ -z ${is_live_in["$home"]-} ]] || continue
    for path in /proc/[0-9]*/comm; do
      { read -r name <"$path"; } 2>/dev/null || continue
      pid=${path#/proc/}
      pid=${pid%/comm}
      if [[ $name == nginx && /proc/$pid/cwd -ef $home/nginx ]] || is_deleted_nginx "$pid" "$name" "$home"; then
        found nginx "pid $pid" "Berth's nginx runs though no instance does"
      fi
    done
    [[ ! -e $home/nginx ]] || found directory "$home/nginx" 'it belongs to an nginx that no instance needs'
  done
}

is_deleted_nginx() {
  [[ $2 == nginx && $(readlink "/proc/$1/cwd" 2>/dev/null) == "$3/nginx (deleted)" ]]
}

audit_listeners() {
  local file local_address state inode port
  for file in /proc/net/tcp /proc/net/tcp6; do
    [[ -r $file ]] || continue
    while read -r _ local_address _ state _ _ _ _ _ inode _; do
      [[ $state == 0A ]] || continue
      port=$((16#${local_address##*:}))
      ((port < 8880 || port > 8899)) || audit_listener "$port" "$inode"
    done <"$file"
  done
}

audit_listener() {
  local port=$1 inode=$2 pid home key
  local -a environment
  pid=$(owner_of_socket "$inode")
  if [[ -n ${AUDIT_MARK-} ]]; then environment_of "${pid:-0}" || return 0; fi
  for key in "${!live[@]}"; do
    [[ ${live[$key]} != "$port" ]] || return 0
  done
  for home in "${homes[@]}"; do
    [[ -z ${is_live_in["$home"]-} || ! /proc/$pid/cwd -ef $home/nginx ]] || return 0
  done
  found listener "port $port" "no live instance owns it (pid ${pid:-unknown})"
}

owner_of_socket() {
  local path
  for path in /proc/[0-9]*/fd/*; do
    if [[ $(readlink "$path" 2>/dev/null) == "socket:[$1]" ]]; then
      path=${path#/proc/}
      printf '%s' "${path%%/*}"
      return 0
    fi
  done
}

audit_files() {
  local home=$1 file id
  for file in "$home"/ports/*; do
    id=$(<"$file")
    [[ ${live["$home $id"]-} == "${file##*/}" || ${suspended["$home $id"]-} == "${file##*/}" ]] || found claim "$file" "$id does not run on it"
  done
  for file in "$home"/run/* "$home"/instances/*/run; do
    [[ -n ${runtimes["$file"]-} ]] || found directory "$file" 'sockets and temporary files of an instance that does not run'
  done
  for file in "$home"/instances/*/; do
    # What the user set is kept by a cleanup of all instances.
    [[ -e ${file}record || -s ${file}user-data/User/settings.json || -s ${file}settings ]] ||
      found directory "${file%/}" 'an instance without a record'
    audit_instance "$home" "${file%/}"
  done
  for file in "$home"/nginx/routes/*.conf "$home"/nginx/conf/vscode-projects/*.conf; do
    id=${file##*/}
    id=${id%.conf}
    [[ -n ${live["$home $id"]-} || (-n ${suspended["$home $id"]-} && -n ${is_live_in["$home"]-}) ]] ||
      found conf "$file" "it leads to $id, which does not run"
  done
  [[ ! -e $home/keeper ]] || is_keeper_needed "$home" || found directory "$home/keeper" 'it belongs to a keeper that nothing needs'
  for file in "$home"/code-server/.unpacking-*; do
    # An installation under way holds its lock; flock would make one, and for everybody to read.
    if [[ ! -e $home/code-server.lock ]] || flock -n "$home/code-server.lock" true; then
      found directory "$file" 'an installation was cut off'
    fi
  done
  [[ ! -e $home/cleanup ]] || found directory "$home/cleanup" 'a cleanup was cut off and not taken up'
  while IFS= read -r -d '' file; do
    found file "$file" 'a write was cut off'
  done < <(find "$home" -maxdepth 3 -name '*.tmp.[0-9]*' -print0 2>/dev/null)
}

# audit_instance <home> <folder>: what only a process uses, and what an operation takes away at its end.
audit_instance() {
  local id=${2##*/} name
  [[ ! -e $2/cancel ]] || found file "$2/cancel" 'nobody waits for the end of a start'
  [[ ! -e $2/operation ]] || found file "$2/operation" 'no operation is under way'
  [[ -z ${live["$1 $id"]-} ]] || return 0
  for name in token environment memory; do
    [[ ! -e $2/$name ]] || found file "$2/$name" "of no use while $id does not run"
  done
}

# A conf without Berth's name in it is somebody else's.
audit_system_nginx() {
  local file id key is_wanted
  for file in /etc/nginx/vscode-projects/*.conf; do
    grep -qs Berth "$file" || continue
    id=${file##*/}
    id=${id%.conf}
    is_wanted=0
    for key in "${!live[@]}" "${!suspended[@]}"; do
      # What all routes share begins with a line below.
      [[ ${key##* } != "$id" && $id != _* ]] || is_wanted=1
    done
    ((is_wanted)) || found conf "$file" "it leads to $id, which does not run"
  done
}

audit_sockets() {
  local file
  local -a places=("${homes[@]}")
  # A host that shares its folders with the machine can only be judged by its own.
  if [[ -z ${AUDIT_MARK-} ]]; then places+=(/tmp /var/tmp /dev/shm /run /root /home); fi
  while IFS= read -r -d '' file; do
    [[ $file != */sessions/socket ]] || continue
    is_in_live_runtime "$file" || found socket "$file" 'no live instance owns it'
  done < <(find "${places[@]}" -type s \
    \( -name 'vscode-*.sock' -o -name 'code-server*.sock' -o -path '*/berth/*' \) -print0 2>/dev/null | sort -zu)
}

is_in_live_runtime() {
  local folder key
  for folder in "${!runtimes[@]}"; do
    [[ $1 != "$folder"/* ]] || return 0
  done
  for key in "${!live[@]}"; do
    [[ $1 != "${key% *}/instances/${key##* }/"* ]] || return 0
  done
  return 1
}

audit_temporary() {
  local file
  [[ -z ${AUDIT_MARK-} ]] || return 0
  while IFS= read -r -d '' file; do
    found temporary "$file" 'Berth keeps nothing there'
  done < <(find /tmp /var/tmp /dev/shm -mindepth 1 -maxdepth 1 ! -type s \
    \( -iname '*berth*' -o -iname '*vscode*' -o -iname '*code-server*' -o -iname 'exthost*' \) -print0)
}

# What VS Code itself writes lies behind folders that are checked; everything else is checked one by one.
audit_modes() {
  local home=$1 file
  [[ -d $home ]] || return 0
  while IFS= read -r -d '' file; do
    found mode "$file" "other users may use it (mode $(stat -c %a -- "$file" || printf unknown))"
  done < <(find "$home" ! -type l -perm /077 -print0 \
    -o \( -path "$home/instances/*/*" -o -path "$home/run/*" \) -type d -prune 2>/dev/null)
}

audit_secrets() {
  local home file token path pid
  for home in "${homes[@]}"; do
    # A journal may hold the token of its own start, so only the given secrets are looked for here.
    for file in "$home"/journal/*; do audit_secret_file "$file"; done
  done
  for home in "${homes[@]}"; do
    for file in "$home"/instances/*/token; do
      token=$(<"$file")
      [[ -z $token ]] || secrets+=("$token")
    done
  done
  for path in /proc/[0-9]*/cmdline; do
    pid=${path#/proc/}
    if holds_secret "$path"; then found secret "pid ${pid%/cmdline}" 'a secret is in its command line'; fi
  done
  for home in "${homes[@]}"; do
    for file in "$home"/instances/*/log* "$home"/nginx/logs/* "$home"/nginx/routes/*; do audit_secret_file "$file"; done
  done
}

audit_secret_file() {
  if [[ -f $1 ]] && holds_secret "$1"; then found secret "$1" 'a secret is written in it'; fi
}

holds_secret() {
  local content secret
  ((${#secrets[@]} > 0)) || return 1
  content=$({ tr '\0' ' ' <"$1"; } 2>/dev/null) || return 1
  for secret in "${secrets[@]}"; do
    [[ $content != *"$secret"* ]] || return 0
  done
  return 1
}

main() {
  local home
  read_settings
  find_live
  find_live_sessions
  audit_processes
  audit_nginx
  audit_listeners
  for home in "${homes[@]}"; do
    audit_files "$home"
    audit_session_files "$home"
    audit_modes "$home"
  done
  audit_system_nginx
  audit_sockets
  audit_temporary
  audit_secrets
}

main
