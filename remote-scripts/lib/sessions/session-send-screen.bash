# shellcheck shell=bash
# What an agent's screen says of a text: whether somebody's own draft is in the way, whether it arrived, whether it was taken. The
# prompts are read as Claude Code 2.1.197, Codex and Gemini CLI draw them; where none is seen, what counts is that the screen changed.

# The screen before, without blanks; the end of the text, as the prompt would show it.
SEND_BEFORE='' SEND_NEEDLE=''
# What stands at the prompt, without blanks, frames, the cursor and what is only a hint (which is dim).
SEND_PROMPT=''
SEND_NEEDLE_BYTES=24
SEND_RULE='^[[:space:]]*(─|━|═|╭|╮|╰|╯|┌|┐|└|┘|▀|▄|╌){8,}'
SEND_HINTS='^(Typeyourmessage|AskCodex|Askanything|Pressuptoedit)'

# session_send_screen <id>: fills SEND_LINES with the screen, without what is dim or inverse, and SEND_SCREEN with all of it without
# blanks. Fails when there is no screen.
session_send_screen() {
  local coloured line
  local -a lines
  session_target "$1" || return 1
  coloured=$(session_tmux capture-pane -p -e -t "$REPLY" 2>/dev/null </dev/null) || return 1
  SEND_LINES=() SEND_IS_DIM=''
  mapfile -t lines <<<"$coloured"
  for line in "${lines[@]}"; do
    session_send_screen_plain "$line"
    SEND_LINES+=("$REPLY")
  done
  session_send_screen_squeeze "$coloured"
  SEND_SCREEN=$REPLY
}
declare -ga SEND_LINES=()
SEND_SCREEN='' SEND_IS_DIM=''

# session_send_screen_plain <coloured line>: REPLY is it without what is dim or inverse. That goes on from line to line.
session_send_screen_plain() {
  local rest=$1 plain codes out=''
  while [[ -n $rest ]]; do
    plain=${rest%%$'\e'*}
    [[ -n $SEND_IS_DIM ]] || out+=$plain
    rest=${rest:${#plain}}
    [[ -n $rest ]] || break
    if [[ $rest =~ ^$'\e'\[([0-9\;:]*)m ]]; then
      codes=${BASH_REMATCH[1]}
      rest=${rest:${#BASH_REMATCH[0]}}
      # Colours have numbers of their own, such as 38;5;2.
      case $codes in
        [34][0-9]* | 9[0-9] | 10[0-9]) ;;
        *)
          if [[ ";$codes;" =~ \;(0?|22|27)\; ]]; then SEND_IS_DIM=''; fi
          if [[ ";$codes;" =~ \;(2|7)\; ]]; then SEND_IS_DIM=1; fi
          ;;
      esac
    else
      rest=${rest:1}
    fi
  done
  REPLY=$out
}

# session_send_screen_squeeze <text>: REPLY is it without blanks and frames, so that it does not count where lines were broken.
session_send_screen_squeeze() {
  local text=${1//[[:space:]]/}
  text=${text//$'\xc2\xa0'/}
  text=${text//│/}
  REPLY=${text//┃/}
}

# session_send_screen_prompt <agent kind>: sets SEND_PROMPT from SEND_LINES; fails when no prompt is seen. Prompts stand below a rule,
# but those of Codex.
session_send_screen_prompt() {
  local index sign text='' is_found=''
  SEND_PROMPT=''
  case $1 in
    claude-code) sign='(❯|>|!)' ;;
    codex) sign='›' ;;
    gemini) sign='(>|!|\*)' ;;
    *) return 1 ;;
  esac
  for ((index = ${#SEND_LINES[@]} - 1; index >= 0; index--)); do
    [[ ${SEND_LINES[index]} =~ ^[[:space:]]*(│|┃)?[[:space:]]*$sign([[:space:]]|$'\xc2\xa0'|$) ]] || continue
    text=${SEND_LINES[index]:${#BASH_REMATCH[0]}}
    if [[ $1 == codex ]] || { ((index > 0)) && [[ ${SEND_LINES[index - 1]} =~ $SEND_RULE ]]; }; then
      is_found=1
      break
    fi
  done
  [[ -n $is_found ]] || return 1
  for ((index++; index < ${#SEND_LINES[@]}; index++)); do
    [[ ! ${SEND_LINES[index]} =~ $SEND_RULE ]] || break
    [[ $1 != codex || ${SEND_LINES[index]} == *[![:space:]]* ]] || break
    text+=${SEND_LINES[index]}
  done
  session_send_screen_squeeze "$text"
  [[ $REPLY =~ $SEND_HINTS ]] || SEND_PROMPT=$REPLY
}

# session_send_screen_may <id>: SEND_OUTCOME is held where the agent asks a question with choices, which Enter would answer, and
# where somebody has typed and not sent.
session_send_screen_may() {
  session_send_screen "$1" || return 0
  if [[ ${SESSION[agent]} != other ]]; then
    session_screen_read "${SESSION[agent]}" "$(printf '%s\n' "${SEND_LINES[@]}")"
    if [[ $SCREEN_STATE == waiting ]]; then
      session_send_is held 'The agent asks a question, and Enter would answer it: choose with the keys.'
      return
    fi
  fi
  if session_send_screen_prompt "${SESSION[agent]}" && [[ -n $SEND_PROMPT ]]; then
    session_send_is held 'A text that was not sent stands at the prompt of the agent.'
  fi
}

# session_send_screen_note <id> <text>: before it is typed.
session_send_screen_note() {
  SEND_SCREEN=''
  session_send_screen "$1" || :
  SEND_BEFORE=$SEND_SCREEN
  session_send_screen_squeeze "${2:$((${#2} > 200 ? ${#2} - 200 : 0))}"
  SEND_NEEDLE=${REPLY:$((${#REPLY} > SEND_NEEDLE_BYTES ? ${#REPLY} - SEND_NEEDLE_BYTES : 0))}
}

# session_send_screen_has: whether SEND_PROMPT holds the text. A long one is shown as `[Pasted text #1 +400 lines]` and the like.
session_send_screen_has() { [[ $SEND_PROMPT == *"$SEND_NEEDLE"* || $SEND_PROMPT == *'[Pasted'* ]]; }

# session_send_screen_shows <id> <text>: waits until the agent shows the text; false, and SEND_OUTCOME is lost, when it does not.
session_send_screen_shows() {
  local deadline
  [[ -n $SEND_NEEDLE ]] || return 0
  session_send_screen_deadline "$((BERTH_SEND_SHOWN_SECONDS * 1000 + ${#2} / 100))"
  deadline=$REPLY
  while session_send_screen "$1"; do
    if session_send_screen_prompt "${SESSION[agent]}"; then
      if session_send_screen_has; then return 0; fi
    elif [[ $SEND_SCREEN != "$SEND_BEFORE" ]]; then
      return 0
    fi
    now_ms
    ((REPLY < deadline)) || break
    pause 0.05
  done
  session_send_is lost 'The text was typed, but the agent does not show it.'
  return 1
}

# session_send_screen_takes <id>: waits until the text is not at the prompt any more, and presses Enter once more where it stays.
session_send_screen_takes() {
  local deadline is_again=''
  [[ -n $SEND_NEEDLE ]] || return 0
  session_send_screen_deadline "$((BERTH_SEND_TAKEN_SECONDS * 500))"
  deadline=$REPLY
  while session_send_screen "$1" && session_send_screen_prompt "${SESSION[agent]}" && session_send_screen_has; do
    now_ms
    if ((REPLY >= deadline)); then
      if [[ -n $is_again ]]; then
        session_send_is lost 'The text stands at the prompt of the agent, which did not take it.'
        return
      fi
      is_again=1
      session_send_enter "$1"
      session_send_screen_deadline "$((BERTH_SEND_TAKEN_SECONDS * 500))"
      deadline=$REPLY
    fi
    pause 0.05
  done
}

# session_send_screen_deadline <milliseconds>: REPLY is the moment in so long.
session_send_screen_deadline() {
  now_ms
  REPLY=$((REPLY + $1))
}
