# shellcheck shell=bash
# What the screen of an agent says: only the last lines as they are drawn, because what scrolls by holds spinners that are gone.
# Where the words come from: Claude Code's from its 2.x itself and, with those of Codex, from the tables of Agent of Empires
# (src/tmux/detect/manifests, read with Claude Code 2.1.251); of Gemini CLI and opencode from their sources. They
# change with any release, so a screen that says nothing that is known here says nothing.

# What was found: working, waiting, done, or empty for nothing; the question or what was said last; a trouble.
SCREEN_STATE='' SCREEN_DETAIL='' SCREEN_TROUBLE=''
# The lines that are looked at, without frames and blanks around them, the empty ones left out.
declare -ga SCREEN_LINES
SCREEN_LINES_MOST=30
SCREEN_DETAIL_BYTES_MOST=300
# A line of nothing but this is a rule, not a text.
SCREEN_RULE='^(─|━|═|╭|╮|╰|╯|┌|┐|└|┘|│|┃|▀|▄|-|_| )+$'
# Glyphs that turn before a word while Claude Code works.
SCREEN_SPINNERS='(·|✢|✳|✶|✻|✽|\*)'

# session_screen_read <agent kind> <text of the screen>: REPLY is `<state> <trouble> <detail>`, each `=` for nothing.
session_screen_read() {
  SCREEN_STATE='' SCREEN_DETAIL='' SCREEN_TROUBLE=''
  session_screen_lines "$2"
  if ((${#SCREEN_LINES[@]} == 0)); then
    REPLY='= = ='
    return 0
  fi
  case $1 in
    claude-code) session_screen_claude ;;
    codex) session_screen_codex ;;
    gemini) session_screen_gemini ;;
    opencode) session_screen_opencode ;;
    *) session_screen_other ;;
  esac
  session_screen_cut "$SCREEN_DETAIL"
  REPLY="${SCREEN_STATE:-=} ${SCREEN_TROUBLE:-=} ${REPLY:-=}"
}

# session_screen_cut <text>: REPLY is its beginning, with no letter cut in two.
session_screen_cut() {
  REPLY=${1:0:SCREEN_DETAIL_BYTES_MOST}
  [[ ${#1} -gt SCREEN_DETAIL_BYTES_MOST ]] || return 0
  while [[ $REPLY == *[$'\x80'-$'\xbf'] ]]; do REPLY=${REPLY%?}; done
  REPLY=${REPLY%[$'\xc0'-$'\xff']}…
}

# session_screen_lines <text>: fills SCREEN_LINES with its last lines; a rule is kept as `─`.
session_screen_lines() {
  local line
  local -a all=()
  SCREEN_LINES=()
  mapfile -t all <<<"$1"
  for line in ${all[@]+"${all[@]}"}; do
    if [[ $line =~ $SCREEN_RULE && $line == *[![:space:]]* && ! $line =~ ^[[:space:]]*(│|┃|-|_)?[[:space:]]*(│|┃)?[[:space:]]*$ ]]; then
      SCREEN_LINES+=('─')
      continue
    fi
    session_screen_strip "$line"
    [[ -z $REPLY ]] || SCREEN_LINES+=("$REPLY")
  done
  if ((${#SCREEN_LINES[@]} > SCREEN_LINES_MOST)); then SCREEN_LINES=("${SCREEN_LINES[@]: -SCREEN_LINES_MOST}"); fi
}

# session_screen_strip <line>: REPLY is it without the frame at its sides and the blanks around.
session_screen_strip() {
  local text=$1 before=''
  while [[ $text != "$before" ]]; do
    before=$text
    text=${text#"${text%%[![:space:]]*}"}
    text=${text%"${text##*[![:space:]]}"}
    text=${text#│} text=${text%│} text=${text#┃} text=${text%┃} text=${text#$'\xc2\xa0'} text=${text%$'\xc2\xa0'}
  done
  REPLY=$text
}

# session_screen_find <pattern, in small letters>: REPLY is the index of the last line that has it; fails when none does.
session_screen_find() {
  local index
  for ((index = ${#SCREEN_LINES[@]} - 1; index >= 0; index--)); do
    if [[ ${SCREEN_LINES[index],,} =~ $1 ]]; then
      REPLY=$index
      return 0
    fi
  done
  return 1
}

# session_screen_asks <index of the line with the first choice>: the question above it is what it waits for.
session_screen_asks() {
  local index text='' heading='' subject=''
  SCREEN_STATE=waiting
  for ((index = $1 - 1; index >= 0; index--)); do
    [[ ${SCREEN_LINES[index]} != ─ ]] || break
    case ${SCREEN_LINES[index]} in
      *\?*) text=${text:-${SCREEN_LINES[index]%%\?*}?} ;;
      *:) heading=${heading:-${SCREEN_LINES[index]}} ;;
    esac
  done
  text=${text:-$heading}
  # What a frame or a rule has above the question is what it is about.
  index=$((index + 1))
  if ((index < $1)) && [[ ${SCREEN_LINES[index]} != "$text"* ]]; then
    subject=${SCREEN_LINES[index]}
    if ((index + 1 < $1)) && [[ ${SCREEN_LINES[index + 1]} != "$text"* ]]; then subject="${subject%:}: ${SCREEN_LINES[index + 1]}"; fi
  fi
  SCREEN_DETAIL=$subject${subject:+${text:+ – }}$text
}

# session_screen_is_working: what agents show while they may be interrupted. A tool's output or a quote of it begins otherwise.
session_screen_is_working() {
  local line
  for line in "${SCREEN_LINES[@]}"; do
    [[ $line != ⎿* && $line != [+0-9\"]* ]] || continue
    if [[ ${line,,} =~ ^[^\"]*(esc|ctrl\+c)\ (to\ )?interrupt ]]; then return 0; fi
  done
  return 1
}

# session_screen_said <pattern of how a line of the agent begins> <index above which it stands>: SCREEN_DETAIL is the last one.
session_screen_said() {
  local index
  [[ -z $SCREEN_TROUBLE ]] || return 0
  for ((index = $2 - 1; index >= 0; index--)); do
    if [[ ${SCREEN_LINES[index]} =~ ^$1[[:space:]]+(.+)$ ]]; then
      SCREEN_DETAIL=${BASH_REMATCH[-1]}
      return 0
    fi
  done
}

# session_screen_trouble <pattern of a limit> <pattern of a missing sign-in>, in small letters: the line is the detail, unless something
# is asked.
session_screen_trouble() {
  if session_screen_find "$2"; then
    SCREEN_TROUBLE=not-signed-in
  elif session_screen_find "$1"; then
    SCREEN_TROUBLE=usage-limit
  else
    return 0
  fi
  SCREEN_DETAIL=${SCREEN_LINES[REPLY]}
  # In a foot it stands at the right.
  SCREEN_DETAIL=${SCREEN_DETAIL##*   }
}

# session_screen_claude: the last line with its `❯` is either the cursor of a question's choices or the composer; a question
# stands in the composer's place, and work shows above it.
session_screen_claude() {
  local index cursor=-1 line
  session_screen_trouble "(usage|session|weekly|opus|5-hour) limit reached|hit your (usage |session |weekly |opus )?limit|out of extra usage" \
    "invalid api key|please run /login|select login method|oauth token (has )?(expired|been revoked)|not logged in|authentication_error"
  for ((index = ${#SCREEN_LINES[@]} - 1; index >= 0; index--)); do
    if [[ ${SCREEN_LINES[index]} =~ ^(❯|>)([[:space:]]|$'\xc2\xa0'|$) ]]; then
      cursor=$index
      break
    fi
  done
  if ((cursor >= 0)) && [[ ${SCREEN_LINES[cursor]} =~ ^(❯|>)[[:space:]]*[1-9]\. ]]; then
    # The cursor may stand at any of the choices.
    while ((cursor > 0)) && [[ ${SCREEN_LINES[cursor]} =~ ^((❯|>)[[:space:]]*)?[2-9]\. || ! ${SCREEN_LINES[cursor]} =~ ^((❯|>)[[:space:]]*)?1\. ]]; do cursor=$((cursor - 1)); done
    session_screen_asks "$cursor"
    return 0
  fi
  # The choices of some have no numbers, but a foot.
  if session_screen_find 'press enter to continue|enter to confirm|enter to select' && ((REPLY > cursor)); then
    session_screen_asks "$REPLY"
    return 0
  fi
  if session_screen_is_working; then
    SCREEN_STATE=working
    return 0
  fi
  for line in "${SCREEN_LINES[@]}"; do
    # A turn that is over says the past of it, without dots: `Worked for 1m 52s`.
    if [[ $line =~ ^${SCREEN_SPINNERS}[[:space:]]+[A-Z][^[:space:]]*(…|[[:space:]]+[^[:space:]]*…) ]]; then
      SCREEN_STATE=working
      return 0
    fi
  done
  ((cursor >= 0)) || return 0
  SCREEN_STATE='done'
  session_screen_said '(●|⏺)' "$cursor"
}

# session_screen_codex: its composer and the cursor of its choices are `›`.
session_screen_codex() {
  local index=-1
  session_screen_trouble 'hit your usage limit|usage limit reached' 'sign in with chatgpt|please run .*codex login|401 unauthorized'
  if session_screen_find '^(›|❯)[[:space:]]*[1-9]\.'; then
    index=$REPLY
    # A plain cursor below it is the composer of somebody who has moved on.
    if ! { session_screen_find '^(›|❯)([[:space:]]+[^1-9]|$)' && ((REPLY > index)); }; then
      while ((index > 0)) && [[ ! ${SCREEN_LINES[index]} =~ ^((›|❯)[[:space:]]*)?1\. ]]; do index=$((index - 1)); done
      session_screen_asks "$index"
      return 0
    fi
  fi
  if session_screen_find 'enter to submit answer|press enter to (confirm|continue)|\(y/n\)|\[y/n\]'; then
    session_screen_asks "$REPLY"
  elif session_screen_is_working; then
    SCREEN_STATE=working
  elif session_screen_find '^(›|❯)([[:space:]]|$)'; then
    index=$REPLY SCREEN_STATE='done'
    session_screen_said '•' "$index"
  fi
}

# session_screen_gemini: while it works a braille spinner stands before `(esc to cancel, 5s)`.
session_screen_gemini() {
  local index
  session_screen_trouble 'quota exceeded|usage limit reached|rate limit exceeded|resource_exhausted' \
    'how would you like to authenticate|waiting for auth|login with google|invalid api key'
  if session_screen_find '^(●|❯|>)?[[:space:]]*1\.[[:space:]]+(yes|allow)|waiting for user confirmation|allow execution|apply this change\?' ||
    session_screen_find '^(●|❯)[[:space:]]*[1-9]\.[[:space:]]'; then
    session_screen_asks "$REPLY"
  elif session_screen_find '\(esc to cancel'; then
    SCREEN_STATE=working
  elif session_screen_find 'type your message|^>[[:space:]]*$'; then
    index=$REPLY SCREEN_STATE='done'
    session_screen_said '✦' "$index"
  fi
}

# session_screen_opencode: its foot says `esc interrupt` while it works.
session_screen_opencode() {
  session_screen_trouble 'usage limit reached|rate limit exceeded|quota exceeded' 'invalid api key|opencode auth login|no providers configured'
  if session_screen_find 'permission required|allow once'; then
    session_screen_asks "$((REPLY + 1))"
  elif session_screen_is_working; then
    SCREEN_STATE=working
  elif session_screen_find 'ask anything|ctrl\+p commands|tab (switch )?agent|ctrl\+x help'; then
    SCREEN_STATE='done'
  fi
}

# session_screen_other: of a program that nobody knows, only a question in its last line and the common words of work.
session_screen_other() {
  local last=${SCREEN_LINES[-1]}
  if [[ ${last,,} =~ \(y/n\)|\[y/n\]|\(yes/no\)|press\ (enter|any\ key|return)|(continue|proceed|are\ you\ sure|password[^:?]*)[[:space:]]*[?:]$ ]]; then
    SCREEN_STATE=waiting SCREEN_DETAIL=$last
  elif session_screen_find '^(❯|›)[[:space:]]*1\.[[:space:]]'; then
    session_screen_asks "$REPLY"
  elif session_screen_is_working; then
    SCREEN_STATE=working
  fi
}
