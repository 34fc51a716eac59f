# shellcheck shell=bash
# The one awk that reads /proc for as long as somebody looks (templates/sample.awk), and how bash speaks with it.

SAMPLE_AWK_PID='' SAMPLE_AWK_TICKS=''
# Descriptors: to awk, from it, and the client.
SAMPLE_TO='' SAMPLE_FROM='' SAMPLE_WIRE=''
# What came of a line so far.
SAMPLE_HALF=''
# How many pids fit into a line that no awk cuts.
SAMPLE_PIDS_PER_LINE=400
declare -ga SAMPLE_AWK_OPTIONS=()
# How many processes this awk was told of. mawk 1.3.4 never gives back the names of files that it read: some 100 bytes for each.
SAMPLE_AWK_LOOKS=0 SAMPLE_PROCESS_COUNT=0
SAMPLE_AWK_LOOKS_MOST=${BERTH_SAMPLE_LOOKS:-20000}

# sample_awk_options: what it tells goes to this stdout. Without a word to it, mawk fills a buffer before it looks at what is in it.
sample_awk_options() {
  local text
  exec {SAMPLE_WIRE}>&1
  text=$(awk -W version 2>&1 </dev/null) || :
  SAMPLE_AWK_OPTIONS=()
  if [[ $text == mawk* ]]; then SAMPLE_AWK_OPTIONS=(-W interactive); fi
}

# sample_awk_begin <yes|no>: whether processes are told.
sample_awk_begin() {
  local in out
  sample_awk_end
  coproc SAMPLER { sample_awk_exec; }
  SAMPLE_AWK_PID=$SAMPLER_PID
  process_start_ticks "$SAMPLE_AWK_PID" || :
  SAMPLE_AWK_TICKS=$REPLY
  in=${SAMPLER[0]} out=${SAMPLER[1]}
  exec {SAMPLE_FROM}<&"$in" {SAMPLE_TO}>&"$out"
  exec {in}<&- {out}>&-
  SAMPLE_HALF='' SAMPLE_AWK_LOOKS=0
  sample_disks_begin
  sample_greeting
  sample_tell "$REPLY"$'o\t'"$1"$'\n'
}

sample_awk_exec() {
  trap - PIPE ERR EXIT TERM HUP INT
  exec 3>&1 1>&"$SAMPLE_WIRE"
  process_close_files_above 3
  sample_awk_run
}

# sample_awk_run: becomes awk, which answers bash on descriptor 3.
sample_awk_run() {
  local folder=$BERTH_LIB/../templates
  LC_ALL=C exec awk ${SAMPLE_AWK_OPTIONS[@]+"${SAMPLE_AWK_OPTIONS[@]}"} -f "$folder/sample-text.awk" -f "$folder/sample-host.awk" \
    -f "$folder/sample-processes.awk" -f "$folder/sample-memory.awk" -f "$folder/sample-tell.awk" -f "$folder/sample.awk"
}

# sample_awk_is_worn: whether it is time for another one, which begins with the whole table.
sample_awk_is_worn() { ((SAMPLE_AWK_LOOKS > SAMPLE_AWK_LOOKS_MOST + SAMPLE_PROCESS_COUNT)); }

# sample_greeting: REPLY is what an awk has to know first.
sample_greeting() {
  local page=4096 line pss
  while IFS= read -r line; do
    if [[ $line =~ ^KernelPageSize:\ +([0-9]+)\ kB ]]; then
      page=$((BASH_REMATCH[1] * 1024))
      break
    fi
  done 2>/dev/null </proc/self/smaps || :
  # A few per tick: more when there is more time between two of them.
  pss=$((SAMPLE_INTERVAL / 100 + 1))
  ((pss <= 10)) || pss=10
  unit_user || REPLY=$EUID
  json_string "$REPLY"
  REPLY=${REPLY#\"}
  REPLY="b"$'\t'"$BERTH_BOOT_ID"$'\t'"$page"$'\t'"$pss"$'\n'"u"$'\t'"$EUID"$'\t'"${REPLY%\"}"$'\n'
}

# sample_tell <lines>: one that is gone is noticed when it is to answer.
sample_tell() { { printf '%s' "$1" >&"$SAMPLE_TO"; } 2>/dev/null || :; }

# sample_tick <base|tell>: has awk read everything.
sample_tick() {
  local at text=''
  local what=$1
  set -- [0-9]*
  SAMPLE_PROCESS_COUNT=$#
  for ((at = 1; at <= $#; at += SAMPLE_PIDS_PER_LINE)); do
    text+="p"$'\t'"${*:at:SAMPLE_PIDS_PER_LINE}"$'\n'
  done
  now_ms
  sample_tell "${text}t"$'\t'"$REPLY"$'\t'"$what"$'\n'
}

# sample_answer: looks into what awk asks for and has it tell. Returns 1 when it did not answer yet, 2 when it is gone.
sample_answer() {
  local code part pid text
  while :; do
    code=0 part=''
    IFS= read -r -t 0.25 -u "$SAMPLE_FROM" part || code=$?
    SAMPLE_HALF+=$part
    if ((code > 128)); then return 1; elif ((code)); then return 2; fi
    part=$SAMPLE_HALF SAMPLE_HALF=''
    case $part in
      h*) past_keep "${part#h}" ;;
      \?*)
        text=''
        for pid in ${part#\?}; do
          sample_look "$pid"
          text+=$REPLY$'\n'
          SAMPLE_AWK_LOOKS=$((SAMPLE_AWK_LOOKS + 1))
          # Not more than a pipe holds, so that awk reads while this goes on.
          if ((${#text} > 30000)); then
            sample_tell "$text"
            text=''
          fi
        done
        sample_tell "${text}e"$'\n'
        return 0
        ;;
    esac
  done
}

# sample_awk_end: it ends at the end of what it is told; one that is stuck, because nobody takes what it tells, by a signal.
sample_awk_end() {
  local deadline=$((SECONDS + 2))
  [[ -n $SAMPLE_AWK_PID ]] || return 0
  exec {SAMPLE_TO}>&- {SAMPLE_FROM}<&-
  while process_start_ticks "$SAMPLE_AWK_PID" && [[ $REPLY == "$SAMPLE_AWK_TICKS" ]]; do
    if ((SECONDS > deadline)); then process_signal_known KILL "$SAMPLE_AWK_PID" "$SAMPLE_AWK_TICKS" || :; fi
    pause 0.01
  done
  wait "$SAMPLE_AWK_PID" 2>/dev/null || :
  SAMPLE_AWK_PID=''
}
