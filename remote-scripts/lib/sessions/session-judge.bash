# shellcheck shell=bash
# What a session does, and how that is known. The most trusted first: its end, the word of the agent's own hooks, the processes of a
# plain terminal, the bell, the title, the screen, and that it prints. What a later source sees plainly releases a word of the
# hooks that nothing takes back: whoever presses Escape in a question, or while an agent works, makes no hook speak.

# The verdict: as sessionState, stateSource and sessionTrouble of the contract; times in epoch milliseconds, texts may be empty.
JUDGED_STATE=unknown JUDGED_SOURCE=none JUDGED_SINCE_MS='' JUDGED_DETAIL='' JUDGED_TROUBLE=''
declare -gA SESSION PANE_TARGET PANE_ACTIVITY_S PANE_BELL PANE_TITLE PANE_PID
# Of the last look at the same run, see session-judged.bash.
declare -gA JUDGED_BEFORE
# What hooks said, when, and the rest of it.
HOOK_STATE='' HOOK_MS=0 HOOK_DETAIL=''
# Who works prints something in every few seconds: agents draw their spinner ten times a second.
JUDGE_QUIET_MS=4000

# session_judge <id>: needs session_read, session_panes and session_look of this moment.
session_judge() {
  local now
  JUDGED_STATE=unknown JUDGED_SOURCE=none JUDGED_SINCE_MS='' JUDGED_DETAIL='' JUDGED_TROUBLE=''
  now_ms
  now=$REPLY
  session_judged_recall "$1"
  session_judge_hook "$1"
  if [[ -n $SESSION_IS_DEAD ]]; then
    session_judge_end
  elif [[ -z ${PANE_PID[$1]-} ]]; then
    # One slow answer is no death.
    JUDGED_SINCE_MS=''
    return 0
  elif [[ ${SESSION[kind]} == terminal ]]; then
    session_judge_processes "$1" || session_judge_activity "$1" "$now"
  else
    session_judge_agent "$1" "$now"
  fi
  if [[ -z $JUDGED_SINCE_MS ]]; then
    session_judged_since "$JUDGED_STATE" "$JUDGED_SOURCE" "$HOOK_MS" "$now"
    JUDGED_SINCE_MS=$REPLY
  fi
  session_judged_note "$1" "$JUDGED_STATE" "$JUDGED_SOURCE" "$JUDGED_SINCE_MS" "$JUDGED_TROUBLE" "$JUDGED_DETAIL"
}

# session_judge_set <state> <source> [<detail>]
session_judge_set() { JUDGED_STATE=$1 JUDGED_SOURCE=$2 JUDGED_DETAIL=${3-}; }

# session_judge_end: needs session_look.
session_judge_end() {
  session_judge_set dead 'exit'
  JUDGED_SINCE_MS=$SESSION_ENDED_AT_MS
  session_look_end_words
  JUDGED_DETAIL=$REPLY
  if [[ $SESSION_END_REASON == out-of-memory ]]; then JUDGED_TROUBLE=memory; fi
  if [[ $SESSION_EXIT_CODE == 127 ]]; then JUDGED_TROUBLE=program-missing; fi
}

# session_judge_agent <id> <now>
session_judge_agent() {
  local id=$1 now=$2 activity_ms=$((${PANE_ACTIVITY_S[$1]:-0} * 1000)) screen trouble detail
  # While an agent says that it works and prints, its screen would say nothing else.
  if [[ $HOOK_STATE == working ]] && ((now - activity_ms < JUDGE_QUIET_MS || now - HOOK_MS < JUDGE_QUIET_MS)); then
    session_judge_set working hook "$HOOK_DETAIL"
    return 0
  fi
  session_judge_screen "$id" "$now"
  read -r screen trouble detail <<<"$REPLY"
  screen=${screen#=} detail=${detail#=}
  JUDGED_TROUBLE=${trouble#=}
  if [[ -n $HOOK_STATE ]]; then
    session_judge_weigh "$screen" "$detail" "$activity_ms"
  elif session_judge_bell "$id" "$screen" "$activity_ms" "$now"; then
    session_judge_set waiting bell "$detail"
  elif session_judge_title "$id" "$screen" "$activity_ms" "$now"; then
    session_judge_set "$REPLY" title "$detail"
  elif [[ -n $screen ]]; then
    session_judge_set "$screen" screen "$detail"
  elif [[ ${SESSION[agent]} != other ]] || ! session_judge_at_prompt "$id"; then
    session_judge_activity "$id" "$now"
  fi
}

# session_judge_weigh <state of the screen or ''> <its detail> <last activity>: the hooks, unless the screen shows that they cannot know.
session_judge_weigh() {
  local is_released=''
  case $HOOK_STATE.$1 in
    # Answered, or called off: no hook speaks before the next tool is done.
    waiting.working | waiting.done) is_released=1 ;;
    # Interrupted by Escape, or asking what no hook tells of. Both are quiet by now.
    working.waiting | working.done) is_released=1 ;;
    # What came up after the turn: a question of the program itself, or a turn whose beginning was not told.
    done.waiting | done.working) (($3 <= HOOK_MS + 1000)) || is_released=1 ;;
  esac
  if [[ -n $is_released ]]; then
    session_judge_set "$1" screen "$2"
    return 0
  fi
  # What is on the screen is the question itself, where a hook may only say that there is one.
  session_judge_set "$HOOK_STATE" hook "$HOOK_DETAIL"
  if [[ $1 == waiting && -n $2 ]] || [[ -z $HOOK_DETAIL || -n $JUDGED_TROUBLE ]]; then JUDGED_DETAIL=${2:-$HOOK_DETAIL}; fi
}

# session_judge_hook <id>: fills HOOK_STATE, HOOK_MS and HOOK_DETAIL with what hooks said of this run.
session_judge_hook() {
  local path=$BERTH_HOME/sessions/$1/hook content='' form='^(working|waiting|done) ([1-9][0-9]{0,14})( ([A-Za-z0-9/._~%=-]*))?$'
  HOOK_STATE='' HOOK_MS=0 HOOK_DETAIL=''
  [[ -f $path && ! -L $path && -O $path ]] || return 0
  { IFS= read -r -n 2000 content <"$path" || :; } 2>/dev/null
  [[ $content =~ $form ]] && ((BASH_REMATCH[2] >= ${SESSION[startedAtMs]:-0})) || return 0
  HOOK_STATE=${BASH_REMATCH[1]} HOOK_MS=${BASH_REMATCH[2]}
  if url_decode "${BASH_REMATCH[4]#=}"; then HOOK_DETAIL=$REPLY; fi
}

# session_judge_screen <id> <now>: REPLY as session_screen_read. A screen that nothing was printed to since is not read again.
session_judge_screen() {
  local activity=${PANE_ACTIVITY_S[$1]:-0} text
  if [[ -n ${JUDGED_BEFORE[screenAt]-} && ${JUDGED_BEFORE[screenAt]} == "$activity" ]]; then
    REPLY=${JUDGED_BEFORE[screen]}
    return 0
  fi
  text=$(session_tmux capture-pane -p -J -t "${PANE_TARGET[$1]}" 2>/dev/null </dev/null) || text=''
  session_screen_read "${SESSION[agent]:-other}" "$text"
  # Within a second more may come without its being seen in the time.
  JUDGED_BEFORE[screenAt]=0
  if (($2 - activity * 1000 >= 2000)); then JUDGED_BEFORE[screenAt]=$activity; fi
  JUDGED_BEFORE[screen]=$REPLY
}

# session_judge_bell <id> <state of the screen or ''> <last activity> <now>: whether it rang and nobody has answered. tmux takes the
# flag back only when somebody looks; whoever is answered otherwise prints on.
session_judge_bell() {
  if [[ ${PANE_BELL[$1]-0} != 1 ]]; then
    JUDGED_BEFORE[bellMs]=0
    return 1
  fi
  if ((${JUDGED_BEFORE[bellMs]:-0} == 0)); then JUDGED_BEFORE[bellMs]=$4; fi
  [[ $2 != @(working|done) ]] && (($3 <= JUDGED_BEFORE[bellMs] + 2000))
}

# session_judge_title <id> <state of the screen or ''> <last activity> <now>: REPLY is what its title says; fails when that is nothing.
# Claude Code has a turning glyph in it while it writes; the one of rest also stands there during a long tool, so it says nothing by
# itself (measured by Agent of Empires with 2.1.251). Gemini CLI writes words (packages/cli/src/utils/windowTitle.ts).
session_judge_title() {
  local title=${PANE_TITLE[$1]-}
  case ${SESSION[agent]-}.$title in
    claude-code.$'\xe2'[$'\xa0'-$'\xa3']* | claude-code.$'\xe2\x97'[$'\x90'-$'\x93']*)
      [[ $2 != waiting ]] && (($4 - $3 < JUDGE_QUIET_MS)) || return 1
      REPLY=working
      ;;
    gemini.*'Action Required'*) REPLY=waiting ;;
    gemini.*'Working'*)
      (($4 - $3 < JUDGE_QUIET_MS)) || return 1
      REPLY=working
      ;;
    gemini.*'Ready'*)
      [[ $2 != @(waiting|working) ]] || return 1
      REPLY='done'
      ;;
    *) return 1 ;;
  esac
}

# session_judge_processes <id>: of a plain terminal: a shell in the foreground stands at its prompt. Fails when /proc does not tell.
session_judge_processes() {
  if session_judge_at_prompt "$1"; then return 0; fi
  [[ -n $REPLY ]] || return 1
  session_judge_set working processes "$REPLY"
}

# session_judge_at_prompt <id>: whether the shell of its terminal waits for a command, which is `done` then. Else REPLY is the name of
# what runs in the foreground, empty when that is not known.
session_judge_at_prompt() {
  local leader word state=''
  local -a words=()
  REPLY=''
  if ! work_stat "${PANE_PID[$1]}" || ! session_judge_foreground; then
    REPLY=''
    return 1
  fi
  leader=$REPLY
  { mapfile -d '' -t words <"/proc/$leader/cmdline"; } 2>/dev/null || :
  word=${words[0]-}
  word=${word##*/}
  REPLY=${word#-}
  # The launcher itself is there only before there is a shell.
  [[ ${REPLY} =~ ^(ba|da|z|fi|k|mk|tc|c|a)?sh$|^pwsh$|^nu$|^xonsh$ ]] || return 1
  for word in "${words[@]:1}"; do
    # A script, or a command of its own, is a task.
    if [[ $word != -* || $word =~ ^-[a-zA-Z]*c ]]; then return 1; fi
  done
  # A loop of the shell's own commands.
  { IFS= read -r -d '' state <"/proc/$leader/stat" || :; } 2>/dev/null
  [[ ${state##*) } != R* ]] || return 1
  session_judge_set 'done' processes
}

# session_judge_foreground: REPLY is the leader of the group in the foreground of the terminal that work_stat looked at; fails when
# that is the launcher still, or gone.
session_judge_foreground() {
  REPLY=$STAT_FOREGROUND
  [[ $STAT_FOREGROUND =~ ^[1-9][0-9]*$ && $STAT_FOREGROUND != "$STAT_GROUP" && -e /proc/$STAT_FOREGROUND/stat ]]
}

# session_judge_activity <id> <now>: who prints works, and of one who is quiet nothing is known.
session_judge_activity() {
  if (($2 - ${PANE_ACTIVITY_S[$1]:-0} * 1000 < JUDGE_QUIET_MS)); then session_judge_set working activity; fi
}
