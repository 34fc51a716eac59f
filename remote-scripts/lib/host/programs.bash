# shellcheck shell=bash
# Where code-server and nginx are, and which version: asked of the program once, then remembered by path, time and size.

# program_find <name> <folder>…: REPLY is the path; PATH comes first. Fails when there is none.
program_find() {
  local name=$1 folder
  local -a folders
  shift
  IFS=: read -r -a folders <<<"${PATH-}"
  for folder in ${folders[@]+"${folders[@]}"} "$@"; do
    if [[ $folder == /* && -f $folder/$name && -x $folder/$name ]]; then
      REPLY=$folder/$name
      return 0
    fi
  done
  return 1
}

nginx_find() {
  program_find nginx /usr/sbin /usr/local/sbin /sbin /usr/local/nginx/sbin
}

# Berth's own current one first, because it is the version that was chosen for this host. Always by the path of its version, so
# that what runs never follows a switch.
code_server_find() {
  local newest
  if version_current; then
    REPLY=$BERTH_HOME/code-server/$REPLY/bin/code-server
    return 0
  fi
  # A folder that somebody named otherwise.
  newest=$(printf '%s\n' "$BERTH_HOME"/code-server/*/bin/code-server | grep -v -e '/current/bin/' -e '/previous/bin/' | sort -V | tail -n 1) || newest=''
  if [[ -n $newest && -x $newest ]]; then
    REPLY=$newest
    return 0
  fi
  program_find code-server "${HOME:-/nonexistent}/.local/bin" /usr/local/bin /opt/code-server/bin
}

# program_version <path> <option that prints it>: REPLY is the first thing that looks like a version at the start of a line, or `unknown`.
program_version() {
  local key known cache=$BERTH_HOME/versions text
  key=$(stat -L -c '%n|%Y|%s' -- "$1")
  if [[ -f $cache ]]; then
    while IFS= read -r known; do
      if [[ $known == "$key|"* ]]; then
        REPLY=${known##*|}
        return 0
      fi
    done <"$cache"
  fi
  # Without a config of its own, code-server would write one into the user's home just to tell its version.
  text=$(CODE_SERVER_CONFIG=/dev/null timeout 10 "$1" "$2" 2>&1 </dev/null) || :
  REPLY=unknown
  [[ $text =~ (^|$'\n'|nginx/|^v)([0-9]+(\.[0-9]+)+[0-9A-Za-z.+-]*) ]] || return 0
  REPLY=${BASH_REMATCH[2]}
  # Only the last few are worth remembering; losing one costs a start of the program.
  text=$REPLY
  known=$(tail -n 7 -- "$cache" 2>/dev/null) || known=''
  file_write "$cache" "${known:+$known$'\n'}$key|$text"$'\n' || :
  REPLY=$text
}

# program_row <find function> <option that prints the version>: REPLY is {"path","version"} or null.
program_row() {
  local path
  if ! "$1"; then
    REPLY=null
    return
  fi
  path=$REPLY
  program_version "$path" "$2"
  json_string "$REPLY"
  local version=$REPLY
  json_string "$path"
  REPLY="{\"path\":$REPLY,\"version\":$version}"
}
