# shellcheck shell=bash
# sessions/<id>/record: key=value lines; texts are URL-encoded, so no value can hold a newline.

# What is known of the session that was read last.
declare -gA SESSION

# The form of the records that these scripts write; a higher one was written by scripts that know more.
SESSION_SCHEMA=1
SESSION_KEYS=(id title kind agent preset model instanceId repository path worktreeBranch worktreePath columns rows memoryLimitBytes
  expectedMemoryBytes startedAtMs bootId operationId hasHooks isResumable supervision unit state)

# session_read <id>: fills SESSION. Returns 1 when there is none, 2 when it is not one of ours or damaged, 3 when newer scripts wrote it.
session_read() {
  local path=$BERTH_HOME/sessions/$1/record content='' line key count=0
  SESSION=()
  [[ -e $path || -L $path ]] || return 1
  [[ -f $path && ! -L $path && -O $path ]] || return 2
  { IFS= read -r -N "$RECORD_MOST_BYTES" content <"$path" || :; } 2>/dev/null
  while [[ $content == *$'\n'* ]] && ((count++ < RECORD_MOST_LINES)); do
    line=${content%%$'\n'*}
    content=${content#*$'\n'}
    key=${line%%=*}
    if [[ $key =~ ^[a-zA-Z]+$ && $line == *=* ]]; then SESSION[$key]=${line#*=}; fi
  done
  if [[ ${SESSION[schema]-1} =~ ^[0-9]{1,9}$ ]] && ((10#${SESSION[schema]-1} > SESSION_SCHEMA)); then return 3; fi
  session_is_sound "$1" || return 2
}

# session_is_sound <id>: whether SESSION says nothing that no session has; decodes its texts.
session_is_sound() {
  local key
  [[ ${SESSION[id]-} == "$1" && ${SESSION[state]-} =~ ^(starting|running|stopped)$ && ${SESSION[kind]-} =~ ^(terminal|agent)$ ]] || return 1
  [[ ${SESSION[agent]-} =~ ^(|claude-code|codex|gemini|opencode|other)$ && ${SESSION[end]-} == 1 ]] || return 1
  for key in columns rows memoryLimitBytes expectedMemoryBytes startedAtMs; do
    # Bash would take a number with a zero in front for an octal one.
    [[ ${SESSION[$key]-} =~ ^(|0|[1-9][0-9]{0,17})$ ]] || return 1
  done
  [[ ${SESSION[supervision]-} =~ ^(|marker|systemd-user|systemd-system)$ && ${SESSION[unit]-} =~ ^[a-z0-9.-]{0,120}$ ]] || return 1
  [[ ${SESSION[bootId]-} =~ ^[0-9a-f-]{0,64}$ ]] || return 1
  for key in title preset model repository path worktreeBranch worktreePath; do
    [[ ${SESSION[$key]-} != *%* ]] || { url_decode "${SESSION[$key]}" && SESSION[$key]=$REPLY; } || return 1
  done
}

# session_write: writes SESSION to its place; the last line tells a whole file from a cut one.
session_write() {
  local key content=schema=$SESSION_SCHEMA$'\n'
  for key in "${SESSION_KEYS[@]}"; do
    url_encode "${SESSION[$key]-}"
    content+="$key=$REPLY"$'\n'
  done
  file_write "$BERTH_HOME/sessions/${SESSION[id]}/record" "$content"end=1$'\n'
}

# session_need <id>: as session_read, and ends the command when there is no such session, or none that these scripts can read.
session_need() {
  local code=0
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] || refuse_input 'The option --id must be the id of a session.'
  session_read "$1" || code=$?
  case $code in
    0) ;;
    3) fail_with record-newer tmux 'This session was started by a newer Berth.' 'Update Berth on this computer, then try again.' ;;
    2) fail_with script-failed tmux 'The record of this session is damaged.' 'Stop the session, which ends what is left of it.' "$BERTH_HOME/sessions/$1/record" ;;
    *) fail_with session-not-found tmux 'There is no such session on this server.' 'Refresh the list of sessions.' ;;
  esac
}
