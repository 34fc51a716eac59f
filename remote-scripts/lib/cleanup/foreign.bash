# shellcheck shell=bash
# Code-servers that Berth did not start: of this user, of an earlier tool, of others. They end only when they are ticked.

# Pid -> 1 for the root of each of them.
declare -gA CODE_SERVERS

# code_servers_find: fills CODE_SERVERS. A program counts when it is code-server, not when its command line says the word.
code_servers_find() {
  local path pid parent
  local -A found=()
  CODE_SERVERS=()
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/cmdline}
    if process_is_code_server "$pid" && ! process_has_any_mark "$pid"; then found[$pid]=1; fi
  done < <(grep -lsF -e code-server /proc/[0-9]*/cmdline || :)
  ((${#found[@]} > 0)) || return 0
  parents_read
  for pid in "${!found[@]}"; do
    parent_of "$pid"
    while [[ -n $REPLY && -z ${found[$REPLY]-} ]]; do parent_of "$REPLY"; done
    parent=$REPLY
    if [[ -z $parent ]]; then CODE_SERVERS[$pid]=1; fi
  done
}

# process_is_code_server <pid>: node, or the shell of a start script, with code-server as its program.
process_is_code_server() {
  local -a words=()
  local index=1 name
  { mapfile -d '' -t words <"/proc/$1/cmdline"; } 2>/dev/null || return 1
  ((${#words[@]} > 0)) || return 1
  name=${words[0]##*/}
  case $name in
    code-server) return 0 ;;
    sh | bash | dash) ;;
    nodejs | node)
      while [[ ${words[index]-} == --* ]]; do index=$((index + 1)); done
      ;;
    *) return 1 ;;
  esac
  name=${words[index]-}
  name=${name%/}
  if [[ ${words[0]##*/} == node* && $name =~ (^|/)code-server[^/]*/out/node/entry(\.js)?$ ]]; then return 0; fi
  [[ ${name##*/} == code-server || (${words[0]##*/} == node* && ${name##*/} =~ ^code-server-[0-9][0-9a-z.-]*$) ]]
}

# process_has_any_mark <pid>: true for a process of any home of Berth's, as far as its environment may be read: of an instance, or
# of what a command tries out.
process_has_any_mark() {
  grep -qszE '^BERTH_(INSTANCE|OPERATION)_HOME=' "/proc/$1/environ"
}

items_find_foreign() {
  local pid
  for pid in "${!CODE_SERVERS[@]}"; do
    ports_command "$pid"
    item_add foreign foreign "pid $pid" '' "a code-server that Berth did not start: ${REPLY:0:120}" '' 1
  done
}
