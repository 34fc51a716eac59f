#!/usr/bin/env bats
# Suspending and waking: processes and secrets go, the place is kept.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

suspend() { ask instance-suspend --id "$1" --operation-id "suspend-$1-$RANDOM$RANDOM" "${@:2}"; }

# shows <path> <status> [<words>]: the page begins to be this one; right after a reload nginx's old worker may still take a connection.
shows() {
  local page deadline=$((SECONDS + 5))
  until page=$(page_of "$1") && [[ $page == "$2 "* && $page == *"${3-}"* ]]; do
    ((SECONDS <= deadline)) || { echo "$page" && return 1; }
  done
}

# page_of <path>: status and body, as nginx gives them.
page_of() {
  node -e 'require("http").get({ port: process.argv[1], path: process.argv[2] }, (r) => { let t = ""; r.on("data", (d) => (t += d)).on("end", () => console.log(r.statusCode, t)); })' "$BERTH_NGINX_PORT" "$1"
}

@test "a suspended instance has no process, token or socket, and keeps its claim, record and settings" {
  start demo
  local folder=$BERTH_HOME/instances/demo
  echo '{"mine":1}' >"$folder/user-data/User/settings.json"
  suspend demo
  succeeds
  is 'd.value.state + d.value.port + d.value.pid + d.value.memoryBytes + d.value.idleSeconds' "suspended${first}nullnullnull"
  is 'd.value.sinceMs > 1.7e12' true
  [[ -z $(marked_pids) && -z $(keeper_pids) && ! -e $BERTH_HOME/keeper && -z $(compgen -G "$BERTH_HOME/run/*") ]]
  [[ ! -e $folder/token && ! -e $folder/environment && ! -e $folder/idle && $(<"$BERTH_HOME/ports/$first") == demo ]]
  ask instance-list
  is 'd.value[0].state + d.value[0].port' "suspended$first"
  ask instance-access --id demo
  fails_with 66 instance-not-running process
  suspend demo
  succeeds
  is 'd.value.state' suspended
  # Others go around its claim, and it wakes on it.
  start other
  is d.value.port "$((first + 1))"
  start demo
  succeeds
  is 'd.value.state + d.value.port' "running$first"
  is_routed_by "$BERTH_NGINX_PORT"
  [[ $(<"$folder/user-data/User/settings.json") == '{"mine":1}' ]]
}

@test "whoever opens the address of a suspended instance reads how to wake it" {
  start demo
  start other
  suspend demo
  succeeds
  shows /vscode/demo/ 503 'is asleep'
  is_routed_by "$BERTH_NGINX_PORT" other
  stop demo
  succeeds
  is d.value.state stopped
  shows /vscode/demo/ 404
  [[ ! -e $BERTH_HOME/ports/$first ]]
}

@test "only what runs can be suspended" {
  suspend demo
  fails_with 66 instance-not-found stop
  start demo
  stop demo
  suspend demo
  fails_with 66 instance-not-running stop
  start demo
  sed -i "s/^bootId=.*/bootId=0000/" "$BERTH_HOME/instances/demo/record"
  suspend demo
  fails_with 66 instance-not-running stop
  ask instance-list
  is 'd.value[0].state' crashed
}

@test "suspended because idle is only what is idle still" {
  export BERTH_MINUTE_MS=600
  start demo
  # The start's own look at the route was as good as a tab.
  suspend demo --idle
  succeeds
  is d.value.state running
  sleep 1
  exec {tab}<>"/dev/tcp/127.0.0.1/$first"
  suspend demo --idle
  is d.value.state running
  exec {tab}>&-
  suspend demo --idle
  is d.value.state suspended
}

@test "an instance that ignores TERM is suspended all the same" {
  FAKE_MODE=stubborn start demo
  suspend demo
  succeeds
  [[ -z $(marked_pids) && $(<"$BERTH_HOME/ports/$first") == demo ]]
}

@test "a wake that fails leaves it suspended, with its claim" {
  export FAKE_MODE_FILE=$work/mode
  echo well >"$FAKE_MODE_FILE"
  start demo
  suspend demo
  echo exit >"$FAKE_MODE_FILE"
  start demo
  fails_with 73 start-failed healthz
  ask instance-list
  is 'd.value[0].state + d.value[0].port' "suspended$first"
  [[ -z $(marked_pids) && -z $(keeper_pids) && $(<"$BERTH_HOME/ports/$first") == demo ]]
  echo well >"$FAKE_MODE_FILE"
  start demo
  is 'd.value.state + d.value.port' "running$first"
}
