# shellcheck shell=bash
# Notices that this host sends by itself, so that they come with every desktop switched off: a webhook gets JSON, ntfy gets text.
# Addresses and texts reach curl and wget by stdin or a file, because everybody on the host may read arguments. Only the keeper
# sends, beside its other work; each notice once.

# All of one try; a try that found nobody is made once more after a rest.
ALERT_SEND_SECONDS=10
BERTH_ALERT_REST=${BERTH_ALERT_REST:-3}
# Whatever somebody answers with, no more than this of it comes here, in each second.
ALERT_ANSWER_RATE=64k
ALERT_HEADERS_MOST=65536
# What is left over is told as suppressed: nobody reads fifty notices of one minute.
ALERT_SENDS_MOST=20
ALERT_STATUS=''

# alerts_deliver: sends what is pending; another one that is at it sends it along.
alerts_deliver() {
  local lock count=0 number channel line
  folder_make "$BERTH_HOME/alerts" 2>/dev/null && lock_try "$BERTH_HOME/alerts/delivery.lock" 0 || return 0
  lock=$REPLY
  # Whoever was at it has ended half-way.
  alert_delivery_change alert_delivery_cut || :
  while alert_delivery_change alert_delivery_take; do
    read -r number channel line <<<"$ALERT_TAKEN"
    count=$((count + 1))
    if ((count > ALERT_SENDS_MOST)); then
      alert_delivery_note "$number" "$channel" suppressed 'Too many notices at once.'
    elif alert_send "$channel" "$line"; then
      alert_delivery_note "$number" "$channel" delivered ''
    else
      alert_delivery_note "$number" "$channel" failed "$REPLY"
    fi
  done
  lock_release "$lock"
}

# `<number> <channel> <line of the entry>` of what alert_delivery_take found.
ALERT_TAKEN=''

# alert_delivery_change <function> <argument>…: changes ALERT_ENTRIES by it, under the lock; fails when it does.
alert_delivery_change() {
  local lock code=0
  lock_try "$BERTH_HOME/alerts/lock" 30 || return 1
  lock=$REPLY
  alerts_read
  "$@" || code=1
  if ((code == 0)); then alert_entries_write || code=1; fi
  lock_release "$lock"
  return "$code"
}

# alert_delivery_cut: fails when there is nothing like that.
alert_delivery_cut() {
  local index is_changed=1
  url_encode 'Sending was cut off; it may have arrived.'
  for index in "${!ALERT_ENTRIES[@]}"; do
    if [[ ${ALERT_ENTRIES[index]} == *:sending:=* ]]; then
      ALERT_ENTRIES[index]=${ALERT_ENTRIES[index]//:sending:=/:failed:$REPLY}
      is_changed=0
    fi
  done
  return "$is_changed"
}

# alert_delivery_take: the oldest one that is pending is being sent from here on, so that nothing is sent twice.
alert_delivery_take() {
  local index line
  for index in "${!ALERT_ENTRIES[@]}"; do
    line=${ALERT_ENTRIES[index]}
    [[ $line =~ (webhook|ntfy):pending:= ]] || continue
    ALERT_TAKEN="${line%% *} ${BASH_REMATCH[1]} $line"
    ALERT_ENTRIES[index]=${line/"${BASH_REMATCH[1]}:pending:="/"${BASH_REMATCH[1]}:sending:="}
    return 0
  done
  return 1
}

# alert_delivery_note <number> <channel> <outcome> <why>
alert_delivery_note() {
  ALERT_TAKEN="$*"
  alert_delivery_change alert_delivery_put "$@" || printf 'what became of a notice cannot be written\n' >&2
}

alert_delivery_put() {
  local index detail='='
  if [[ -n $4 ]]; then
    url_encode "$4"
    detail=$REPLY
  fi
  for index in "${!ALERT_ENTRIES[@]}"; do
    if [[ ${ALERT_ENTRIES[index]} == "$1 "* ]]; then ALERT_ENTRIES[index]=${ALERT_ENTRIES[index]/"$2:sending:="/"$2:$3:$detail"}; fi
  done
}

# alerts_wake_keeper: one lives afterwards, also when it went with the last restart of the host, and sends what is pending.
alerts_wake_keeper() {
  keeper_ensure
  ! alerts_are_pending || keeper_tell .
}

alerts_are_pending() { grep -qsE '(webhook|ntfy):(pending|sending):=' -- "$BERTH_HOME/alerts/entries"; }

# alerts_deliver_aside: in the keeper, which must not wait for the servers of others meanwhile.
alerts_deliver_aside() {
  alerts_are_pending || return 0
  (
    process_close_files
    alerts_deliver
  ) </dev/null &
}

# alert_send <channel> <line of the entry>: fails with REPLY saying why. Needs alert_rules_read.
alert_send() {
  local url=${ALERT_OPTIONS[${1}Url]} body round
  if [[ -z $url ]]; then
    REPLY='Its address was taken away.'
    return 1
  fi
  alert_body "$1" "$2"
  body=$REPLY
  for round in 1 2; do
    ALERT_STATUS=''
    if alert_post "$1" "$url" "$body"; then return 0; fi
    # What the other side refuses, it refuses again.
    if [[ $ALERT_STATUS == [34]* || $round == 2 ]]; then break; fi
    pause "$BERTH_ALERT_REST"
  done
  return 1
}

# alert_body <channel> <line of the entry>: REPLY is what is sent.
alert_body() {
  local host number kind state message next
  host=$(</proc/sys/kernel/hostname)
  if [[ $1 == webhook ]]; then
    json_string "$host"
    host=$REPLY
    alert_entry_json "$2"
    # What became of its own sending is no part of it.
    REPLY="{\"source\":\"berth\",\"host\":$host,${REPLY#\{}"
    REPLY="${REPLY%%,\"deliveries\":*}}"
    return 0
  fi
  read -r number kind state _ _ _ _ _ _ message next _ <<<"$2"
  url_decode "$message" || REPLY=$kind
  message=$REPLY
  url_decode "$next" || REPLY=''
  if [[ $state == raised || $REPLY != "$ALERT_NEXT_NONE" ]]; then message+=$'\n'$REPLY; fi
  REPLY="$host: $message"
}

# alert_post <channel> <url> <body>: fails with REPLY saying why, without the address: it may be a secret.
alert_post() {
  if program_find curl; then
    alert_post_by_curl "$REPLY" "$@"
  elif wget_find; then
    alert_post_by_wget "$REPLY" "$@"
  else
    ALERT_STATUS=400
    REPLY='The server has neither curl nor wget.'
    return 1
  fi
}

# alert_headers <channel>: REPLY is one header per line.
alert_headers() {
  if [[ $1 == webhook ]]; then REPLY='Content-Type: application/json'; else REPLY=$'Title: Berth\nTags: warning\nContent-Type: text/plain; charset=utf-8'; fi
}

# alert_quote <text>: REPLY is it for a quoted text of curl's configuration.
alert_quote() {
  REPLY=${1//\\/\\\\}
  REPLY=${REPLY//\"/\\\"}
  REPLY=${REPLY//$'\n'/\\n}
}

# alert_post_by_curl <program> <channel> <url> <body>: what stands in the user's own configuration is not for this.
alert_post_by_curl() {
  local config header code=0
  alert_quote "$3"
  config="url = \"$REPLY\""$'\n'
  alert_headers "$2"
  while IFS= read -r header; do config+="header = \"$header\""$'\n'; done <<<"$REPLY"
  alert_quote "$4"
  config+="data-raw = \"$REPLY\""$'\n'
  config+='globoff'$'\n''silent'$'\n''output = "/dev/null"'$'\n''write-out = "%{http_code}"'$'\n''proto = "=http,https"'$'\n'
  config+="connect-timeout = 5"$'\n'"max-time = $ALERT_SEND_SECONDS"$'\n'"limit-rate = $ALERT_ANSWER_RATE"$'\n'
  ALERT_STATUS=$(printf '%s' "$config" | timeout -s KILL $((ALERT_SEND_SECONDS + 5)) "$1" -q --config - 2>/dev/null) || code=$?
  if alert_is_answered; then
    alert_is_taken
    return
  fi
  case $code in
    6) REPLY='The name of the other server is not known.' ;;
    7) REPLY='The other server does not take connections.' ;;
    28 | 124 | 137) REPLY="The other server did not answer in $ALERT_SEND_SECONDS seconds." ;;
    35 | 51 | 53 | 54 | 58 | 59 | 60 | 66 | 77 | 80 | 83) REPLY='The other server has no certificate that this one trusts.' ;;
    *) REPLY="curl ended with the code $code." ;;
  esac
  return 1
}

# alert_post_by_wget <program> <channel> <url> <body>: in another's home, it neither reads the user's passwords nor notes where it was.
alert_post_by_wget() {
  local header text code=0 file=$BERTH_HOME/alerts/body.tmp.$BASHPID
  local -a options=()
  alert_headers "$2"
  while IFS= read -r header; do options+=("--header=$header"); done <<<"$REPLY"
  { printf '%s' "$4" >"$file"; } 2>/dev/null || code=3
  if ((code == 0)); then
    text=$(printf '%s\n' "$3" | HOME=/nonexistent timeout -s KILL "$ALERT_SEND_SECONDS" "$1" --no-config --input-file=- --post-file="$file" "${options[@]}" \
      --output-document=/dev/null --server-response --tries=1 --timeout="$ALERT_SEND_SECONDS" --limit-rate="$ALERT_ANSWER_RATE" --max-redirect=0 2>&1 >/dev/null |
      head -c "$ALERT_HEADERS_MOST") || code=$?
    ALERT_STATUS=$(awk '$1 ~ /^HTTP\// { status = $2 } END { print status }' <<<"$text")
  fi
  rm -f -- "$file"
  if alert_is_answered; then
    alert_is_taken
    return
  fi
  case $code in
    3) REPLY='The text cannot be written on this server.' ;;
    5) REPLY='The other server has no certificate that this one trusts.' ;;
    124 | 137) REPLY="The other server did not answer in $ALERT_SEND_SECONDS seconds." ;;
    *) REPLY='The other server is not reached.' ;;
  esac
  return 1
}

# alert_is_answered: whether there is a status. Who said yes has taken it, also when the rest of the answer never ends.
alert_is_answered() {
  [[ $ALERT_STATUS =~ ^[1-9][0-9]{2}$ ]] || ALERT_STATUS=''
  [[ -n $ALERT_STATUS ]]
}

# alert_is_taken: whether the status is one of success.
alert_is_taken() {
  REPLY=''
  [[ $ALERT_STATUS != 2* ]] || return 0
  REPLY="The other server answered ${ALERT_STATUS:-nothing}."
  return 1
}
