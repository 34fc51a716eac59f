# shellcheck shell=bash
# Who started whom.

# pid -> pid of its parent, and pid -> pids of its children.
declare -gA PARENTS PARENT_CHILDREN

# parents_read: one pass over /proc, without a process.
parents_read() {
  local path pid stat
  PARENTS=() PARENT_CHILDREN=()
  for path in /proc/[0-9]*/stat; do
    stat=''
    { IFS= read -r -d '' stat <"$path" || :; } 2>/dev/null
    # The name in parentheses may hold anything.
    [[ ${stat##*) } =~ ^[A-Za-z]\ ([0-9]+)\  ]] || continue
    pid=${path#/proc/}
    pid=${pid%/stat}
    PARENTS[$pid]=${BASH_REMATCH[1]}
    PARENT_CHILDREN[${BASH_REMATCH[1]}]+="$pid "
  done
}

# parent_of <pid>: REPLY is the pid of its parent, or empty. Needs parents_read.
parent_of() { REPLY=${PARENTS[$1]-}; }
