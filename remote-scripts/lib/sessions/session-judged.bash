# shellcheck shell=bash
# What the last look at a session knew: sessions/<id>/judged, `<started at> <state> <source> <since> <trouble> <bell since> <activity that the
# screen was read at> <what it said: state, trouble> <detail> <detail of the screen>`, texts as url_encode writes them, `=` for nothing, and
# last when the hooks spoke.

declare -gA SESSION PANE_ACTIVITY_S
# Of the last look at the same run.
declare -gA JUDGED_BEFORE

# session_judged_since <state> <source> <when hooks spoke> <now>: REPLY is when the state was entered; one that goes on keeps its beginning.
session_judged_since() {
  local activity=${PANE_ACTIVITY_S[${SESSION[id]}]:-0}
  REPLY=''
  [[ $1 != unknown ]] || return 0
  if session_judged_is_same_word "$1" "$2" "$3"; then
    REPLY=${JUDGED_BEFORE[sinceMs]}
  elif [[ $2 == hook && $1 != working ]]; then
    # A turn that began and ended between two looks is another one.
    REPLY=$3
  elif [[ ${JUDGED_BEFORE[state]-} == "$1" && -n ${JUDGED_BEFORE[sinceMs]-} ]]; then
    REPLY=${JUDGED_BEFORE[sinceMs]}
  elif [[ $2 == hook ]]; then
    REPLY=$3
  elif [[ $1 == @(done|waiting) && -z ${JUDGED_BEFORE[state]-} ]] && ((activity > 0)); then
    # What is seen first some time after it began was there since it printed last.
    REPLY=$((activity * 1000))
  else
    REPLY=$4
  fi
}

# session_judged_is_same_word <state> <source> <when hooks spoke>: whether it is the word of the last look, or speaks of the question that
# stood on the screen then.
session_judged_is_same_word() {
  [[ $2 == hook && ${JUDGED_BEFORE[state]-} == "$1" && -n ${JUDGED_BEFORE[sinceMs]-} ]] || return 1
  [[ ${JUDGED_BEFORE[hookMs]-} == "$3" || ($1 == waiting && ${JUDGED_BEFORE[source]-} != hook) ]]
}

# session_judged_recall <id>: fills JUDGED_BEFORE with what the last look at this run knew.
session_judged_recall() {
  local content='' started state source since trouble bell screen_at screen_state screen_trouble detail screen_detail hook
  JUDGED_BEFORE=([text]='' [bellMs]=0)
  [[ -f $BERTH_HOME/sessions/$1/judged && ! -L $BERTH_HOME/sessions/$1/judged ]] || return 0
  { IFS= read -r -n 4000 content <"$BERTH_HOME/sessions/$1/judged" || :; } 2>/dev/null
  read -r started state source since trouble bell screen_at screen_state screen_trouble detail screen_detail hook <<<"$content"
  [[ $started == "${SESSION[startedAtMs]:-0}" && $state =~ ^(working|waiting|done|dead|unknown)$ && $since =~ ^(=|[1-9][0-9]{0,14})$ ]] || return 0
  [[ $bell =~ ^(0|[1-9][0-9]{0,14})$ && $screen_at =~ ^(0|[1-9][0-9]{0,11})$ && $screen_state =~ ^(=|working|waiting|done)$ ]] || return 0
  [[ $screen_trouble =~ ^(=|usage-limit|not-signed-in)$ ]] && url_decode "${screen_detail#=}" || return 0
  JUDGED_BEFORE=([text]=$content [state]=$state [source]=$source [sinceMs]=${since#=} [trouble]=$trouble [detail]=$detail [bellMs]=$bell [hookMs]=$hook)
  if ((screen_at > 0)); then
    JUDGED_BEFORE[screenAt]=$screen_at
    JUDGED_BEFORE[screen]="$screen_state $screen_trouble ${REPLY:-=}"
  fi
}

# session_judged_note <id> <state> <source> <since or ''> <trouble or ''> <detail>: writes down what was seen, when that is something else
# than before. Of an agent the keeper is told, which looks once a minute by itself.
session_judged_note() {
  local content detail screen screen_state screen_trouble
  url_encode "$6"
  detail=${REPLY:-=}
  read -r screen_state screen_trouble screen <<<"${JUDGED_BEFORE[screen]:-= = =}"
  url_encode "${screen#=}"
  content="${SESSION[startedAtMs]:-0} $2 $3 ${4:-=} ${5:-=} ${JUDGED_BEFORE[bellMs]:-0}"
  content+=" ${JUDGED_BEFORE[screenAt]:-0} $screen_state $screen_trouble $detail ${REPLY:-=} $HOOK_MS"
  [[ $content != "${JUDGED_BEFORE[text]}" ]] || return 0
  # Whoever removed the session has the last word.
  [[ -f $BERTH_HOME/sessions/$1/record ]] && file_put "$BERTH_HOME/sessions/$1/judged" "$content"$'\n' || return 0
  if [[ ${SESSION[kind]} == agent && ${JUDGED_BEFORE[state]-$2} != "$2" ]] && ! keeper_is_self; then keeper_tell "session $1"; fi
}
