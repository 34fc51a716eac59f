# shellcheck shell=bash
# The Unix socket that Berth's own nginx listens on beside its port: the way in where sshd forwards to sockets only. nginx lets
# everybody connect to a socket of its, so it lies in nginx's folder, which nobody but this user may enter.

# nginx_socket_path: REPLY is where the socket is. Fails where none can be had: 107 bytes fit into its address for whoever
# connects, though nginx itself names it by its last part.
nginx_socket_path() {
  REPLY=$BERTH_HOME/nginx/socket
  ((${#REPLY} <= 107)) && [[ $REPLY != *[[:cntrl:]]* ]]
}

# nginx_socket_is_served: true when the running nginx was told of the socket.
nginx_socket_is_served() {
  nginx_master && file_read "$BERTH_HOME/nginx/conf/nginx.conf" && [[ $REPLY == *'listen unix:socket;'* ]]
}

# nginx_socket_is_ours <path>: a socket, and not a link to one, of this user.
nginx_socket_is_ours() { [[ ! -L $1 && -S $1 && -O $1 ]]; }

# nginx_socket_prepare: nothing is in the way of the next nginx that listens there. One that is killed leaves its socket, which
# would keep the next from starting. Fails where there can be none, and where something else has the name, which is left alone.
# The caller holds nginx.lock.
nginx_socket_prepare() {
  local path
  nginx_socket_path || return 1
  path=$REPLY
  nginx_socket_is_served && return 0
  [[ -e $path || -L $path ]] || return 0
  nginx_socket_is_ours "$path" && rm -f -- "$path"
}

# nginx_socket_is_missing: true when nginx was started by scripts that knew of no socket, and could have one.
nginx_socket_is_missing() {
  nginx_socket_path && [[ ! -e $REPLY && ! -L $REPLY ]] && nginx_master && ! nginx_socket_is_served
}

# nginx_socket_offer: REPLY is the path of the socket of an nginx that runs; empty when it has none.
nginx_socket_offer() {
  if ! nginx_socket_path || ! nginx_socket_is_ours "$REPLY"; then REPLY=''; fi
}
