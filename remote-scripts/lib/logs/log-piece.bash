# shellcheck shell=bash
# Pieces of a log. What is in it was written by whatever ran there, so nothing of it is believed: only plain files are read, of
# this user but for those of the system's nginx, and what is told of them is well-formed text without control characters.

# Bash looks at a text as a whole for each change of it, so long ones are taken in parts.
LOG_PART_BYTES=2048

# log_piece <path> <from, a number or `end`> <bytes> [<1 for a file of the system>]: REPLY is the JSON of the piece; a log that is not
# there is empty. Fails when it is no plain file of this user.
log_piece() {
  local fd='' run code=0
  log_open "$1" "${4-}" || code=$?
  ((code != 2)) || return 1
  if ((code == 0)); then fd=$REPLY; fi
  json_string "$LOG_RUN"
  run=$REPLY LOG_FROM=0 LOG_TO=0
  REPLY='""'
  if ((code == 0)); then
    log_range "$fd" "$2" "$3"
    log_text "$fd"
    exec {fd}<&-
  fi
  REPLY="{\"text\":$REPLY,\"offset\":$LOG_FROM,\"nextOffset\":$LOG_TO,\"run\":$run}"
}

# log_open <path> [<1 for a file of the system>]: REPLY is a descriptor, LOG_SIZE and LOG_RUN are told of what is open. Returns 1
# when there is no log, 2 when it is no plain file of this user.
log_open() {
  local fd told
  LOG_SIZE=0 LOG_RUN=none
  [[ -e $1 || -L $1 ]] || return 1
  [[ -f $1 && ! -L $1 && ! -L ${1%/*} && (-O $1 || -n ${2-}) ]] || return 2
  { exec {fd}<"$1"; } 2>/dev/null || return 2
  # A log begins anew as another file; the time of its birth tells it from one whose number was free again.
  told=$(stat -L -c '%s %d.%i.%W' -- "/proc/$BASHPID/fd/$fd") || return 2
  LOG_SIZE=${told%% *} LOG_RUN=${told#* }
  REPLY=$fd
}

# log_range <descriptor> <from, a number or `end`> <bytes>: sets LOG_FROM and LOG_TO, so that no character is cut.
log_range() {
  local wanted=$3 size=$LOG_SIZE
  local -a bytes
  if [[ $2 == end ]]; then
    LOG_FROM=$((size > wanted ? size - wanted : 0)) LOG_TO=$size
    log_bytes "$1" "$LOG_FROM" 3
    if ((LOG_FROM > 0 && wanted > 0)); then
      for REPLY in ${bytes[@]+"${bytes[@]}"}; do
        ((REPLY >= 128 && REPLY < 192)) || break
        LOG_FROM=$((LOG_FROM + 1))
      done
    fi
  else
    # A character has four bytes at most, so there is always some way on.
    ((wanted >= 4)) || wanted=4
    LOG_FROM=$((10#$2 < size ? 10#$2 : size))
    LOG_TO=$((size - LOG_FROM > wanted ? LOG_FROM + wanted : size))
  fi
  log_whole_end "$1"
}

# log_whole_end <descriptor>: moves LOG_TO back to where a character ends that is not complete yet.
log_whole_end() {
  local first=$((LOG_TO - 3 > LOG_FROM ? LOG_TO - 3 : LOG_FROM)) index back
  local -a bytes
  log_bytes "$1" "$first" "$((LOG_TO - first))"
  for ((back = 1, index = ${#bytes[@]} - 1; index >= 0; back++, index--)); do
    if ((bytes[index] >= 240 || (bytes[index] >= 224 && back < 3) || (bytes[index] >= 192 && back < 2))); then
      LOG_TO=$((LOG_TO - back))
      return
    fi
    ((bytes[index] >= 128)) || return 0
  done
}

# log_bytes <descriptor> <from> <count>: fills `bytes` with their values.
log_bytes() {
  bytes=()
  read -r -d '' -a bytes < <(log_raw "$@" | od -An -v -tu1) || :
}

# log_raw <descriptor> <from> <count>: prints the bytes. Opened again, so that nobody's place in the file is moved. What is written to
# the log meanwhile finds nobody who reads it, and that is no failure.
log_raw() { tail -c "+$(($2 + 1))" -- "/proc/$BASHPID/fd/$1" 2>/dev/null | head -c "$3" || :; }

# log_text <descriptor>: REPLY is the JSON of what lies between LOG_FROM and LOG_TO.
log_text() {
  local line part out='' is_first=1
  local -a lines
  # The last line is told from a whole one by its missing newline, which the point keeps.
  mapfile -t lines < <(
    log_raw "$1" "$LOG_FROM" "$((LOG_TO - LOG_FROM))" | tr -d '\000-\010\013-\032\034-\037\177'
    printf .
  )
  lines[-1]=${lines[-1]%.}
  for line in "${lines[@]}"; do
    if ((!is_first)); then out+='\n'; fi
    is_first=0
    if [[ $line == *$'\e'* ]]; then log_without_colours "$line" && line=$REPLY; fi
    while [[ -n $line ]]; do
      log_part "$line"
      part=$REPLY
      line=${line:${#part}}
      log_part_json "$part"
      out+=$REPLY
    done
  done
  REPLY=\"$out\"
}

# log_without_colours <line>: REPLY is the line without what a terminal takes for colours and the like.
log_without_colours() {
  local rest=$1 plain out=''
  while [[ $rest == *$'\e'* ]]; do
    plain=${rest%%$'\e'*}
    out+=$plain
    rest=${rest:${#plain}+1}
    if [[ ${rest:0:64} =~ ^\[[0-9\;:?]*[a-zA-Z] ]]; then rest=${rest:${#BASH_REMATCH[0]}}; fi
  done
  REPLY=$out$rest
}

# log_part <text>: REPLY is its beginning, which does not end within a character.
log_part() {
  local back
  REPLY=${1:0:LOG_PART_BYTES}
  ((${#1} > LOG_PART_BYTES)) || return 0
  for back in 1 2 3; do
    [[ ${REPLY: -back:1} == [$'\x80'-$'\xff'] ]] || return 0
    if [[ ${REPLY: -back:1} == [$'\xc0'-$'\xff'] ]]; then
      REPLY=${REPLY:0:-back}
      return 0
    fi
  done
}

# log_part_json <text>: REPLY is the inside of the JSON string. Well-formed text is told by one expression, because looking at
# each byte takes bash 20 µs.
log_part_json() {
  local text=$1 tail='[\x80-\xbf]' form
  if [[ $text == *[!$'\t'\ -~]* ]]; then
    text=${text//$'\xc2'[$'\x80'-$'\x9f']/}
    printf -v form '%b' "^([\\\\t -~]|[\\xc2-\\xdf]$tail|\\xe0[\\xa0-\\xbf]$tail|[\\xe1-\\xec\\xee\\xef]$tail$tail|\\xed[\\x80-\\x9f]$tail|\\xf0[\\x90-\\xbf]$tail$tail|[\\xf1-\\xf3]$tail$tail$tail|\\xf4[\\x80-\\x8f]$tail$tail)*\$"
    if [[ ! $text =~ $form ]]; then
      json_escape_bytes "$text"
      REPLY=${REPLY:1:-1}
      return
    fi
  fi
  text=${text//\\/\\\\}
  text=${text//$'\t'/\\t}
  REPLY=${text//\"/\\\"}
}
