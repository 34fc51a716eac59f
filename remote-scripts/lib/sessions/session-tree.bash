# shellcheck shell=bash
# Which processes belong to which session: by their mark, else by who started them; and what they take.

# session id -> pids; pid -> processor time so far in clock ticks; whether both were read by this command.
declare -gA SESSION_PIDS PROCESS_TICKS
SESSION_TREES_ARE_READ=''
# Clock ticks of the kernel per second: the same on all architectures that Linux tells /proc of.
SESSION_TICKS_PER_SECOND=100

# session_trees_read: fills SESSION_PIDS and PROCESS_TICKS, in one pass over /proc.
session_trees_read() {
  local pid id ticks
  SESSION_PIDS=() PROCESS_TICKS=() SESSION_TREES_ARE_READ=1
  while read -r pid id ticks; do
    SESSION_PIDS[$id]+="$pid "
    PROCESS_TICKS[$pid]=$ticks
  done < <(session_trees_print)
}

# session_trees_print: prints `<pid> <session> <processor ticks>` of all processes of this home's sessions. What started inside a
# session and carries no mark of its own belongs to it, but for instances and Berth's own.
session_trees_print() {
  {
    grep -aszHE -e '^BERTH_(SESSION|SESSION_HOME|INSTANCE_HOME|KEEPER_HOME|OPERATION_HOME)=' /proc/[0-9]*/environ | tr '\n\0' '?\n' || :
    printf '%s\n' /proc/[0-9]*/stat
  } | BERTH_TREE_HOME=$BERTH_HOME awk -f "$BERTH_LIB/../templates/session-trees.awk"
}

# session_trees_forget: the next question reads them anew.
session_trees_forget() { SESSION_TREES_ARE_READ=''; }

# session_tree <id>: REPLY is the pids of the session, with blanks between.
session_tree() {
  [[ -n $SESSION_TREES_ARE_READ ]] || session_trees_read
  REPLY=${SESSION_PIDS[$1]-}
}

# session_processor_ms <id>: REPLY is the processor time of its processes so far.
session_processor_ms() {
  local pid total=0
  session_tree "$1"
  for pid in $REPLY; do total=$((total + ${PROCESS_TICKS[$pid]-0})); done
  REPLY=$((total * 1000 / SESSION_TICKS_PER_SECOND))
}

# session_memory <id>: REPLY is the memory of its processes in bytes, at most 10 s old: the kernel needs about 1 ms per process to
# add its pages up.
session_memory() {
  local pid pids total=0 now_ms known='' file=$BERTH_HOME/sessions/$1/memory
  session_tree "$1"
  pids=$REPLY
  now_ms
  now_ms=$REPLY
  if file_read "$file"; then known=$REPLY; fi
  if [[ $known =~ ^([0-9]{13})\ ([0-9]{1,15})\ (.*)\.$ && ${BASH_REMATCH[3]} == "$pids" ]] &&
    ((now_ms - BASH_REMATCH[1] >= 0 && now_ms - BASH_REMATCH[1] < 10000)); then
    REPLY=${BASH_REMATCH[2]}
    return
  fi
  for pid in $pids; do
    process_memory "$pid"
    total=$((total + REPLY))
  done
  if [[ -f ${file%/*}/record && ! -L $file ]]; then { printf '%s %s %s.\n' "$now_ms" "$total" "$pids" >"$file"; } 2>/dev/null || :; fi
  REPLY=$total
}
