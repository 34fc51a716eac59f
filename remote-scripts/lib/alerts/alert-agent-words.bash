# shellcheck shell=bash
# What an alert says of an agent: its title and its repository first, because several of them run side by side.

declare -gA ALERT_AGENTS ALERT_AGENT_REPOSITORIES
# Session id -> what it asks or said last.
declare -gA ALERT_AGENT_DETAILS

# alert_words_agent_detail <id> <what it asks or said last>
alert_words_agent_detail() { ALERT_AGENT_DETAILS[$1]=$2; }

# alert_words_agent_name <id>: REPLY is how it is called in a sentence.
alert_words_agent_name() {
  local repository=${ALERT_AGENT_REPOSITORIES[$1]-}
  REPLY=${ALERT_AGENTS[$1]:-$1}${repository:+ in $repository}
}

# alert_words_agent_put <beginning of the sentence> <id> <next step>: with what it asks or said last at its end.
alert_words_agent_put() {
  local detail=${ALERT_AGENT_DETAILS[$2]-}
  detail=$1${detail:+: $detail}
  [[ $detail == *[.?!…] ]] || detail+=.
  alert_words_set "$detail" "$3"
}

# alert_words_agent <kind> <id> <thousandths or ''>: of what is raised.
alert_words_agent() {
  alert_words_agent_name "$2"
  case $1 in
    agent-waiting) alert_words_agent_put "$REPLY waits for an answer" "$2" 'Answer it; it goes on at once.' ;;
    *)
      alert_words_set "$REPLY takes $((${3:-800} / 10)) % of the memory that it may have." \
        'Stop it and resume its conversation, or let it finish, before the server ends it.'
      ;;
  esac
}

# alert_words_agent_cleared <kind> <title>
alert_words_agent_cleared() {
  case $1 in
    agent-waiting) alert_words_set "$2 does not wait any more." ;;
    *) alert_words_set "$2 takes less of its memory again, or does not run any more." ;;
  esac
}

# alert_words_agent_end <id> <done or dead>[.<trouble>]: of a turn or a program that is over. A program's needs session_look.
alert_words_agent_end() {
  local id=$1 name
  alert_words_agent_name "$id"
  name=$REPLY
  case $2 in
    *.usage-limit) alert_words_agent_put "$name stopped at a usage limit" "$id" 'Go on when the limit is over, or with another preset.' ;;
    *.not-signed-in) alert_words_agent_put "$name is not signed in" "$id" 'Sign in in its terminal.' ;;
    done) alert_words_agent_put "$name is done" "$id" 'Read what it did, or tell it what comes next.' ;;
    dead.program-missing)
      alert_words_set "The program of $name is not installed on this server." 'Install it there, or choose another preset.'
      ;;
    dead.memory)
      alert_words_set "The server had no memory left for $name, and ended it." \
        'Resume it; its conversation is kept where the agent keeps it.'
      ;;
    *) alert_words_agent_dead "$id" "$name" ;;
  esac
}

# alert_words_agent_dead <id> <name>
alert_words_agent_dead() {
  local code='' signal='' message="$2 has ended."
  if session_read "$1" && session_was_idle_stopped "$1"; then
    message="$2 was stopped, because it was done and nobody used it."
  elif session_ended_read "$1"; then
    code=$SESSION_EXIT_CODE signal=$SESSION_EXIT_SIGNAL
    if [[ -n $signal ]]; then
      message="$2 was ended by $signal."
    elif [[ $code != 0 ]]; then
      message="$2 ended with the exit code $code."
    fi
  fi
  alert_words_set "$message" 'Resume it to go on, or remove it from the list.'
}
