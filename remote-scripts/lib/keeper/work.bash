# shellcheck shell=bash
# What works in an instance: every process of it that is neither VS Code's own nor a shell at its prompt. Measured on 4.139.1: the
# root's only child is code-server, its only child the server, whose children name themselves by --type; terminals are
# children of the ptyHost, language servers of the extension host.

WORK_TICKS=0

# work_find <id>: REPLY is the pid of a process that works, or empty; WORK_TICKS is the processor time of all. Needs RECORD and
# sweep_find. In doubt a process works: what is suspended by mistake is lost.
work_find() {
  local pid child role found='' index
  local -A roles=(["${RECORD[pid]}"]=root)
  local -a queue=("${RECORD[pid]}")
  WORK_TICKS=0
  for ((index = 0; index < ${#queue[@]}; index++)); do
    pid=${queue[index]}
    role=${roles[$pid]}
    work_children "$pid"
    for child in $REPLY; do
      [[ -z ${roles[$child]-} ]] || continue
      work_role "$role" "$pid" "$child"
      roles[$child]=$REPLY
      queue+=("$child")
    done
  done
  # What left the tree was meant to go on by itself.
  for pid in ${MARKED_PIDS[$1]-}; do
    if [[ -z ${roles[$pid]-} ]]; then roles[$pid]=work; fi
  done
  for pid in "${!roles[@]}"; do
    work_stat "$pid" || continue
    WORK_TICKS=$((WORK_TICKS + STAT_TICKS))
    if [[ ${roles[$pid]} == work ]] || { [[ ${roles[$pid]} == shell ]] && ! work_is_resting "$pid"; }; then found=$pid; fi
  done
  REPLY=$found
}

# work_children <pid>: REPLY is its children's pids; each thread has its own.
work_children() {
  local path pids=''
  local -a some
  for path in /proc/"$1"/task/*/children; do
    some=()
    { read -r -a some <"$path" || :; } 2>/dev/null
    pids+="${some[*]-} "
  done
  REPLY=$pids
}

# work_role <role of the parent> <parent> <pid>: REPLY is root, server, extension, terminals, helper, shell or work.
work_role() {
  local words
  local -a arguments=()
  { mapfile -d '' -t arguments <"/proc/$3/cmdline"; } 2>/dev/null || :
  words=" ${arguments[*]-} "
  REPLY=work
  case $1 in
    root) REPLY=server ;;
    # Language servers and what else extensions need; what of it is at work shows in its processor time.
    extension) REPLY=extension ;;
    terminals) REPLY=shell ;;
    server)
      case $words in
        *' --type=extensionHost '*) REPLY=extension ;;
        *' --type=ptyHost '*) REPLY=terminals ;;
        *bootstrap-fork*' --type='*) REPLY=helper ;;
        */out/node/entry*) REPLY=server ;;
      esac
      ;;
  esac
}

# work_stat <pid>: sets STAT_GROUP, STAT_FOREGROUND and STAT_TICKS; fails when it is gone or a zombie. The ticks hold those of its
# children that ended, so that short commands count as well.
work_stat() {
  local stat=''
  local -a fields
  { IFS= read -r -d '' stat <"/proc/$1/stat" || :; } 2>/dev/null
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]-Z} != [ZX] && -n ${fields[19]-} ]] || return 1
  STAT_GROUP=${fields[2]} STAT_FOREGROUND=${fields[5]}
  STAT_TICKS=$((fields[11] + fields[12] + fields[13] + fields[14]))
}

# work_is_resting <pid>: true for a shell of a terminal that waits at its prompt. Needs work_stat of it.
work_is_resting() {
  local word group=$STAT_GROUP foreground=$STAT_FOREGROUND
  local -a arguments=()
  { mapfile -d '' -t arguments <"/proc/$1/cmdline"; } 2>/dev/null || return 0
  word=${arguments[0]-}
  word=${word##*/}
  [[ ${word#-} =~ ^(ba|da|z|fi|k|mk|tc|c|a)?sh$|^pwsh$|^nu$|^xonsh$ ]] || return 1
  # A shell with a command of its own is a task.
  for word in "${arguments[@]:1}"; do
    if [[ $word =~ ^-[a-zA-Z]*c ]]; then return 1; fi
  done
  work_children "$1"
  [[ -z ${REPLY// /} && $group == "$1" && $foreground == "$1" ]]
}
