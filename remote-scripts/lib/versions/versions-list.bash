# shellcheck shell=bash
# What the host has of code-server, and what it could get one with, as JSON.

# versions_row: REPLY is the answer of all verbs about versions.
versions_row() {
  local row version current='' previous=''
  local -a rows=()
  versions_all
  versions_find_used
  if version_current; then current=$REPLY; fi
  if version_previous; then previous=$REPLY; fi
  for version in ${VERSIONS[@]+"${VERSIONS[@]}"}; do
    version_row "$version" "$current" "$previous"
    rows+=("$REPLY")
  done
  json_array ${rows[@]+"${rows[@]}"}
  row="{\"versions\":$REPLY"
  REPLY=null
  if [[ -z $current ]]; then program_row code_server_find --version; fi
  row+=",\"foreign\":$REPLY"
  versions_partials
  row+=",\"partials\":$REPLY"
  host_libc
  json_string "$REPLY"
  row+=",\"libc\":$REPLY"
  json_string "$(uname -m)"
  row+=",\"architecture\":$REPLY"
  disk_free_bytes "$BERTH_HOME"
  row+=",\"freeBytes\":$REPLY"
  versions_downloaders
  row+=",\"downloaders\":$REPLY"
  npm_row
  REPLY="$row,\"npm\":$REPLY}"
}

# version_row <version> <current> <previous>: needs versions_find_used.
version_row() {
  local row is_current=false is_previous=false id
  local -a ids=()
  if [[ $1 == "$2" ]]; then is_current=true; fi
  if [[ $1 == "$3" ]]; then is_previous=true; fi
  row="{\"version\":\"$1\",\"isCurrent\":$is_current,\"isPrevious\":$is_previous"
  version_size "$1"
  json_number_or_null "$REPLY"
  row+=",\"sizeBytes\":$REPLY"
  # What an archive cannot say: when the file came to be here.
  json_number_or_null "$(stat -L -c %Z -- "$BERTH_HOME/code-server/$1/bin/code-server" 2>/dev/null)000"
  row+=",\"installedAtMs\":$REPLY"
  for id in ${VERSION_USERS[$1]-}; do ids+=("\"$id\""); done
  json_array ${ids[@]+"${ids[@]}"}
  REPLY="$row,\"usedBy\":$REPLY}"
}

# version_size <version>: REPLY is what it takes on the disk, added up once; empty when that takes too long.
version_size() {
  local folder=$BERTH_HOME/code-server/$1 bytes
  if file_read "$folder/.berth-size" && [[ $REPLY =~ ^[0-9]{1,15}$ ]]; then return 0; fi
  bytes=$(timeout 10 du -s -B1 -- "$folder" 2>/dev/null) || bytes=''
  REPLY=${bytes%%[!0-9]*}
  [[ -z $REPLY || ! -w $folder ]] || file_put "$folder/.berth-size" "$REPLY"$'\n' || :
}

versions_partials() {
  local path name
  local -a rows=()
  for path in "$BERTH_HOME"/code-server/.incoming/*.part; do
    name=${path##*/}
    [[ -f $path && ! -L $path && $name =~ ^([0-9a-f]{64})\.part$ ]] || continue
    name=${BASH_REMATCH[1]}
    archive_part_size "$path" || continue
    rows+=("{\"sha256\":\"$name\",\"bytes\":$REPLY}")
  done
  json_array ${rows[@]+"${rows[@]}"}
}

versions_downloaders() {
  local -a names=()
  if program_find curl; then names+=('"curl"'); fi
  if wget_find; then names+=('"wget"'); fi
  json_array ${names[@]+"${names[@]}"}
}

# host_libc: REPLY is `glibc 2.36`, `musl 1.2.4` or `unknown`. The loader of musl may lie beside glibc, so what `ldd` says of itself
# comes first.
host_libc() {
  local text=''
  if program_find ldd /usr/bin /bin; then text=$(timeout 2 "$REPLY" --version 2>&1 </dev/null) || :; fi
  if [[ $text == musl* && $text =~ Version\ ([0-9.]+) ]]; then
    REPLY="musl ${BASH_REMATCH[1]}"
    return 0
  elif [[ ${text%%$'\n'*} =~ (GLIBC|GNU\ libc|glibc).*\ ([0-9]+\.[0-9.]+)$ ]]; then
    REPLY="glibc ${BASH_REMATCH[2]}"
    return 0
  fi
  text=''
  if program_find getconf; then text=$(timeout 2 "$REPLY" GNU_LIBC_VERSION 2>/dev/null </dev/null) || text=''; fi
  if [[ $text =~ ^glibc\ ([0-9.]+) ]]; then
    REPLY="glibc ${BASH_REMATCH[1]}"
  elif [[ -n $(compgen -G '/lib/ld-musl-*.so.1') && -z $(compgen -G '/lib*/ld-linux*.so.*') ]]; then
    REPLY='musl unknown'
  else
    REPLY=unknown
  fi
}
