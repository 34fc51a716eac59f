#!/usr/bin/env bats
# A restart: one operation, one lock, the same port; and what a start finds of an instance that had one.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

# restart <id> [<option>…]
restart() {
  ask instance-restart --id "$1" --repository "$1" --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "restart-$1-$RANDOM$RANDOM" "${@:2}"
}

# listen <port>: somebody else listens there; `listener` is who.
listen() {
  node -e 'require("net").createServer().listen(+process.argv[1], "127.0.0.1", () => console.log("up"))' "$1" >"$work/up" &
  listener=$!
  until [[ -s $work/up ]]; do sleep 0.02; done
}

@test "a restart gives new processes on the old port, also when a lower one is free" {
  start other
  start demo
  stop other
  local pid
  pid=$(sed -n 's/^pid=//p' "$BERTH_HOME/instances/demo/record")
  restart demo
  succeeds
  is d.value.port "$((first + 1))"
  is "d.value.pid !== $pid && d.value.state" running
  is_gone "$pid"
  [[ $(stages 'done') == 'stop budget claim directories process nginx healthz route' ]]
  is_routed_by "$BERTH_NGINX_PORT"
  [[ $(ls "$BERTH_HOME/ports") == "$((first + 1))" && ! -e $BERTH_HOME/instances/demo/operation ]]
}

@test "a restart of what does not run starts it" {
  restart demo
  succeeds
  stop demo
  restart demo
  succeeds
  is d.value.state running
}

@test "a restart whose start fails leaves a stopped instance and nothing of it" {
  start demo
  FAKE_MODE=exit restart demo
  fails_with 73 start-failed healthz
  ask instance-list
  is 'd.value[0].state + d.value[0].port + d.value[0].ended' stoppednullnull
  eventually no_keeper
  assert_nothing_left
}

@test "a restart is busy while another operation has the lock, and leaves what runs alone" {
  start demo
  exec {held}>>"$BERTH_HOME/locks/demo"
  flock "$held"
  restart demo
  exec {held}>&-
  fails_with 75 busy claim
  ask instance-list
  is 'd.value[0].state' running
}

@test "a port that somebody took from a crashed instance is left to them, and given up" {
  start demo
  local pid listener
  for pid in $(marked_pids); do kill -KILL "$pid"; done
  for pid in $(marked_pids); do until is_gone "$pid"; do sleep 0.02; done; done
  listen "$first"
  start demo
  kill "$listener"
  succeeds
  is d.value.port "$((first + 1))"
  [[ $(ls "$BERTH_HOME/ports") == "$((first + 1))" ]]
}

@test "an operation is noted while it is under way" {
  start demo
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=20 "$scripts/berth" instance-restart --id demo --repository demo --path "$work/repo" --port-first "$first" \
    --port-last "$last" --operation-id noted >"$work/out" 2>&1 &
  local restarter=$!
  until grep -q '"stage":"healthz","state":"started"' "$work/out"; do sleep 0.02; done
  [[ $(<"$BERTH_HOME/instances/demo/operation") == 'instance-restart noted'* ]]
  stop demo
  succeeds
  wait "$restarter" && return 1
  [[ ! -e $BERTH_HOME/instances/demo/operation ]]
  assert_nothing_left
}

@test "the variables and arguments of an instance reach code-server, and only it" {
  start demo
  ask instance-configure --id demo --argument --log=debug --variable 'PATH=/nowhere $HOME "x"' --variable 'UID=7' --variable 'line= a=b '
  succeeds
  restart demo --dry-run
  succeeds
  # Its own PATH would keep the fake one from starting; launch itself must not be touched by it.
  ask instance-configure --id demo --argument --log=debug --variable 'UID=7' --variable 'line= a=b ' --variable "PATH=$PATH:/nowhere \$HOME"
  restart demo
  succeeds
  local root server
  root=$(value d.value.pid)
  server=$(tr -d ' ' <"/proc/$root/task/$root/children")
  grep -qzxF 'line= a=b ' "/proc/$server/environ"
  grep -qzxF "PATH=$PATH:/nowhere \$HOME" "/proc/$server/environ"
  grep -qzxF -e --log=debug "/proc/$server/cmdline"
  run ! grep -qzx 'HASHED_PASSWORD=.*' "/proc/$root/environ"
  run ! grep -qzx 'BERTH_UMASK=.*' "/proc/$server/environ"
  [[ $(stat -c %a "$BERTH_HOME/instances/demo/environment") == 600 ]]
  stop demo
  [[ ! -e $BERTH_HOME/instances/demo/environment ]]
}
