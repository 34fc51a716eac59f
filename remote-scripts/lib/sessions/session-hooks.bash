# shellcheck shell=bash
# Berth's hooks in the settings of agents, by which they tell what they do. Of a settings file only these hooks are touched.
# hooks/<agent>/: `before`, the file as it was without them (none when there was none), and `after`, as it was written: whoever finds that
# file unchanged puts back every byte of the other.

# The events of Claude Code 2 that say what it does.
SESSION_HOOK_EVENTS='UserPromptSubmit PreToolUse PostToolUse PermissionRequest Notification Stop SessionEnd'
SESSION_HOOK_BYTES_MOST=1048576
declare -gA SESSION
# Why a file was left alone.
HOOKS_OBSTACLE=''

# session_hooks_file <agent>: REPLY is the file that its hooks are or would be in; fails for one that has none that Berth knows.
session_hooks_file() {
  REPLY=''
  [[ $1 == claude-code && -n ${HOME-} ]] || return 1
  REPLY=$HOME/.claude/settings.json
}

# session_hooks_are_same <path> <path>: whether both are there with the same bytes.
session_hooks_are_same() {
  local one other
  [[ -f $1 && -f $2 ]] && one=$(sha256sum <"$1") && other=$(sha256sum <"$2") && [[ $one == "$other" ]]
}

# session_hooks_state <agent>: REPLY is installed, outdated, missing or unsupported. What cannot be read has none.
session_hooks_state() {
  local file
  if ! session_hooks_file "$1"; then
    REPLY=unsupported
    return 0
  fi
  file=$REPLY REPLY=missing
  [[ -f $file && -r $file ]] || return 0
  REPLY=$(session_hooks_awk look <"$file") || REPLY=missing
  if [[ $REPLY == installed ]] && ! session_hooks_are_same "$BERTH_LIB/../session-hook" "$BERTH_HOME/sessions/hook"; then REPLY=outdated; fi
}

# session_hooks_awk <look|remove|insert>: of the settings on stdin.
session_hooks_awk() {
  local command=$BERTH_HOME/sessions/hook
  json_string "'${command//\'/\'\\\'\'}' "
  HOOK_PREFIX=${REPLY%\"} HOOK_EVENTS=$SESSION_HOOK_EVENTS awk -v ACTION="$1" -f "$BERTH_LIB/../templates/agent-hooks.awk"
}

# session_hooks_check <file>: fails with HOOKS_OBSTACLE where Berth leaves it alone. One that is not there is fine.
session_hooks_check() {
  local folder=${1%/*} size mode
  HOOKS_OBSTACLE=''
  if [[ -L $folder || (-e $folder && (! -d $folder || ! -O $folder || ! -w $folder)) ]]; then
    HOOKS_OBSTACLE="$folder is not a folder of this user, or a link to another place."
  elif [[ -L $1 ]]; then
    HOOKS_OBSTACLE="$1 is a link to another place."
  elif [[ -e $1 ]]; then
    if [[ ! -f $1 || ! -O $1 || ! -r $1 ]]; then
      HOOKS_OBSTACLE="$1 is not a file of this user."
    elif read -r size mode < <(stat -c '%s %A' -- "$1") && [[ $mode != ?rw* ]]; then
      HOOKS_OBSTACLE="$1 is not to be written, by its mode."
    elif ((size > SESSION_HOOK_BYTES_MOST)); then
      HOOKS_OBSTACLE="$1 is larger than any settings."
    elif [[ $(tr -d '\000' <"$1" | wc -c) != "$size" ]] || ! session_hooks_awk look <"$1" >/dev/null 2>&1; then
      HOOKS_OBSTACLE="$1 is not JSON as Berth knows it."
    fi
  fi
  [[ -z $HOOKS_OBSTACLE ]]
}

# session_hooks_install <agent>: fails with HOOKS_OBSTACLE.
session_hooks_install() {
  local file backup=$BERTH_HOME/hooks/$1
  session_hooks_file "$1" && file=$REPLY && session_hooks_check "$file" || return 1
  session_hook_place || {
    HOOKS_OBSTACLE="$BERTH_HOME/sessions cannot be written."
    return 1
  }
  session_hooks_state "$1"
  [[ $REPLY != installed ]] || return 0
  HOOKS_OBSTACLE="$backup cannot be written."
  session_hooks_keep "$file" "$backup" "$REPLY" || return 1
  HOOKS_OBSTACLE="$file cannot be written."
  folder_make "${file%/*}" || return 1
  session_hooks_sum "$file"
  if [[ -e $file ]]; then
    { session_hooks_awk remove <"$file" | session_hooks_awk insert; } >"$file.tmp.$BASHPID" 2>/dev/null || return 1
  else
    { printf '{}' | session_hooks_awk insert && printf '\n'; } >"$file.tmp.$BASHPID" 2>/dev/null || return 1
  fi
  session_hooks_replace "$file" "$backup/after"
}

# session_hooks_keep <file> <folder of its backup> <missing|outdated>: keeps the file as it is without hooks of Berth.
session_hooks_keep() {
  # As Berth left it: what was there before counts still. What anybody else wrote meanwhile counts from now on.
  if [[ $3 == outdated ]] && session_hooks_are_same "$1" "$2/after"; then return 0; fi
  folder_make "$2" && file_drop "$2/before" "$2/after" || return 1
  [[ -e $1 ]] || return 0
  if [[ $3 == missing ]]; then
    cp -p -- "$1" "$2/before"
  else
    session_hooks_awk remove <"$1" >"$2/before"
  fi
}

# session_hooks_sum <file>: notes in HOOKS_SUM what it holds, before a draft is made of it.
session_hooks_sum() {
  HOOKS_SUM=''
  if [[ -e $1 ]]; then HOOKS_SUM=$(sha256sum <"$1"); fi
}
HOOKS_SUM=''

# session_hooks_remove <agent>: fails with HOOKS_OBSTACLE.
session_hooks_remove() {
  local file backup=$BERTH_HOME/hooks/$1
  session_hooks_file "$1" && file=$REPLY || return 1
  if [[ -e $file || -L $file ]]; then
    session_hooks_check "$file" || return 1
    HOOKS_OBSTACLE="$file cannot be written."
    session_hooks_sum "$file"
    if [[ -e $backup/after ]] && session_hooks_are_same "$file" "$backup/after"; then
      if [[ -e $backup/before ]]; then
        cp -- "$backup/before" "$file.tmp.$BASHPID" && session_hooks_replace "$file" || return 1
      else
        rm -f -- "$file" || return 1
      fi
    elif [[ $(session_hooks_awk look <"$file") != missing ]]; then
      session_hooks_awk remove <"$file" >"$file.tmp.$BASHPID" 2>/dev/null && session_hooks_replace "$file" || return 1
    fi
  fi
  HOOKS_OBSTACLE="$backup cannot be removed."
  remove_tree "$backup" || return 1
  rmdir -- "$BERTH_HOME/hooks" 2>/dev/null || :
}

# session_hooks_replace <file> [<copy>]: puts its draft into its place, with the mode that the file has, and first a copy into another one.
# Fails when somebody wrote the file since session_hooks_sum.
session_hooks_replace() {
  local draft=$1.tmp.$BASHPID before=$HOOKS_SUM
  if session_hooks_awk look <"$draft" >/dev/null 2>&1; then
    if { [[ ! -e $1 ]] || chmod --reference="$1" -- "$draft"; } && sync -- "$draft" 2>/dev/null && { [[ -z ${2-} ]] || cp -- "$draft" "$2"; }; then
      session_hooks_sum "$1"
      if [[ $HOOKS_SUM != "$before" ]]; then
        HOOKS_OBSTACLE="$1 was just changed by somebody else."
      elif mv -fT -- "$draft" "$1"; then
        return 0
      fi
    fi
  fi
  rm -f -- "$draft"
  return 1
}

# session_hook_place: the file that hooks call is that of these scripts afterwards. Agents that run call it at any time.
session_hook_place() {
  local place=$BERTH_HOME/sessions/hook
  ! session_hooks_are_same "$BERTH_LIB/../session-hook" "$place" || return 0
  folder_make "$BERTH_HOME/sessions" && cp -- "$BERTH_LIB/../session-hook" "$place.tmp.$BASHPID" && chmod 700 -- "$place.tmp.$BASHPID" &&
    mv -fT -- "$place.tmp.$BASHPID" "$place"
}

# session_hooks_note: writes into SESSION whether the agent that is about to start will tell what it does.
session_hooks_note() {
  SESSION[hasHooks]=no
  session_hooks_state "${SESSION[agent]-}"
  if [[ $REPLY == @(installed|outdated) ]] && session_hook_place; then SESSION[hasHooks]=yes; fi
}

# session_hooks_rows: REPLY is the JSON of all agents.
session_hooks_rows() {
  local agent state
  local -a rows=()
  for agent in claude-code codex gemini opencode other; do
    session_hooks_state "$agent"
    state=$REPLY
    session_hooks_file "$agent" || :
    json_string_or_null "$REPLY"
    rows+=("{\"agent\":\"$agent\",\"state\":\"$state\",\"file\":$REPLY}")
  done
  json_array "${rows[@]}"
}
