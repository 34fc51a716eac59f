# shellcheck shell=bash
# What a host knows of its repositories besides what lies there.
# repositories/known/<sum of the path>: key=value lines: path, name, isAdded, isHidden, end=1; texts are URL-encoded.
# repositories/opened/<instance id>: `<ms> <URL-encoded path>.`, when its editor was opened last.

# By path, what repositories_know read.
declare -gA REPOSITORY_NAMES REPOSITORY_ADDED REPOSITORY_HIDDEN REPOSITORY_OPENED
# One file below known/.
declare -gA KNOWN

# repositories_know: fills the REPOSITORY_ maps. Costs no process.
repositories_know() {
  local file path
  REPOSITORY_NAMES=() REPOSITORY_ADDED=() REPOSITORY_HIDDEN=() REPOSITORY_OPENED=()
  for file in "$BERTH_HOME"/repositories/known/*; do
    if [[ $file == *.tmp.* ]] || ! known_read "$file"; then continue; fi
    path=${KNOWN[path]}
    if [[ -n ${KNOWN[name]-} ]]; then REPOSITORY_NAMES[$path]=${KNOWN[name]}; fi
    if [[ -n ${KNOWN[isAdded]-} ]]; then REPOSITORY_ADDED[$path]=1; fi
    if [[ -n ${KNOWN[isHidden]-} ]]; then REPOSITORY_HIDDEN[$path]=1; fi
  done
  for file in "$BERTH_HOME"/repositories/opened/*; do
    opened_read "$file" || continue
    path=${REPLY#* }
    if [[ ${REPLY%% *} -gt ${REPOSITORY_OPENED[$path]-0} ]]; then REPOSITORY_OPENED[$path]=${REPLY%% *}; fi
  done
}

# repository_is_hidden <path>: needs repositories_know.
repository_is_hidden() { [[ -n ${REPOSITORY_HIDDEN[$1]-} ]]; }

# repositories_added: REPLIES are the paths of those that were added and are not hidden. Needs repositories_know.
repositories_added() {
  local path
  REPLIES=()
  for path in "${!REPOSITORY_ADDED[@]}"; do
    if ! repository_is_hidden "$path"; then REPLIES+=("$path"); fi
  done
}

# opened_read <file>: REPLY is `<ms> <path>`; fails for what repository_note_opened did not write.
opened_read() {
  local at_ms
  [[ -f $1 && ! -L $1 ]] && file_read "$1" && [[ $REPLY =~ ^([1-9][0-9]{12})\ ([^ ]+)\.$ ]] || return 1
  at_ms=${BASH_REMATCH[1]}
  url_decode "${BASH_REMATCH[2]}" || return 1
  REPLY="$at_ms $REPLY"
}

# repository_note_opened <instance id> <path>: nobody waits for the disk for it, and a lost one is of no matter.
repository_note_opened() {
  local file=$BERTH_HOME/repositories/opened/$1 at_ms
  folder_make "${file%/*}" 2>/dev/null && [[ ! -L $file ]] || return 0
  now_ms
  at_ms=$REPLY
  url_encode "$2"
  { printf '%s %s.\n' "$at_ms" "$REPLY" >"$file"; } 2>/dev/null || :
}

# known_path <path of a repository>: REPLY is the file about it.
known_path() {
  REPLY=$(printf '%s' "$1" | sha256sum)
  REPLY=$BERTH_HOME/repositories/known/${REPLY:0:32}
}

# known_read <file>: fills KNOWN; fails when there is none, or it was not written whole.
known_read() {
  local line
  local -a lines=()
  KNOWN=()
  [[ -f $1 && ! -L $1 && -O $1 && -r $1 ]] || return 1
  { mapfile -t -n 16 lines <"$1"; } 2>/dev/null || return 1
  ((${#lines[@]} > 0)) && [[ ${lines[-1]} == end=1 ]] || return 1
  for line in "${lines[@]}"; do
    if [[ $line =~ ^([a-zA-Z]+)=(.*)$ ]]; then KNOWN[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}; fi
  done
  url_decode "${KNOWN[name]-}" || return 1
  KNOWN[name]=$REPLY
  url_decode "${KNOWN[path]-}" && [[ $REPLY == /* ]] || return 1
  KNOWN[path]=$REPLY
}

# known_change <path> <key> <value>…: writes what changed; everything else of it stays.
known_change() {
  local path=$1 file lock content=''
  shift
  { folder_make "$BERTH_HOME/repositories/known"; } 2>/dev/null || known_fail
  known_path "$path"
  file=$REPLY
  lock_take "$BERTH_HOME/repositories.lock" store
  lock=$REPLY
  known_read "$file" || KNOWN=()
  KNOWN[path]=$path
  while (($# > 1)); do
    KNOWN[$1]=$2
    shift 2
  done
  url_encode "$path"
  content="path=$REPLY"$'\n'
  url_encode "${KNOWN[name]-}"
  content+="name=$REPLY"$'\n'"isAdded=${KNOWN[isAdded]-}"$'\n'"isHidden=${KNOWN[isHidden]-}"$'\n'end=1$'\n'
  file_write "$file" "$content" || known_fail
  lock_release "$lock"
}

known_fail() {
  fail_with script-failed store 'The list of repositories cannot be written.' 'Check disk space and permissions on the server.' "$BERTH_HOME/repositories"
}

# repository_row <path> <true|false, whether it was added and not found>: REPLY is its row. Needs repositories_know.
repository_row() {
  local name=${REPOSITORY_NAMES[$1]-} row
  json_string "${name:-${1##*/}}"
  row="{\"name\":$REPLY"
  json_string "$1"
  row+=",\"path\":$REPLY"
  repository_branch "$1"
  json_string_or_null "$REPLY"
  REPLY="$row,\"branch\":$REPLY,\"isAdded\":$2,\"lastOpenedAtMs\":${REPOSITORY_OPENED[$1]-null}}"
}

# repository_answer <path>: prints the row of one that is listed.
repository_answer() {
  repositories_know
  repository_row "$1" true
  answer_value "$REPLY"
}

# repository_head <folder>: REPLY is the first line of its HEAD; fails when the folder is no working copy that can be read.
repository_head() {
  local git=$1/.git
  REPLY=''
  if [[ -f $git ]]; then
    # Somebody else may have written it, at any length.
    { IFS= read -r -n 4104 REPLY <"$git" || :; } 2>/dev/null
    [[ $REPLY == 'gitdir: '?* ]] || return 1
    git=${REPLY#gitdir: }
    REPLY=''
    [[ $git == /* ]] || git=$1/$git
  fi
  [[ -f $git/HEAD && -r $git/HEAD ]] || return 1
  IFS= read -r -n 4096 REPLY 2>/dev/null <"$git/HEAD" || [[ -n $REPLY ]]
}

# repository_branch <folder>: REPLY is the branch; empty when it is detached or unreadable.
repository_branch() {
  if repository_head "$1" && [[ $REPLY == 'ref: refs/heads/'* ]]; then REPLY=${REPLY#ref: refs/heads/}; else REPLY=''; fi
}

# folder_expand <folder as the user wrote it>: REPLY is its absolute path.
folder_expand() {
  REPLY=$1
  if [[ $1 =~ ^~(/|$) ]]; then
    REPLY=${HOME:-}${1:1}
  elif [[ $1 != /* ]]; then
    refuse_input 'A folder must be an absolute path or begin with ~/.'
  fi
}

# folder_physical <absolute path>: REPLY is the real path, so that two ways to one folder are one; empty when it cannot be entered.
folder_physical() {
  REPLY=''
  if [[ -d $1 ]]; then REPLY=$(cd -P -- "$1" 2>/dev/null && pwd -P && printf '/') || REPLY=''; fi
  REPLY=${REPLY%$'\n/'}
}
