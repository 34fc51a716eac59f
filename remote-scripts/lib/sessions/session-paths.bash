# shellcheck shell=bash
# Where sessions are kept, and tmux's socket among them.

# The kernel takes 107 bytes for the path of a socket, and tmux makes a lock beside its own.
SESSION_LONGEST_SOCKET=100

# session_paths: sets SESSIONS_FOLDER and SESSION_SOCKET; fails, with an empty SESSION_SOCKET, where no path is short enough
# for a socket. Costs no process but for a home with a long path.
session_paths() {
  SESSIONS_FOLDER=$BERTH_HOME/sessions
  SESSION_SOCKET=$SESSIONS_FOLDER/socket
  ((${#SESSION_SOCKET} > SESSION_LONGEST_SOCKET)) || return 0
  SESSION_SOCKET=''
  home_runtime && ((${#REPLY} + 5 <= SESSION_LONGEST_SOCKET)) || return 1
  SESSION_SOCKET=$REPLY/tmux
}

# session_folder <id>: REPLY is the folder of one session.
session_folder() { REPLY=$BERTH_HOME/sessions/$1; }

# sessions_all: fills SESSION_IDS with the ids that have a folder here, in the order of their names.
sessions_all() {
  local path id
  SESSION_IDS=()
  for path in "$BERTH_HOME"/sessions/*/record; do
    id=${path%/record}
    id=${id##*/}
    if [[ -f $path && ! -L ${path%/record} && $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]; then SESSION_IDS+=("$id"); fi
  done
}
declare -ga SESSION_IDS
