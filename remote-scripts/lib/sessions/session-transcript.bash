# shellcheck shell=bash
# What was said in a session. Claude Code notes its conversations in `projects/<folder with dashes>/<id>.jsonl` of its configuration; of
# other programs there is what tmux kept.

# What is told at once, and what is read of a long conversation, in bytes.
SESSION_TRANSCRIPT_MOST=2097152
SESSION_TRANSCRIPT_READ_MOST=16777216

# session_transcript <id>: after session_need; REPLY is the JSON of it.
session_transcript() {
  local id=$1 file told cut
  if [[ ${SESSION[agent]-} == claude-code ]] && session_transcript_file "$id"; then
    file=$REPLY
    told=$(tail -c "$SESSION_TRANSCRIPT_READ_MOST" -- "$file" | LC_ALL=C awk -v most="$SESSION_TRANSCRIPT_MOST" \
      -v is_cut="$(session_transcript_is_long "$file")" -f "$BERTH_LIB/../templates/session-transcript.awk") || told=''
    if [[ $told == *$'\n'?* ]]; then
      cut=false
      if [[ ${told%%$'\n'*} == 1 ]]; then cut=true; fi
      REPLY="{\"source\":\"conversation\",\"fileName\":\"$id.md\",\"text\":\"${told#*$'\n'}\",\"isCut\":$cut}"
      return
    fi
  fi
  session_capture "$id" 10000 no "$SESSION_TRANSCRIPT_MOST"
  cut=false
  if [[ ${CAPTURED[isCut]} == 1 ]]; then cut=true; fi
  REPLY="{\"source\":\"screen\",\"fileName\":\"$id.txt\",\"text\":\"$REPLY\",\"isCut\":$cut}"
}

session_transcript_is_long() {
  local size
  size=$(stat -L -c %s -- "$1" 2>/dev/null) || size=0
  printf '%d' "$((size > SESSION_TRANSCRIPT_READ_MOST))"
}

# session_transcript_file <id>: REPLY is the conversation of this session: the one that its process names, else the one in its folder
# that was written last since it began. Fails when there is none.
session_transcript_file() {
  local id=$1 home=${HOME:-/nonexistent}/.claude pid path folder
  session_tree "$id"
  for pid in $REPLY; do
    if session_transcript_home "$pid"; then home=$REPLY; fi
  done
  session_transcript_slug "$(session_transcript_folder)"
  folder=$home/projects/$REPLY
  [[ -d $folder ]] || return 1
  session_tree "$id"
  for pid in $REPLY; do
    if file_read "$home/sessions/$pid.json" && [[ $REPLY =~ \"sessionId\":\"([0-9a-f-]{36})\" && -f $folder/${BASH_REMATCH[1]}.jsonl ]]; then
      REPLY=$folder/${BASH_REMATCH[1]}.jsonl
      return 0
    fi
  done
  REPLY=''
  for path in "$folder"/????????-????-????-????-????????????.jsonl; do
    if [[ -f $path && -O $path && ! $path -ot $BERTH_HOME/sessions/$id/command ]] && [[ -z $REPLY || $path -nt $REPLY ]]; then REPLY=$path; fi
  done
  [[ -n $REPLY ]]
}

# session_transcript_folder: prints the session's folder as its programs see it.
session_transcript_folder() { (cd -P -- "${SESSION[path]}" 2>/dev/null && printf '%s' "$PWD") || printf '%s' "${SESSION[path]}"; }

# session_transcript_home <pid>: REPLY is where the process was told to keep its configuration; fails when it was not told.
session_transcript_home() {
  local entry
  local -a environment=()
  { mapfile -d '' -t environment <"/proc/$1/environ"; } 2>/dev/null || return 1
  for entry in ${environment[@]+"${environment[@]}"}; do
    if [[ $entry == CLAUDE_CONFIG_DIR=/* ]]; then
      REPLY=${entry#*=}
      return 0
    fi
  done
  return 1
}

# session_transcript_slug <path>: REPLY is it with a dash for everything but letters and digits, as JavaScript counts characters.
session_transcript_slug() {
  local rest=$1 out='' length
  while [[ -n $rest ]]; do
    utf8_length "$rest"
    length=$((REPLY > 0 ? REPLY : 1))
    if [[ ${rest:0:1} == [A-Za-z0-9] ]]; then
      out+=${rest:0:1}
    elif ((length == 4)); then
      out+=--
    else
      out+=-
    fi
    rest=${rest:length}
  done
  REPLY=$out
}
