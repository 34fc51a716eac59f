# shellcheck shell=bash
# What an alert says: one plain sentence of what was seen, one of what to do.

ALERT_MESSAGE='' ALERT_NEXT=''
ALERT_NEXT_NONE='There is nothing to do.'
declare -gA ALERT_FACTS

alert_next() { REPLY=$ALERT_NEXT; }

# alert_words_set <message> [<next step>]
alert_words_set() { ALERT_MESSAGE=$1 ALERT_NEXT=${2:-$ALERT_NEXT_NONE}; }

# alert_words <kind> <what of it> <name of the repository or ''> <thousandths>: of what is raised.
alert_words() {
  local kind=$1 target=$2 name=$3 percent=$(($4 / 10)) path=''
  if url_decode "$target"; then path=$REPLY; fi
  case $kind in
    cpu)
      ALERT_MESSAGE="The processor is $percent % busy${name:+, mostly by $name}."
      ALERT_NEXT='See which process it is, and stop what you do not need.'
      ;;
    memory)
      ALERT_MESSAGE="$percent % of the memory are in use${name:+, most of it by $name}."
      ALERT_NEXT='Put editors to sleep that you do not use, or stop what takes the memory.'
      ;;
    disk)
      ALERT_MESSAGE="The disk at $path is $percent % full."
      ALERT_NEXT='Remove what is not needed there, before saving a file fails.'
      ;;
    disk-forecast)
      ALERT_MESSAGE="As it filled in the last hours, the disk at $path is full in $(alert_hours "$target")."
      ALERT_NEXT='Find out what writes there: a log, a build, a download.'
      ;;
    setup-broken) alert_words_setup "$target" "$name" ;;
    certificate) alert_words_certificate "$path" ;;
    instance-crashed | out-of-memory) alert_words_end "$kind" "$target" "$name" ;;
  esac
}

# alert_words_setup <nginx|code-server|id> <name>
alert_words_setup() {
  case $1 in
    nginx)
      ALERT_MESSAGE='The nginx of Berth does not run, so editors are not reached the usual way.'
      ALERT_NEXT='Restart one of the editors, which starts it; check the server up when it ends again.'
      ;;
    code-server)
      ALERT_MESSAGE='VS Code is not installed any more, so no editor can be started.'
      ALERT_NEXT='Set the server up again; what runs goes on.'
      ;;
    *)
      ALERT_MESSAGE="VS Code of $2 does not answer behind the nginx of Berth."
      ALERT_NEXT='Restart it; its log says what it does.'
      ;;
  esac
}

# alert_words_certificate <name>
alert_words_certificate() {
  local left
  now_ms
  left=$(((ALERT_FACTS[certificateEndMs] - REPLY) / 86400000))
  if ((ALERT_FACTS[certificateEndMs] < REPLY)); then
    ALERT_MESSAGE="The certificate of $1 has ended, so browsers refuse the public address."
  elif ((left == 0)); then
    ALERT_MESSAGE="The certificate of $1 ends within a day."
  else
    ALERT_MESSAGE="The certificate of $1 ends in $left day$( ((left == 1)) || echo s)."
  fi
  ALERT_NEXT='Renew it on the server, and see why that does not happen by itself.'
}

# alert_words_end <kind> <id> <name>: of an instance that crashed and was not started again.
alert_words_end() {
  local reason code signal
  alert_end "$2"
  read -r reason code signal <<<"$REPLY"
  ALERT_NEXT='Look at its log, then start it again.'
  case $reason in
    out-of-memory)
      ALERT_MESSAGE="The server had no memory left and ended VS Code of $3."
      ALERT_NEXT='Put other editors to sleep, then start it again.'
      ;;
    exited) ALERT_MESSAGE="VS Code of $3 ended by itself, with the exit code ${code/#-/0}." ;;
    killed) ALERT_MESSAGE="VS Code of $3 was ended${signal:+ by ${signal/#-/a signal}}, and it was not by Berth." ;;
    record-damaged)
      ALERT_MESSAGE="What Berth noted of $3 is damaged."
      ALERT_NEXT='Start it again; its files and settings are kept.'
      ;;
    *) ALERT_MESSAGE="VS Code of $3 is gone, and it was not ended by Berth." ;;
  esac
}

# alert_words_told <kind> <id or ''> <name> <thousandths> <word>: of what happened and is over.
alert_words_told() {
  local kind=$1 name=$3 word=$5
  ALERT_NEXT=$ALERT_NEXT_NONE
  case $kind.$word in
    instance-crashed.restarted)
      ALERT_MESSAGE='The server was restarted, so its editors do not run.'
      ALERT_NEXT='Start those that you need.'
      ;;
    *.back)
      alert_words_end "$kind" "$2" "$name"
      ALERT_MESSAGE="${ALERT_MESSAGE%.}; it was started again."
      ALERT_NEXT='Look at its log when this happens often.'
      ;;
    instance-suspended.pressure)
      ALERT_MESSAGE="$name was put to sleep, because $(($4 / 10)) % of the memory were in use and nobody used it."
      ALERT_NEXT='Open it to wake it.'
      ;;
    instance-suspended.*)
      ALERT_MESSAGE="$name was put to sleep, because nobody used it."
      ALERT_NEXT='Open it to wake it.'
      ;;
    out-of-memory.*)
      ALERT_MESSAGE="The server had no memory left and ended $word program$([[ $word == 1 ]] || echo s)${name:+ of $name}."
      ALERT_NEXT='See what takes the memory, and put editors to sleep that you do not use.'
      ;;
  esac
}

# alert_words_off: of what was raised when its rule was turned off.
alert_words_off() {
  alert_quiet_words off
  ALERT_MESSAGE=$REPLY ALERT_NEXT=$ALERT_NEXT_NONE
}

# alert_words_cleared <kind> <what of it> <name> <thousandths>
alert_words_cleared() {
  local kind=$1 name=$3 percent=$(($4 / 10)) path=''
  if url_decode "$2"; then path=$REPLY; fi
  ALERT_NEXT=$ALERT_NEXT_NONE
  case $kind in
    cpu) ALERT_MESSAGE="The processor is calm again, at $percent %." ;;
    memory) ALERT_MESSAGE="There is memory again: $percent % are in use." ;;
    disk) ALERT_MESSAGE="The disk at $path has room again, or is not there any more." ;;
    disk-forecast) ALERT_MESSAGE="The disk at $path does not fill that fast any more." ;;
    setup-broken)
      case $2 in
        nginx) ALERT_MESSAGE='The nginx of Berth runs again, or is not needed.' ;;
        code-server) ALERT_MESSAGE='VS Code is installed again, or is not needed.' ;;
        *) ALERT_MESSAGE="VS Code of $name answers again, or does not run any more." ;;
      esac
      ;;
    certificate) ALERT_MESSAGE="The certificate of $path is good for longer again." ;;
    *) ALERT_MESSAGE="VS Code of $name is not crashed any more." ;;
  esac
}
