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
  file_read "$BERTH_HOME/ports/$1" && [[ $REPLY =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]
}

# claim_is_dead <port>: true when the claim belongs to no live instance. Changes RECORD only in a subshell.
claim_is_dead() (
  local id
  claim_owner "$1" || return 0
  id=$REPLY
  instance_read "$id"
  ! instance_is_live && ! lock_is_held "$BERTH_HOME/locks/$id"
)

# claim_make <port> <id>: returns 1 when the port is claimed already, 2 when no claim can be written.
claim_make() {
  local path=$BERTH_HOME/ports/$1 code
  # Not synced: a claim means nothing after the host went down. A file without its content is nobody's claim.
  code=0
  (
    set -o noclobber
    { exec 3>"$path"; } 2>/dev/null || exit 1
    printf '%s\n' "$2" 2>/dev/null >&3 || exit 2
  ) || code=$?
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

# claim_any <id> <first> <last> <ports to leave out>: REPLY is the claimed port; returns 1 when all are taken, 2 when no claim can
# be written. Needs the home lock.
claim_any() {
  local id=$1 first=$2 last=$3 without=" $4 " port is_second_round code
  folder_make "$BERTH_HOME/ports" || return 2
  ports_find_listening
  for is_second_round in 0 1; do
    for ((port = first; port <= last; port++)); do
      [[ -z ${LISTENING[$port]-} && $without != *" $port "* ]] || continue
      # Only when nothing else is left is the claim of a dead instance given to another.
      if ((is_second_round)) && [[ -e $BERTH_HOME/ports/$port ]] && claim_is_dead "$port"; then
        rm -f -- "$BERTH_HOME/ports/$port"
      fi
      code=0
      claim_make "$port" "$id" || code=$?
      if ((code != 1)); then
        REPLY=$port
        return "$code"
      fi
    done
  done
  return 1
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
