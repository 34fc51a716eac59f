# shellcheck shell=bash
# What was told: alerts/entries, the last 200, the oldest first. A line has twelve fields, each a text of url_encode or `=` for none:
# number kind state ms target instance repository (of an agent, whose target is its session: `<repository>=<title>`) thousandths quiet message next deliveries (`<channel>:<outcome>:<why>`, with commas).

declare -ga ALERT_ENTRIES
ALERT_NUMBER=0
ALERT_ENTRIES_MOST=200
ALERT_ENTRIES_BYTES_MOST=1048576
ALERT_ENTRY_FORM='^([1-9][0-9]{0,8}) ([a-z-]+) (raised|cleared|told) ([1-9][0-9]{0,14})( [A-Za-z0-9/._~%=-]+){7} ([a-z,:A-Za-z0-9/._~%=-]+)$'
# More often within an hour it is known, and no news.
ALERT_FLAPS_MOST=3
ALERT_FLAP_MS=3600000

# alert_entries_read: fills ALERT_ENTRIES and ALERT_NUMBER, the highest number; a line that is damaged is left out.
alert_entries_read() {
  local path=$BERTH_HOME/alerts/entries content='' line
  ALERT_ENTRIES=() ALERT_NUMBER=0
  [[ -f $path && ! -L $path && -O $path && -r $path ]] || return 0
  { IFS= read -r -d '' -N "$ALERT_ENTRIES_BYTES_MOST" content <"$path" || :; } 2>/dev/null
  while IFS= read -r line; do
    if [[ ! $line =~ $ALERT_ENTRY_FORM ]] || ((BASH_REMATCH[1] <= ALERT_NUMBER)); then continue; fi
    ALERT_NUMBER=${BASH_REMATCH[1]}
    ALERT_ENTRIES+=("$line")
  done <<<"$content"
}

# alert_entries_write: keeps the newest ones and those that are raised; fails when they cannot be written.
alert_entries_write() {
  local line key content='' excess=$((${#ALERT_ENTRIES[@]} - ALERT_ENTRIES_MOST))
  local -A raised=()
  local -a kept=()
  for key in "${!ALERT_CONDITIONS[@]}"; do raised[${ALERT_CONDITIONS[$key]##* }]=1; done
  for line in ${ALERT_ENTRIES[@]+"${ALERT_ENTRIES[@]}"}; do
    if ((excess > 0)) && [[ -z ${raised[${line%% *}]-} ]]; then
      excess=$((excess - 1))
    else
      kept+=("$line")
    fi
  done
  ALERT_ENTRIES=(${kept[@]+"${kept[@]}"})
  printf -v content '%s\n' ${kept[@]+"${kept[@]}"}
  alert_file_write file_write entries "$content"
}

# alert_entry_add <kind> <state> <target> <instance or ''> <name or ''> <thousandths or ''> <now> <quiet or ''> [<title of the session>]: with
# ALERT_MESSAGE and ALERT_NEXT. Needs ALERT_OPTIONS.
alert_entry_add() {
  local quiet=$8 name message next channel deliveries=''
  ALERT_NUMBER=$((ALERT_NUMBER + 1))
  [[ -n $quiet ]] || alert_entry_quiet "$1" "$3" "$2" "$7" && quiet=${quiet:-$REPLY}
  for channel in webhook ntfy; do
    [[ -n ${ALERT_OPTIONS[${channel}Url]} ]] || continue
    deliveries+=${deliveries:+,}$channel:
    if [[ -z $quiet ]]; then
      deliveries+=pending:=
    else
      alert_quiet_words "$quiet"
      url_encode "$REPLY"
      deliveries+=suppressed:$REPLY
    fi
  done
  url_encode "$5"
  name=$REPLY
  if [[ -n ${9-} ]]; then
    url_encode "$9"
    name+="=$REPLY"
  fi
  url_encode "$ALERT_MESSAGE"
  message=$REPLY
  alert_next
  url_encode "$REPLY"
  next=$REPLY
  ALERT_ENTRIES+=("$ALERT_NUMBER $1 $2 $7 ${3:-=} ${4:-=} ${name:-=} ${6:-=} ${quiet:-=} $message $next ${deliveries:-=}")
}

# alert_entry_quiet <kind> <target> <state> <now>: REPLY is why nobody is told at once, or empty.
alert_entry_quiet() {
  local line number kind state at_ms target count=0
  REPLY=''
  if [[ -n ${ALERT_OPTIONS[mutedUntilMs]} ]] && (($4 < ALERT_OPTIONS[mutedUntilMs])); then
    REPLY=muted
    return 0
  fi
  # Each question of an agent is another one.
  [[ $3 != told && $1 != agent-waiting ]] || return 0
  for line in ${ALERT_ENTRIES[@]+"${ALERT_ENTRIES[@]}"}; do
    read -r number kind state at_ms target _ <<<"$line"
    # The clock may have been put back.
    if [[ $kind == "$1" && $target == "${2:-=}" && $state == raised ]] && (($4 >= at_ms && $4 - at_ms < ALERT_FLAP_MS && number > 0)); then count=$((count + 1)); fi
  done
  # The end of what was told is told too.
  if [[ $3 == cleared ]]; then count=$((count - 1)); fi
  ((count < ALERT_FLAPS_MOST)) || REPLY=flapping
}

# alert_quiet_words <why>
alert_quiet_words() {
  case $1 in
    muted) REPLY='Notices were muted.' ;;
    flapping) REPLY='It came and went more than three times within an hour.' ;;
    off) REPLY='This warning was turned off.' ;;
    *) REPLY='What Berth knew of its alerts was damaged, so this may have been told before.' ;;
  esac
}

# alert_entry_json <line>: REPLY is the entry as main/contract/alerts.ts has it.
alert_entry_json() {
  local number kind state at_ms target instance name share quiet message next deliveries row session=null
  read -r number kind state at_ms target instance name share quiet message next deliveries <<<"$1"
  row="{\"number\":$number,\"kind\":\"$kind\",\"state\":\"$state\",\"atMs\":$at_ms,\"target\":"
  if [[ $kind == agent-* ]]; then
    alert_text_json "${name#*=}"
    session="{\"id\":\"$target\",\"title\":$REPLY}"
    name=${name%%=*}
    name=${name:-=} target='='
  fi
  # What is about an instance has its name.
  [[ $target != "$instance" ]] || target='='
  alert_text_json "$target"
  row+=$REPLY,\"instanceId\":
  alert_text_json "$instance"
  row+=$REPLY,\"repository\":
  alert_text_json "$name"
  row+=$REPLY,\"session\":$session,\"share\":
  alert_share "$share"
  row+=$REPLY,\"isQuiet\":
  if [[ $quiet == = ]]; then row+=false; else row+=true; fi
  alert_text_json "$message"
  row+=,\"message\":$REPLY,\"nextStep\":
  alert_text_json "$next"
  row+=$REPLY,\"deliveries\":
  alert_deliveries_json "$deliveries"
  REPLY="$row$REPLY}"
}

# alert_text_json <field>: REPLY is the text, or null.
alert_text_json() {
  if [[ $1 != = ]] && url_decode "$1"; then json_string "$REPLY"; else REPLY=null; fi
}

# alert_deliveries_json <field>: REPLY is the array; one that is on its way is in it when it came to something.
alert_deliveries_json() {
  local part channel outcome detail
  local -a parts=() rows=()
  if [[ $1 != = ]]; then IFS=, read -r -a parts <<<"$1"; fi
  for part in ${parts[@]+"${parts[@]}"}; do
    IFS=: read -r channel outcome detail <<<"$part"
    [[ $channel =~ ^(webhook|ntfy)$ && $outcome =~ ^(delivered|suppressed|failed)$ ]] || continue
    alert_text_json "${detail:-=}"
    rows+=("{\"channel\":\"$channel\",\"outcome\":\"$outcome\",\"detail\":$REPLY}")
  done
  json_array ${rows[@]+"${rows[@]}"}
}

# alert_log_json <number>: REPLY is what is raised, and the entries after that number, newest first. Needs both reads.
alert_log_json() {
  local key number line index raised
  local -a rows=()
  local -A wanted=()
  for key in "${!ALERT_CONDITIONS[@]}"; do
    read -r line _ number <<<"${ALERT_CONDITIONS[$key]}"
    if [[ $line != rising ]]; then wanted[$number]=1; fi
  done
  for ((index = ${#ALERT_ENTRIES[@]} - 1; index >= 0; index--)); do
    if [[ -n ${wanted[${ALERT_ENTRIES[index]%% *}]-} ]]; then
      alert_entry_json "${ALERT_ENTRIES[index]}"
      rows+=("$REPLY")
    fi
  done
  json_array ${rows[@]+"${rows[@]}"}
  raised=$REPLY
  rows=()
  for ((index = ${#ALERT_ENTRIES[@]} - 1; index >= 0 && ${#rows[@]} < ALERT_ENTRIES_MOST; index--)); do
    ((${ALERT_ENTRIES[index]%% *} > $1)) || break
    alert_entry_json "${ALERT_ENTRIES[index]}"
    rows+=("$REPLY")
  done
  json_array ${rows[@]+"${rows[@]}"}
  REPLY="\"raised\":$raised,\"entries\":$REPLY"
}
