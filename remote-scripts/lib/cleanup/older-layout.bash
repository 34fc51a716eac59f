# shellcheck shell=bash
# What an earlier tool for the same purpose left: folders with fixed names, a list of ports, confs of the system's nginx. Only
# these exact places, only what belongs to this user, and nothing that somebody still uses unless it is ticked.

# In front of every place; tests have a tree of their own.
BERTH_OLDER_ROOT=${BERTH_OLDER_ROOT:-}
OLDER_PORTS_BYTES_MOST=1048576
# How long repositories are looked for in what it left; a doctor has less time.
OLDER_LOOK_SECONDS=10
OLDER_EMPTY_PORTS='{"instances":{},"availablePorts":[8888,8889,8890,8891,8892,8893,8894,8895,8896,8897,8898,8899]}'

older_hurry() { OLDER_LOOK_SECONDS=1; }

# Folder -> the pids that work in it, and folder -> why it stays whoever wants it gone.
declare -gA OLDER_USERS OLDER_OBSTACLES

# older_path_is_known <path>: true for a place of the earlier tool itself, not for anything in it, that this user may remove.
older_path_is_known() {
  local root=$BERTH_OLDER_ROOT
  case $1 in
    "$root"/tmp/*/* | "$root"/etc/nginx/vscode-projects/*/*) return 1 ;;
    "$root"/tmp/code-server-?* | "$root"/tmp/vscode-agent-?* | "$root"/var/www/vscode-workspaces) ;;
    "$root"/etc/nginx/vscode-projects/?*) [[ -f $1 || -L $1 ]] || return 1 ;;
    *) return 1 ;;
  esac
  ((EUID == 0)) || [[ $(stat -c %u -- "$1") == "$EUID" ]]
}

# items_find_older: symlinks in these places are removed themselves, never followed.
items_find_older() {
  local root=$BERTH_OLDER_ROOT path
  local -a folders=()
  for path in "$root"/tmp/code-server-?* "$root"/tmp/vscode-agent-?* "$root"/var/www/vscode-workspaces; do
    # Something that was fetched to be installed is no folder of a tool.
    if [[ (-e $path || -L $path) && $path != *.@(tar.gz|tgz|deb|rpm|zip|sh) ]]; then folders+=("$path"); fi
  done
  OLDER_USERS=() OLDER_OBSTACLES=()
  if ((${#folders[@]} > 0)); then
    older_users_find
    older_repositories_find
  fi
  for path in ${folders[@]+"${folders[@]}"}; do older_add_folder "$path"; done
  older_add_processes
  for path in "$root"/var/www/{,*/,*/data/}vscode-ports.json "${HOME:-/nonexistent}"/{,.,*/,*/data/}vscode-ports.json; do
    if [[ -f $path && ! -L $path ]] && ! older_ports_are_empty "$path"; then
      item_add older-ports other "$path" '' 'list of ports of an earlier tool, which is emptied'
    fi
  done
  for path in "$root"/etc/nginx/vscode-projects/*; do
    if [[ -f $path || -L $path ]]; then older_add_conf "$path"; fi
  done
}

# older_users_find: fills OLDER_USERS. Needs `folders`.
older_users_find() {
  local path pid place folder root=$BERTH_OLDER_ROOT
  local -A users=()
  while IFS= read -r -d '' path && IFS= read -r -d '' place; do
    pid=${path#/proc/}
    users[${pid%%/*}]+=$'\n'$place
  done < <(find /proc/[0-9]*/cwd /proc/[0-9]*/fd -maxdepth 1 -type l \
    \( -lname "$root/tmp/code-server-*" -o -lname "$root/tmp/vscode-agent-*" -o -lname "$root/var/www/vscode-workspaces*" \) \
    -printf '%p\0%l\0' 2>/dev/null || :)
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%%/*}
    place=''
    { IFS= read -r -d '' place < <(tr '\0' '\n' <"/proc/$pid/cmdline") || :; } 2>/dev/null
    users[$pid]+=$'\n'${place//=/$'\n'}
  done < <(grep -lsF -e "$root/tmp/code-server-" -e "$root/tmp/vscode-agent-" -e "$root/var/www/vscode-workspaces" /proc/[0-9]*/cmdline || :)
  for pid in "${!users[@]}"; do
    [[ $pid != "$BASHPID" && $pid != "$$" ]] || continue
    for folder in "${folders[@]}"; do
      place=${users[$pid]}$'\n'
      if [[ $place == *$'\n'"$folder"[/$'\n']* ]]; then OLDER_USERS[$folder]+="$pid "; fi
    done
  done
}

# older_repositories_find: copies of repositories, bare ones too, may hold work that is nowhere else. Needs `folders`.
older_repositories_find() {
  local folder path is_whole=''
  local -a found=()
  # Folders of others need not be readable; only a look that took too long says nothing.
  mapfile -d '' -t found < <(
    timeout "$OLDER_LOOK_SECONDS" find "${folders[@]}" -xdev \( -name .git -o -path '*/refs/heads' \) -print0 2>/dev/null || if (($? == 124)); then exit 0; fi
    printf 'whole\0'
  )
  for path in ${found[@]+"${found[@]}"}; do
    if [[ $path == whole ]]; then is_whole=1; fi
    for folder in "${folders[@]}"; do
      if [[ $path == "$folder"/* ]]; then OLDER_OBSTACLES[$folder]='holds a repository'; fi
    done
  done
  [[ -z $is_whole ]] || return 0
  for folder in "${folders[@]}"; do
    if [[ -d $folder && ! -L $folder ]]; then : "${OLDER_OBSTACLES[$folder]:=may hold a repository}"; fi
  done
}

older_add_folder() {
  local kind=other reason='left by an earlier tool' obstacle=${OLDER_OBSTACLES[$1]-} is_optional=''
  if [[ -d $1 && ! -L $1 ]]; then kind=directory; fi
  if [[ -n ${OLDER_USERS[$1]-} ]]; then
    reason="left by an earlier tool, in use by pid ${OLDER_USERS[$1]%% *}"
    is_optional=1
  fi
  item_add older-tree "$kind" "$1" '' "$reason" "$obstacle" "$is_optional"
}

# older_add_processes: who works in those folders and is no code-server, or part of one, that is told already.
older_add_processes() {
  local folder pid parent
  local -A told=()
  for pid in "${!CODE_SERVERS[@]}"; do told[$pid]=1; done
  for folder in "${!OLDER_USERS[@]}"; do
    for pid in ${OLDER_USERS[$folder]}; do
      parent=$pid
      while [[ -n $parent && -z ${told[$parent]-} ]]; do
        parent_of "$parent"
        parent=$REPLY
      done
      if [[ -n $parent || ! -O /proc/$pid ]] || process_has_any_mark "$pid"; then continue; fi
      told[$pid]=1
      item_add foreign process "pid $pid" '' "works in $folder" '' 1
    done
  done
}

# older_add_conf <path>: what Berth itself wrote there is a route of an instance, and not told here.
older_add_conf() {
  local port
  file_read "$1" || REPLY=''
  [[ $REPLY != '# Written by Berth '* ]] || return 0
  if [[ $REPLY =~ proxy_pass[[:space:]]+http://(127\.0\.0\.1|localhost):([0-9]{1,5}) ]]; then
    port=${BASH_REMATCH[2]}
    ports_find_listening
    if [[ -n ${LISTENING[$port]-} ]]; then
      item_add older-tree conf "$1" '' "route of an earlier tool to port $port, where somebody listens" '' 1
      return
    fi
  fi
  item_add older-tree conf "$1" '' 'route of an earlier tool'
}

# older_stays <path>: REPLY is why it stays at this moment, or empty. The list may be an old one, of a cleanup that was cut off.
older_stays() {
  local -a folders=("$1")
  OLDER_USERS=() OLDER_OBSTACLES=()
  if [[ -d $1 && ! -L $1 ]]; then
    older_users_find
    older_repositories_find
  fi
  REPLY=${OLDER_OBSTACLES[$1]-}
  if [[ -n ${OLDER_USERS[$1]-} ]]; then REPLY='somebody works in it'; fi
}

# older_ports_are_empty <path>: true for what is no list of that tool too.
older_ports_are_empty() {
  local size
  # Whoever may write there may put anything of any size there.
  size=$(stat -L -c %s -- "$1" 2>/dev/null) && ((size <= OLDER_PORTS_BYTES_MOST)) && file_read "$1" || return 0
  REPLY=${REPLY//[$' \t\r\n']/}
  [[ $REPLY == *'"instances":'* ]] || return 0
  [[ $REPLY =~ ^\{\"instances\":(\{\}|\[\])(,\"availablePorts\":\[[0-9,]*\])?\}$ ]]
}

# older_ports_reset <path>: keeps owner and mode; the file as it was is in the backup. The folder may be another user's, who could put
# a link in the place of the file or of a draft at any moment: so there is no draft, and what is open is what is looked at and
# written, wherever its name leads to by then.
older_ports_reset() {
  local fd code=0
  [[ -f $1 && ! -L $1 ]] && { exec {fd}<"$1"; } 2>/dev/null || return 1
  older_ports_reset_open "/proc/$BASHPID/fd/$fd" || code=1
  exec {fd}<&-
  return "$code"
}

older_ports_reset_open() {
  [[ -f $1 && -O $1 ]] && ! older_ports_are_empty "$1" && printf '%s\n' "$OLDER_EMPTY_PORTS" >"$1"
}
