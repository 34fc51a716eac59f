# shellcheck shell=bash
# What a host did: history/minutes has a line for each minute (by the keeper, and by who looks), history/recent one for each ten seconds
# while somebody looks. A line holds what the kernel counted since its boot, so that a share is told by two lines of one boot only:
#   1 <epoch ms> <seconds since boot> <boot> <busy ticks> <all ticks> <memory, available, swap, free swap; KB> <disk, used; KB>
#   <received, sent bytes> <pressure or -> <instances> <id,server,extension host,language server,file watcher,terminal,other; KB>… .
# Each is added by one write and begins on a line of its own, whatever was cut before it.

# The newest lines that are kept of a file, and as many bytes at most: an hour and a day, also when three note it (the keeper and two that
# look), or of forty instances.
PAST_RECENT_LINES=1000
PAST_MINUTES_LINES=4320
PAST_BYTES_MOST=4000000
# More would not fit into a line.
PAST_LINE_MOST=4000
# Of ten-second lines, this many since one of them was a minute's as well.
PAST_COUNT=0

# past_keep <line>: for the sampler, every ten seconds.
past_keep() {
  past_add recent "$1"
  if ((PAST_COUNT % 6 == 0)); then past_add minutes "$1"; fi
  PAST_COUNT=$((PAST_COUNT + 1))
}

# past_add <recent|minutes> <line>: what cannot be noted is no reason to fail.
past_add() {
  local path=$BERTH_HOME/history/$1
  [[ -n $2 && ${#2} -le PAST_LINE_MOST && -d ${path%/*} && ! -L ${path%/*} && ! -L $path ]] || return 0
  { printf '\n%s\n' "$2" >>"$path"; } 2>/dev/null || return 0
  # Now and then is enough, whoever adds.
  if ((RANDOM % 60 == 0)); then past_trim "$1"; fi
}

# past_trim <recent|minutes>: what somebody else adds at this moment may be lost. Not through a text of bash, whose memory the sampler
# would keep.
past_trim() {
  local path=$BERTH_HOME/history/$1 draft=$BERTH_HOME/history/$1.tmp.$BASHPID lines=$PAST_RECENT_LINES
  if [[ $1 == minutes ]]; then lines=$PAST_MINUTES_LINES; fi
  # With the empty line before each.
  { tail -n $((lines * 2)) -- "$path" | tail -c "$PAST_BYTES_MOST" | tr -d '\000' >"$draft" && mv -fT -- "$draft" "$path"; } 2>/dev/null ||
    file_drop "$draft" || :
}

# past_note: for the keeper, once a minute. The same awk as of the sampler reads, and only what carries a mark. Needs sweep_find.
past_note() {
  local id pid looks='' pids='' line disk
  folder_make "$BERTH_HOME/history" 2>/dev/null || return 0
  disk=$(timeout 5 stat -f -c '%S %b %a %f' -- "$BERTH_HOME" 2>/dev/null) || return 0
  for id in "${!MARKED_PIDS[@]}"; do
    for pid in ${MARKED_PIDS[$id]}; do
      pids+="p"$'\t'"$pid"$'\n'
      sample_look "$pid"
      looks+=$REPLY$'\n'
    done
  done
  line=$(past_read "$pids" "$looks" "${disk// /$'\t'}") || return 0
  line=${line##*$'\n'}
  [[ $line == 'h1 '* ]] || return 0
  past_add minutes "${line#h}"
  past_tell_memory "${line#h}"
}

# past_read <lines p> <lines l> <line d>
past_read() {
  local greeting
  # It hears everything at once, so none has to be told not to wait for more.
  sample_greeting
  cd /proc || return 1
  greeting=$REPLY
  now_ms
  printf '%s' "$greeting" $'n\nm\t1\t-\t-\t1\t""\t""\nd\t1\t'"$3"$'\n' "$1" $'t\t'"$REPLY"$'\tnote\n' "$2" $'e\n' | sample_awk_run 3>&1 >/dev/null
}

# past_tell_memory <line>: the budget is learned from the same, and needs not read it again.
past_tell_memory() {
  local now entry number total
  local -a words numbers
  read -r -a words <<<"$1"
  now=${words[1]}
  for entry in "${words[@]:16}"; do
    [[ $entry == *,* ]] || continue
    total=0
    IFS=, read -r -a numbers <<<"${entry#*,}"
    for number in "${numbers[@]}"; do total=$((total + number)); done
    sweep_remember "${entry%%,*}" "$now" $((total * 1024))
  done
}

# past_files <name of an array>: fills it with the files that are there.
past_files() {
  local -n files_of=$1
  local path
  files_of=()
  for path in "$BERTH_HOME"/history/{minutes,recent}; do
    if [[ -f $path && ! -L $path && -O $path ]]; then files_of+=("$path"); fi
  done
}
