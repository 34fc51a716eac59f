# shellcheck shell=bash
# instances/<id>/record: key=value lines; texts are URL-encoded, so no value can hold a newline.

declare -gA RECORD

# The form of the records that these scripts write; a higher one was written by scripts that know more.
RECORD_SCHEMA=2
# What is longer is no record, and would only keep everybody waiting.
RECORD_MOST_BYTES=65536
RECORD_MOST_LINES=64

# record_read <id>: fills RECORD. Returns 1 when there is none, 2 when it is not one of ours or damaged, 3 when newer scripts wrote it.
record_read() {
  local path=$BERTH_HOME/instances/$1/record content='' line count=0
  RECORD=()
  [[ -e $path || -L $path ]] || return 1
  [[ -f $path && ! -L $path && -O $path ]] || return 2
  { IFS= read -r -N "$RECORD_MOST_BYTES" content <"$path" || :; } 2>/dev/null
  while [[ $content == *$'\n'* ]] && ((count++ < RECORD_MOST_LINES)); do
    line=${content%%$'\n'*}
    content=${content#*$'\n'}
    if [[ $line =~ ^([a-zA-Z]+)=(.*)$ ]]; then RECORD[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}; fi
  done
  if [[ ${RECORD[schema]-1} =~ ^[0-9]{1,9}$ ]] && ((10#${RECORD[schema]-1} > RECORD_SCHEMA)); then return 3; fi
  record_is_sound "$1" || return 2
}

record_is_sound() {
  local key
  [[ ${RECORD[id]-} == "$1" && ${RECORD[state]-} =~ ^(starting|running|suspended|stopped)$ ]] || return 1
  for key in port pid startTicks startedAtMs sinceMs; do
    # Bash would take a number with a zero in front for an octal one.
    [[ ${RECORD[$key]-} =~ ^(|0|[1-9][0-9]{0,17})$ ]] || return 1
  done
  [[ ${RECORD[supervision]-} =~ ^(|marker|systemd-user|systemd-system)$ && ${RECORD[unit]-} =~ ^[a-z0-9.-]{0,120}$ ]] || return 1
  [[ ${RECORD[version]-} =~ ^[0-9.]{0,24}$ ]] || return 1
  [[ ${RECORD[bootId]-} =~ ^[0-9a-f-]{0,64}$ && ${RECORD[end]-} == 1 ]] || return 1
  for key in repository path runtime; do
    url_decode "${RECORD[$key]-}" || return 1
    RECORD[$key]=$REPLY
  done
}

# record_set <key> <value>…: makes RECORD anew.
record_set() {
  RECORD=()
  while (($# > 1)); do
    RECORD[$1]=$2
    shift 2
  done
}

# record_write: writes RECORD to its place; the last line tells a whole file from a cut one. No instance is starting any more
# after the host went down, so that state is not worth waiting for the disk.
record_write() {
  local key content=schema=$RECORD_SCHEMA$'\n'
  now_ms
  RECORD[sinceMs]=$REPLY
  for key in id repository path state port pid startTicks bootId startedAtMs sinceMs runtime supervision unit version; do
    url_encode "${RECORD[$key]-}"
    content+="$key=$REPLY"$'\n'
  done
  content+=end=1$'\n'
  if [[ ${RECORD[state]-} == starting ]]; then
    file_put "$BERTH_HOME/instances/${RECORD[id]}/record" "$content"
  else
    file_write "$BERTH_HOME/instances/${RECORD[id]}/record" "$content"
  fi
}
