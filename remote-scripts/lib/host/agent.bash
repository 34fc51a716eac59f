# shellcheck shell=bash
# The SSH agent that a desktop lends to this host: a link of a steady name, because sshd's own socket has another name with each
# connection. Where the link is there, instances know the agent by it, also those that the keeper starts again.

# What the desktop at the other end lends: `agent`, `none`, or '' where no desktop is (the keeper, the command line).
BERTH_LENT=''
# The kernel takes no more for the path of a socket.
AGENT_LONGEST_PATH=107

# agent_settle <agent|none|''>: begins a session. sshd's name of the socket is kept from whatever this session starts: it would outlive
# the socket, and the path could be another user's by then.
agent_settle() {
  local socket=${SSH_AUTH_SOCK-}
  BERTH_LENT=$1
  [[ $1 == agent ]] || return 0
  unset SSH_AUTH_SOCK
  CODE_SERVER_FOREIGN+=(SSH_AUTH_SOCK)
  agent_socket_is_ours "$socket" || return 0
  agent_link "$socket" || printf 'the SSH agent cannot be linked to\n' >&2 2>/dev/null || :
}

# agent_socket_is_ours <path>: a socket of this user, in a folder that nobody else may put another one into.
agent_socket_is_ours() {
  local folder=${1%/*} mode
  [[ $1 == /?*/?* && $1 != *$'\n'* && -S $1 && -O $1 && ! -L $1 && -d $folder && -O $folder ]] || return 1
  mode=$(stat -c %a -- "$folder") || return 1
  (((8#$mode & 8#022) == 0))
}

# agent_link <socket>: one rename, so that whoever uses the agent at this moment finds the old socket or the new one.
agent_link() {
  local link=$BERTH_HOME/agent temporary=$BERTH_HOME/agent.tmp.$BASHPID
  ((${#link} <= AGENT_LONGEST_PATH)) || return 1
  [[ ! -e $link || -L $link ]] || return 1
  [[ $(readlink -- "$link" 2>/dev/null) != "$1" ]] || return 0
  if ln -sfn -- "$1" "$temporary" 2>/dev/null && mv -fT -- "$temporary" "$link" 2>/dev/null; then return 0; fi
  rm -f -- "$temporary"
  return 1
}

# agent_variable: REPLY is the line for the environment of an instance, or ''. A desktop that lends no agent takes the link away.
agent_variable() {
  local link=$BERTH_HOME/agent
  REPLY=''
  [[ -L $link ]] || return 0
  if [[ $BERTH_LENT == none ]]; then
    rm -f -- "$link"
  else
    REPLY="SSH_AUTH_SOCK=$link"$'\n'
  fi
}
