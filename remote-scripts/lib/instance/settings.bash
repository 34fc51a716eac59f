# shellcheck shell=bash
# instances/<id>/settings and settings, of the host: key=value lines (URL-encoded), read with defaults and checked again each time.

declare -gA SETTINGS
# Of the instance that was read last: further arguments of code-server, and `NAME=value` of further variables.
declare -ga SETTINGS_ARGUMENTS SETTINGS_VARIABLES
SETTINGS_SCHEMA=1
SETTINGS_MOST_BYTES=524288

# settings_read <path>: fills SETTINGS and the two lists. Returns 1 when there is no such file, 2 when it is damaged or not a
# file of this user, 3 when newer scripts wrote it.
settings_read() {
  local path=$1 content='' line key
  local -a lines=()
  settings_forget
  [[ -e $path || -L $path ]] || return 1
  [[ -f $path && ! -L $path && -O $path && -r $path ]] || return 2
  { IFS= read -r -N $((SETTINGS_MOST_BYTES + 1)) content <"$path" || :; } 2>/dev/null
  mapfile -t lines <<<"$content"
  if ((${#content} <= SETTINGS_MOST_BYTES)) && [[ ${lines[0]} =~ ^schema=([0-9]{1,9})$ ]]; then
    ((10#${BASH_REMATCH[1]} <= SETTINGS_SCHEMA)) || return 3
    for line in "${lines[@]}"; do
      key=${line%%=*}
      if [[ $line != *=* ]] || ! url_decode "${line#*=}"; then continue; fi
      case $key in
        argument) SETTINGS_ARGUMENTS+=("$REPLY") ;;
        variable) SETTINGS_VARIABLES+=("$REPLY") ;;
        *) SETTINGS[${key:-none}]=$REPLY ;;
      esac
    done
    if settings_is_sound; then return 0; fi
  fi
  settings_forget
  return 2
}

settings_forget() { SETTINGS=() SETTINGS_ARGUMENTS=() SETTINGS_VARIABLES=(); }

# settings_set <key> <value>…: makes SETTINGS anew, with empty lists.
settings_set() {
  settings_forget
  while (($# > 1)); do
    SETTINGS[$1]=$2
    shift 2
  done
}

# settings_set_lists <name of an array of arguments> <name of an array of NAME=value>
settings_set_lists() {
  local -n arguments_of=$1 variables_of=$2
  SETTINGS_ARGUMENTS=(${arguments_of[@]+"${arguments_of[@]}"})
  SETTINGS_VARIABLES=(${variables_of[@]+"${variables_of[@]}"})
}

settings_is_sound() {
  [[ ${SETTINGS[end]-} == 1 ]] || return 1
  if [[ -n ${SETTINGS[idleMinutes]-} ]]; then settings_check_idle "${SETTINGS[idleMinutes]}" || return 1; fi
  if [[ -n ${SETTINGS[memoryLimitBytes]-} ]]; then settings_check_memory "${SETTINGS[memoryLimitBytes]}" || return 1; fi
  settings_check_nginx "${SETTINGS[nginxKind]-own}" "${SETTINGS[nginxSite]-}" || return 1
  settings_check_arguments ${SETTINGS_ARGUMENTS[@]+"${SETTINGS_ARGUMENTS[@]}"} || return 1
  settings_check_variables ${SETTINGS_VARIABLES[@]+"${SETTINGS_VARIABLES[@]}"}
}

# settings_write <path> <key>…: writes these keys of SETTINGS and the two lists, all or nothing. Only a damaged file of our own is
# replaced; what lies there otherwise is somebody else's or newer.
settings_write() {
  local path=$1 key text content=schema=$SETTINGS_SCHEMA$'\n'
  shift
  for key in "$@"; do
    url_encode "${SETTINGS[$key]-}"
    content+="$key=$REPLY"$'\n'
  done
  for text in ${SETTINGS_ARGUMENTS[@]+"${SETTINGS_ARGUMENTS[@]}"}; do
    url_encode "$text"
    content+="argument=$REPLY"$'\n'
  done
  for text in ${SETTINGS_VARIABLES[@]+"${SETTINGS_VARIABLES[@]}"}; do
    url_encode "$text"
    content+="variable=$REPLY"$'\n'
  done
  file_write "$path" "$content"end=1$'\n' 2>/dev/null
}

# settings_need <path>: as settings_read, but ends the command when what is there cannot be used. A missing file is fine.
settings_need() {
  local code=0
  settings_read "$1" || code=$?
  case $code in
    0 | 1) return 0 ;;
    3) fail_with record-newer store 'The settings were written by a newer Berth.' 'Update Berth on this computer.' "$1" ;;
    *) fail_with script-failed store 'The settings on this server are damaged, or not a file of this user.' \
      'Remove the file that the detail names, then set them again.' "$1" ;;
  esac
}

# settings_need_replaceable <path>: ends the command unless a write to this path replaces nothing but settings of ours.
settings_need_replaceable() {
  local code=0
  settings_read "$1" || code=$?
  if ((code == 3)); then settings_need "$1"; fi
  if ((code == 2)) && [[ ! -f $1 || -L $1 || ! -O $1 ]]; then settings_need "$1"; fi
}

# settings_arguments <id>: fills SETTINGS_ARGUMENTS, settings_variables <id>: SETTINGS_VARIABLES; empty when nothing can be read.
settings_arguments() { settings_read "$BERTH_HOME/instances/$1/settings" || :; }
settings_variables() { settings_read "$BERTH_HOME/instances/$1/settings" || :; }

# settings_memory_limit <id>: REPLY is the limit in bytes, or empty.
settings_memory_limit() {
  settings_read "$BERTH_HOME/instances/$1/settings" || :
  REPLY=${SETTINGS[memoryLimitBytes]-}
}

# settings_idle_minutes <id>: REPLY is after how many idle minutes the instance is suspended; 0 is never, also for settings that
# cannot be read: they may say so.
settings_idle_minutes() {
  local code=0
  settings_read "$BERTH_HOME/instances/$1/settings" || code=$?
  REPLY=${SETTINGS[idleMinutes]-}
  if ((code > 1)); then
    REPLY=0
  elif [[ -z $REPLY ]]; then
    settings_host idleMinutes
    local minutes=$REPLY
    settings_host_is_known || minutes=0
    REPLY=$minutes
  fi
}

# settings_host_is_known: false when the settings of the host are there, and damaged or written by newer scripts.
settings_host_is_known() {
  local code=0
  local -A SETTINGS=()
  local -a SETTINGS_ARGUMENTS=() SETTINGS_VARIABLES=()
  settings_read "$BERTH_HOME/settings" || code=$?
  ((code < 2))
}

# settings_host <idleMinutes|nginxKind|nginxSite>: REPLY is the host's setting, or its default.
settings_host() {
  # Whoever asks may be in the middle of other settings.
  local -A SETTINGS=()
  local -a SETTINGS_ARGUMENTS=() SETTINGS_VARIABLES=()
  settings_read "$BERTH_HOME/settings" || :
  REPLY=${SETTINGS[$1]-}
  case $1 in
    idleMinutes) REPLY=${REPLY:-30} ;;
    nginxKind) REPLY=${REPLY:-own} ;;
  esac
}

# settings_row: REPLY is the JSON of the instance's settings that were read.
settings_row() {
  local row text
  local -a rows=()
  json_number_or_null "${SETTINGS[memoryLimitBytes]-}"
  row="{\"memoryLimitBytes\":$REPLY"
  json_number_or_null "${SETTINGS[idleMinutes]-}"
  row+=",\"idleMinutes\":$REPLY"
  for text in ${SETTINGS_ARGUMENTS[@]+"${SETTINGS_ARGUMENTS[@]}"}; do
    json_string "$text"
    rows+=("$REPLY")
  done
  json_array ${rows[@]+"${rows[@]}"}
  row+=",\"extraArguments\":$REPLY"
  rows=()
  for text in ${SETTINGS_VARIABLES[@]+"${SETTINGS_VARIABLES[@]}"}; do
    json_string "${text#*=}"
    rows+=("\"${text%%=*}\":$REPLY")
  done
  json_array ${rows[@]+"${rows[@]}"}
  REPLY=${REPLY#[}
  REPLY="$row,\"environment\":{${REPLY%]}}}"
}

# settings_host_row: REPLY is the JSON of the host's settings that were read.
settings_host_row() {
  json_string_or_null "${SETTINGS[nginxSite]-}"
  REPLY="{\"idleMinutes\":${SETTINGS[idleMinutes]:-30},\"nginxKind\":\"${SETTINGS[nginxKind]:-own}\",\"nginxSite\":$REPLY}"
}
