# shellcheck shell=bash
# Who listens on which port of this host.

declare -gA PORT_OWNERS PORT_USERS

# A range may be wide, and nobody reads on for ever.
PORTS_TOLD=60

# ports_listeners: one line `<port> <address> <inode> <uid>` per TCP listener.
ports_listeners() { ports_sockets 0A /proc/net/tcp /proc/net/tcp6; }

# ports_datagrams: the same for UDP sockets that take what comes from anybody.
ports_datagrams() { ports_sockets 07 /proc/net/udp /proc/net/udp6; }

# ports_sockets <state> <table>…: the kernel writes addresses as hex in host byte order.
ports_sockets() {
  local state=$1
  shift
  cat "$@" 2>/dev/null | awk -v "state=$state" '
    function byte(hex) { return (index("0123456789ABCDEF", substr(hex, 1, 1)) - 1) * 16 + index("0123456789ABCDEF", substr(hex, 2, 1)) - 1 }
    function ipv4(hex) { return byte(substr(hex, 7, 2)) "." byte(substr(hex, 5, 2)) "." byte(substr(hex, 3, 2)) "." byte(substr(hex, 1, 2)) }
    function ipv6(hex, word, text) {
      if (hex == "00000000000000000000000000000000") return "::"
      if (hex == "00000000000000000000000001000000") return "::1"
      if (substr(hex, 1, 24) == "0000000000000000FFFF0000") return "::ffff:" ipv4(substr(hex, 25, 8))
      for (word = 0; word < 4; word++) text = text (word ? ":" : "") tolower(substr(hex, word * 8 + 7, 2) substr(hex, word * 8 + 5, 2) ":" substr(hex, word * 8 + 3, 2) substr(hex, word * 8 + 1, 2))
      return text
    }
    $4 "" == state "" {
      split($2, local, ":")
      print byte(substr(local[2], 1, 2)) * 256 + byte(substr(local[2], 3, 2)), (length(local[1]) == 8 ? ipv4(local[1]) : ipv6(local[1])), $10, $8
    }' | sort -n | uniq
}

# ports_owners: fills PORT_OWNERS, socket inode -> pid, for every process whose files may be read.
ports_owners() {
  local path inode
  PORT_OWNERS=()
  while read -r path inode; do
    path=${path#/proc/}
    PORT_OWNERS[${inode//[!0-9]/}]=${path%%/*}
  done < <(find /proc/[0-9]*/fd -lname 'socket:*' -printf '%p %l\n' 2>/dev/null || :)
}

# ports_users: fills PORT_USERS, uid -> name.
ports_users() {
  local name uid
  PORT_USERS=()
  while IFS=: read -r name _ uid _; do PORT_USERS[$uid]=$name; done </etc/passwd
}

# ports_command <pid>: REPLY is the command line, at most 200 bytes.
ports_command() {
  local -a words=()
  { mapfile -d '' -t -n 100 words <"/proc/$1/cmdline"; } 2>/dev/null || :
  REPLY=${words[*]-}
  REPLY=${REPLY:0:200}
}

# ports_holders <first> <last>: REPLY says in one line per port, for the first of them, who listens on it or claimed it.
ports_holders() {
  local first=$1 last=$2 port inode uid text=''
  local -A holders=()
  ((last - first < PORTS_TOLD)) || last=$((first + PORTS_TOLD - 1))
  ports_users
  ports_owners
  while read -r port _ inode uid; do
    if ((port >= first && port <= last)) && [[ -z ${holders[$port]-} ]]; then
      ports_holder "$port" "${PORT_OWNERS[$inode]-}" "${PORT_USERS[$uid]:-$uid}"
      holders[$port]=$REPLY
    fi
  done < <(ports_listeners)
  for ((port = first; port <= last; port++)); do
    if [[ -z ${holders[$port]-} ]] && claim_owner "$port"; then
      ports_claimant "$REPLY"
      holders[$port]=$REPLY
    fi
    text+="$port: ${holders[$port]:-free by now}"$'\n'
  done
  REPLY=${text%$'\n'}
}

# ports_claimant <id>: REPLY says who holds a claim that nobody listens on.
ports_claimant() {
  local id=$1
  local -A RECORD=()
  if record_read "$id" && [[ ${RECORD[state]} == suspended ]]; then
    REPLY="instance $id, suspended"
  else
    REPLY="claimed by instance $id"
  fi
}

# ports_holder <port> <pid or ''> <user>: REPLY is an instance of ours, or the foreign process as far as it can be seen.
ports_holder() {
  local port=$1 pid=$2 user=$3
  if [[ -z $pid ]]; then
    REPLY="a process of user $user"
  elif process_owner "$pid" && [[ -n $REPLY ]]; then
    REPLY="instance $REPLY"
  else
    ports_command "$pid"
    REPLY="process $pid of user $user: ${REPLY:-unknown}"
  fi
}
