#!/usr/bin/env bats
# The SSH agent that a desktop lends: a link of a steady name, to a socket proven to be this user's, known to instances while it is lent.

setup() {
  load support/helpers
  berth_setup
  agents=()
  mkdir -m 700 "$BERTH_HOME"
}
teardown() {
  local pid
  for pid in ${agents[@]+"${agents[@]}"}; do kill "$pid"; done
  berth_teardown
}

# lend <name>: an agent listens at $work/<name>/sock, in a folder as sshd makes it.
lend() {
  local waited=0
  mkdir -m 700 "$work/$1"
  ssh-agent -D -a "$work/$1/sock" >/dev/null 3>&- &
  agents+=($!)
  until [[ -S $work/$1/sock ]]; do
    ((++waited < 500))
    sleep 0.01
  done
}

# session <agent|none> <socket> <verb> [<argument>…]: one session as a desktop begins it.
session() {
  local mode=$1 socket=$2 verb=$3
  shift 3
  printf '%s\0' nonce "$verb" $# "$@" | SSH_AUTH_SOCK=$socket bash "$scripts/runner" operate nonce "$mode" >"$work/stdout" 2>"$work/stderr"
  document=$(grep '^{"ok"' "$work/stdout")
}

start_in_session() {
  session "$1" "$2" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "op-$RANDOM"
  is d.ok true
}

# variable: what the instance knows as its agent.
variable() {
  local pid
  pid=$(value d.value.pid)
  tr '\0' '\n' <"/proc/$pid/environ" | sed -n 's/^SSH_AUTH_SOCK=//p'
  # The root is told by the file, and gives it to code-server.
  tr '\0' '\n' <"/proc/$(pgrep -P "$pid" | head -n 1)/environ" | sed -n 's/^SSH_AUTH_SOCK=//p'
}

@test "the link follows the socket of each session that lends the agent" {
  lend one
  lend two
  session agent "$work/one/sock" hello
  [[ $(readlink "$BERTH_HOME/agent") == "$work/one/sock" ]]
  session agent "$work/two/sock" hello
  [[ $(readlink "$BERTH_HOME/agent") == "$work/two/sock" ]]
  [[ $(SSH_AUTH_SOCK=$BERTH_HOME/agent ssh-add -l) == *'no identities'* ]]
  # A session of a desktop that lends none takes nothing away by looking.
  session none '' hello
  [[ -L $BERTH_HOME/agent && $(find "$BERTH_HOME" -name '*.tmp.*' | wc -l) == 0 ]]
}

@test "no link leads to what is not this user's own socket" {
  lend one
  : >"$work/file"
  chmod 777 "$work/one"
  mkdir -m 700 "$work/links"
  ln -s ../one/sock "$work/links/sock"
  local socket
  for socket in '' relative "$work/file" "$work/one/sock" "$work/links/sock" "$work/none/sock" "$work/one"; do
    session agent "$socket" hello
    [[ ! -e $BERTH_HOME/agent && ! -L $BERTH_HOME/agent ]] || { echo "$socket" && return 1; }
    is d.ok true
  done
  if [[ $EUID == 0 ]]; then
    chmod 700 "$work/one"
    chown 1 "$work/one/sock"
    session agent "$work/one/sock" hello
    [[ ! -L $BERTH_HOME/agent ]]
  fi
  # What somebody put there is no link of ours, and stays.
  : >"$BERTH_HOME/agent"
  lend two
  session agent "$work/two/sock" hello
  [[ -f $BERTH_HOME/agent && ! -L $BERTH_HOME/agent ]]
}

@test "an instance knows the lent agent by the link, and after a start without it no more" {
  lend one
  start_in_session agent "$work/one/sock"
  [[ $(variable | sort -u) == "$BERTH_HOME/agent" ]] || { variable && return 1; }
  stop demo
  start_in_session none ''
  [[ -z $(variable) && ! -L $BERTH_HOME/agent ]]
  stop demo
  assert_nothing_left
}

@test "an instance keeps the agent of the host itself, and one that the user has set" {
  lend own
  start_in_session none "$work/own/sock"
  [[ $(variable | sort -u) == "$work/own/sock" ]]
  stop demo
  ask instance-configure --id demo --variable SSH_AUTH_SOCK=/of/the/user
  start_in_session agent "$work/own/sock"
  [[ $(variable | tail -n 1) == /of/the/user ]]
  stop demo
}
