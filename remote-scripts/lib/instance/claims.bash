# shellcheck shell=bash
# ports/<port>: a claim, the id that holds the port; made with O_EXCL under the home lock.

declare -gA LISTENING

# ports_find_listening: fills LISTENING with every TCP port somebody listens on, whatever the address.
ports_find_listening() {
  local line
  local -a lines
  LISTENING=()
  listeners_read
  for line in "${lines[@]}"; do
    [[ $line =~ ^\ *[0-9]+:\ [0-9A-F]+:([0-9A-F]{4})\  ]] || continue
    LISTENING[$((16#${BASH_REMATCH[1]}))]=1
  done
}

# listeners_read: fills `lines` with the kernel's rows of listeners. The rest is left to grep: on a busy host thousands of
# connections have rows too, and bash takes 10 ms to look at a thousand.
listeners_read() {
  mapfile -t lines < <(grep -hsE '^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F:]+ 0A ' /proc/net/tcp /proc/net/tcp6 || :)
}

# claim_owner <port>: REPLY is the id that holds it; fails when nobody does.
claim_owner() {
  local path=$BERTH_HOME/ports/$1
  REPLY=''
  # A pipe would be waited for, and what lies behind a link is not ours to read.
  [[ -f $path && ! -L $path ]] && file_read "$path" && [[ $REPLY =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]
}

# claim_rank <port>: REPLY is how well the claim can be spared: 0 is nobody's, 1 an ended instance's, and for a suspended one the
# time since when it is, so that the smallest is spared best; fails when it cannot be spared at all. REPLY_ID is whose it is.
claim_rank() {
  local id state='' since='' code=0
  REPLY_ID=''
  if ! claim_owner "$1"; then
    # What is no file of ours was put there by somebody else, and is not ours to take away.
    REPLY=0
    [[ -f $BERTH_HOME/ports/$1 || -L $BERTH_HOME/ports/$1 ]]
    return
  fi
  id=$REPLY
  REPLY_ID=$id
  # Who starts, stops or wakes it decides about its claim; nobody else.
  ! lock_is_held "$BERTH_HOME/locks/$id" || return 1
  local -A RECORD=()
  record_read "$id" || code=$?
  # Records of newer scripts say what these cannot understand.
  ((code != 3)) || return 1
  if ((code == 0)); then state=${RECORD[state]} since=${RECORD[sinceMs]}; fi
  if [[ $state == running ]] && instance_is_alive; then return 1; fi
  # A damaged record may belong to processes that run.
  if ((code == 2)) && claim_is_held_by_mark "$1" "$id"; then return 1; fi
  REPLY=0
  if [[ $state == suspended ]]; then
    REPLY=${since:-2}
  elif [[ $state == running && ${RECORD[port]} == "$1" ]]; then
    REPLY=1
  fi
}

# claim_make <port> <id>: returns 1 when the port is claimed already, 2 when no claim can be written.
claim_make() {
  local path=$BERTH_HOME/ports/$1 code fd
  # Only regular files are what noclobber keeps; a pipe would be waited for.
  if [[ -e $path || -L $path ]]; then return 1; fi
  # Not synced: a claim means nothing after the host went down. A file without its content is nobody's claim.
  code=0
  set -o noclobber
  if { exec {fd}>"$path"; } 2>/dev/null; then
    { printf '%s\n' "$2" >&"$fd"; } 2>/dev/null || code=2
    exec {fd}>&-
  else
    code=1
  fi
  set +o noclobber
  if ((code == 2)); then rm -f -- "$path"; fi
  if ((code == 1)) && [[ ! -e $path && ! -L $path ]] && ! claim_folder_is_writable; then code=2; fi
  return "$code"
}

# Told by a write, because a full or read-only disk shows in no permission.
claim_folder_is_writable() {
  local probe=$BERTH_HOME/ports/.probe.$BASHPID
  { : >"$probe"; } 2>/dev/null && rm -f -- "$probe"
}

# claim_release <port> <id>: gives up a claim that is this instance's.
claim_release() {
  [[ -n $1 ]] && claim_owner "$1" && [[ $REPLY == "$2" ]] || return 0
  rm -f -- "$BERTH_HOME/ports/$1"
}

# claim_any <id> <first> <last> <ports to leave out> [<port it had>]: REPLY is the claimed port; returns 1 when all are taken, 2
# when no claim can be written. Needs the home lock.
claim_any() {
  local id=$1 first=$2 last=$3 without=" $4 " port code
  local -a ports=()
  folder_make "$BERTH_HOME/ports" || return 2
  ports_find_listening
  # The port it had comes first: forwards and firewalls of the user's may know it.
  if [[ -n ${5-} ]]; then ports+=("$5"); fi
  for ((port = first; port <= last; port++)); do ports+=("$port"); done
  for port in "${ports[@]}"; do
    if ((port < first || port > last)) || [[ -n ${LISTENING[$port]-} || $without == *" $port "* ]]; then continue; fi
    if claim_owner "$port" && [[ $REPLY == "$id" ]]; then
      REPLY=$port
      return 0
    fi
    code=0
    claim_make "$port" "$id" || code=$?
    if ((code != 1)); then
      REPLY=$port
      return "$code"
    fi
  done
  claim_spare "$@"
}

# claim_spare <as claim_any>: only when nothing else is left is the claim of an instance that does not run given to another, and
# that of a suspended one last, because it lives by its claim.
claim_spare() {
  local id=$1 first=$2 last=$3 without=" $4 " port best='' best_rank='' best_id='' REPLY_ID='' code=0
  for ((port = first; port <= last; port++)); do
    if [[ -n ${LISTENING[$port]-} || $without == *" $port "* ]] || ! claim_rank "$port"; then continue; fi
    if [[ -z $best ]] || ((REPLY < best_rank)); then best=$port best_rank=$REPLY best_id=$REPLY_ID; fi
  done
  [[ -n $best ]] || return 1
  if ((best_rank > 1)); then
    step claim started "Taking port $best of $best_id, which has been suspended the longest"
    step claim 'done' "Taking port $best of $best_id, which has been suspended the longest"
  elif [[ -n $best_id ]] && ! route_remove "$best_id"; then
    # Its route would lead to whoever is next on that port, who asks for a token of its own.
    printf 'the route of %s cannot be removed\n' "$best_id" >&2 2>/dev/null || :
  fi
  rm -f -- "$BERTH_HOME/ports/$best"
  claim_make "$best" "$id" || code=$?
  REPLY=$best
  return "$code"
}

# claim_is_held_by_mark <port> <id>: true when a process of the instance itself listens on the loopback port.
claim_is_held_by_mark() {
  local line inode='' pid hex
  local -a lines fields folders=()
  printf -v hex '0100007F:%04X' "$1"
  listeners_read
  for line in "${lines[@]}"; do
    [[ $line == *" $hex "*' 0A '* ]] || continue
    read -r -a fields <<<"$line"
    # A mark can be forged by anybody whose environment root may read; the socket's user cannot.
    if ((fields[7] == EUID)); then inode=${fields[9]}; fi
  done
  [[ -n $inode ]] || return 1
  sweep_find
  for pid in ${MARKED_PIDS[$2]-}; do folders+=("/proc/$pid/fd"); done
  ((${#folders[@]} > 0)) || return 1
  # A process that ends meanwhile makes find complain and go on.
  [[ -n $(find "${folders[@]}" -lname "socket:\\[$inode\\]" -print -quit 2>/dev/null || :) ]]
}
