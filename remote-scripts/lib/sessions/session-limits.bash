# shellcheck shell=bash
# How many agents run, and whether another one fits.

# Agents of this home, and of all users as far as this one can see.
SESSION_AGENT_COUNT=0 SESSION_AGENT_COUNT_OF_ALL=0

# session_agents_count: sets SESSION_AGENT_COUNT and SESSION_AGENT_COUNT_OF_ALL, by the arguments of their launches, which all users may
# read of one another where /proc is not hidden.
session_agents_count() {
  local path
  local -a words
  SESSION_AGENT_COUNT=0 SESSION_AGENT_COUNT_OF_ALL=0
  while IFS= read -r path; do
    words=()
    { mapfile -d '' -t words <"$path"; } 2>/dev/null || continue
    [[ ${words[1]-} == */session-launch && ${words[4]-} == agent && ${#words[@]} == 5 ]] || continue
    # While launch is about to become the program, there are two of that name.
    session_agent_is_root "${path%/cmdline}" || continue
    SESSION_AGENT_COUNT_OF_ALL=$((SESSION_AGENT_COUNT_OF_ALL + 1))
    if [[ ${words[2]} == "$BERTH_HOME" ]]; then SESSION_AGENT_COUNT=$((SESSION_AGENT_COUNT + 1)); fi
  done < <(grep -lsaE -e '/session-launch' /proc/[0-9]*/cmdline || :)
}

# session_agent_is_root <folder in /proc>: whether it leads its session, as the program of a pane does.
session_agent_is_root() {
  local stat=''
  local -a fields
  { IFS= read -r -d '' stat <"$1/stat" || :; } 2>/dev/null
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]-Z} != [ZX] && ${fields[3]-} == "${1##*/}" ]]
}

# session_limits_check: ends the start of SESSION when there are as many agents as are allowed, or not enough memory; with --force only
# when there is next to none. Callers hold the lock of the sessions, so that two starts do not both find the last place.
session_limits_check() {
  local most most_of_all
  [[ ${SESSION[kind]} == agent ]] || return 0
  session_settings_read
  most=${SESSION_SETTINGS[mostAgents]} most_of_all=${SESSION_SETTINGS[mostAgentsOfAll]}
  if [[ -z ${ARGUMENTS[force]-} ]]; then
    session_agents_count
    session_agents_count_starting "${SESSION[id]}"
    if ((SESSION_AGENT_COUNT >= most)); then
      session_limits_refuse limit-reached "$(session_agents_told "$SESSION_AGENT_COUNT") of yours on this server, and $most may." \
        ', or allow more agents in the settings of this server'
    elif ((SESSION_AGENT_COUNT_OF_ALL >= most_of_all)); then
      session_limits_refuse limit-reached "$(session_agents_told "$SESSION_AGENT_COUNT_OF_ALL") of all users on this server, and $most_of_all may." \
        ', or allow more agents in the settings of this server'
    fi
  fi
  session_limits_memory
}

# session_agents_told <number>: prints the beginning of a sentence.
session_agents_told() {
  if (($1 == 1)); then printf '1 agent runs'; else printf '%s agents run' "$1"; fi
}

# session_agents_count_starting <id>: adds those whose launch is not there yet, but for this one.
session_agents_count_starting() {
  local id
  local -A SESSION=()
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if [[ $id == "$1" || -e $BERTH_HOME/sessions/$id/root ]] || ! session_read "$id"; then continue; fi
    [[ ${SESSION[state]} == starting && ${SESSION[kind]} == agent ]] || continue
    lock_is_held "$BERTH_HOME/locks/session-$id" || continue
    SESSION_AGENT_COUNT=$((SESSION_AGENT_COUNT + 1)) SESSION_AGENT_COUNT_OF_ALL=$((SESSION_AGENT_COUNT_OF_ALL + 1))
  done
}

# session_limits_memory: ends the start when what the agent is expected to take is not there, after what the host itself, the instances
# and the agents that run will still take.
session_limits_memory() {
  local available needed=${SESSION[expectedMemoryBytes]:-0} reserve growth=0 free
  memory_read
  available=${MEMORY[MemAvailable]}
  if ((available < BUDGET_FLOOR_BYTES)); then
    session_limits_refuse out-of-memory "Only $((available >> 20)) MB of memory are free on the server, too little for any agent." ''
  fi
  if [[ -n ${ARGUMENTS[force]-} ]] || ((needed == 0)); then return 0; fi
  budget_reserve
  reserve=$REPLY
  history_read
  budget_growth_most
  if ((REPLY > 0)); then
    sweep_find
    budget_growth ''
    growth=$REPLY
  fi
  session_agents_growth "${SESSION[id]}"
  growth=$((growth + REPLY))
  free=$((available - reserve - growth))
  ((free < needed)) || return 0
  ((free > 0)) || free=0
  session_limits_refuse out-of-memory "This agent is expected to take $((needed >> 20)) MB of memory, and $((free >> 20)) MB are free on the server." '' \
    "available: $((available >> 20)) MB, kept for the server: $((reserve >> 20)) MB, kept for what runs: $((growth >> 20)) MB"
}

# session_agents_growth <id>: REPLY is what the other running sessions will still take of what is expected of them.
session_agents_growth() {
  local id expected growth=0
  local -A SESSION=()
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if [[ $id == "$1" ]] || ! session_read "$id" || [[ -z ${SESSION[expectedMemoryBytes]} ]]; then continue; fi
    expected=${SESSION[expectedMemoryBytes]}
    session_tree "$id"
    [[ -n $REPLY ]] || continue
    session_memory "$id"
    ((REPLY >= expected)) || growth=$((growth + expected - REPLY))
  done
  REPLY=$growth
}

# session_agents_expected: REPLY is what all sessions together are expected to take, running or not.
session_agents_expected() {
  local id expected=0
  local -A SESSION=()
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if session_read "$id"; then expected=$((expected + ${SESSION[expectedMemoryBytes]:-0})); fi
  done
  REPLY=$expected
}

# session_limits_refuse <kind> <message> <what else helps> [<first lines of the detail>]: ends the start, and names agents
# to stop: those that are done first, then the largest.
session_limits_refuse() {
  local next_step='Stop another agent' kind=$1 message=$2 else_helps=$3 detail=${4-}
  session_limits_candidates "${SESSION[id]}"
  if [[ -n $SESSION_CANDIDATES ]]; then next_step="Stop $SESSION_CANDIDATES"; fi
  next_step+=$else_helps
  if [[ -z ${ARGUMENTS[force]-} ]]; then next_step+=', or start it all the same'; fi
  fail_with "$kind" budget "$message" "$next_step." "${detail:+$detail$'\n'}$SESSION_CANDIDATES_DETAIL"
}

# session_limits_candidates <id>: sets SESSION_CANDIDATES to the names of at most three agents to stop, and SESSION_CANDIDATES_DETAIL to all.
session_limits_candidates() {
  local id done_first bytes text title count=0
  local -a rows=()
  local -A SESSION=()
  SESSION_CANDIDATES='' SESSION_CANDIDATES_DETAIL=''
  session_panes || :
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if [[ $id == "$1" ]] || ! session_read "$id" || [[ ${SESSION[kind]} != agent ]]; then continue; fi
    session_look "$id"
    [[ -z $SESSION_IS_DEAD ]] || continue
    session_judge "$id"
    session_memory "$id"
    bytes=$REPLY done_first=1
    if [[ $JUDGED_STATE == 'done' ]]; then done_first=0; fi
    rows+=("$done_first $bytes $JUDGED_STATE $id ${SESSION[title]}")
  done
  ((${#rows[@]} > 0)) || return 0
  while read -r _ bytes text id title; do
    SESSION_CANDIDATES_DETAIL+="${SESSION_CANDIDATES_DETAIL:+$'\n'}$title: $text, $((bytes >> 20)) MB"
    if ((count++ < 3)); then SESSION_CANDIDATES+="${SESSION_CANDIDATES:+, }$title ($text, $((bytes >> 20)) MB)"; fi
  done < <(printf '%s\n' "${rows[@]}" | sort -k1,1n -k2,2nr)
}
SESSION_CANDIDATES='' SESSION_CANDIDATES_DETAIL=''
