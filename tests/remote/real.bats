#!/usr/bin/env bats
# The real code-server, named by BERTH_TEST_CODE_SERVER (an executable); skipped loudly without it.

setup() {
  [[ -n ${BERTH_TEST_CODE_SERVER-} ]] || skip 'BERTH_TEST_CODE_SERVER is not set'
  load support/helpers
  berth_setup
  mkdir "$work/real"
  ln -s "$BERTH_TEST_CODE_SERVER" "$work/real/code-server"
  PATH=$work/real:$PATH
  export BERTH_HEALTHZ_SECONDS=30 BERTH_STOP_SECONDS=8
}
teardown() {
  [[ -z ${BERTH_TEST_CODE_SERVER-} ]] || berth_teardown
}

status_of() {
  node -e 'require("http").get({ port: process.argv[1], path: process.argv[2], headers: { cookie: process.argv[3] ?? "" } }, (r) => { console.log(r.statusCode, r.headers.location ?? ""); r.resume(); })' "$@"
}

# The paths of the sockets that these processes listen on.
sockets_of() {
  local pid
  for pid in $1; do find "/proc/$pid/fd" -lname 'socket:*' -printf '%l\n' 2>/dev/null; done |
    awk 'FNR == NR { gsub(/[^0-9]/, ""); wanted[$0] = 1; next } ($7 in wanted) && NF > 7 { print $8 }' - /proc/net/unix
}

@test "the token is the only key, straight and through nginx" {
  start demo
  succeeds
  local token cookie path="/vscode/demo/?folder=$work/repo"
  token=$(<"$BERTH_HOME/instances/demo/token")
  cookie=code-server-session-demo=$token
  [[ $(status_of "$first" "/?folder=$work/repo") == '302 ./login'* ]]
  [[ $(status_of "$first" "/?folder=$work/repo" "$cookie") == '200 ' ]]
  [[ $(status_of "$BERTH_NGINX_PORT" "$path") == '302 ./login'* ]]
  [[ $(status_of "$BERTH_NGINX_PORT" "$path" "${cookie}0") == '302 ./login'* ]]
  [[ $(status_of "$BERTH_NGINX_PORT" "$path" "$cookie") == '200 ' ]]
  # The proxy to every port of the host is off.
  [[ $(status_of "$first" "/proxy/$BERTH_NGINX_PORT/berth/generation" "$cookie") == 403* ]]
}

@test "the real one keeps to its folders, and a stop leaves nothing of it" {
  ask hello
  [[ $(value d.value.codeServer.version) =~ ^4\.[0-9]+\.[0-9]+$ ]]
  start demo
  succeeds
  local settings
  settings=$(<"$BERTH_HOME/instances/demo/user-data/User/settings.json")
  # With its own answer to a flag it does not know, the log would tell. A machine without a network card is no matter.
  run ! grep -iE 'unknown (option|flag)|error' <(grep -v 'Unable to retrieve mac address' "$BERTH_HOME/instances/demo/log")
  grep -q "Using config file $BERTH_HOME/instances/demo/config.yaml" "$BERTH_HOME/instances/demo/log"
  # Its heartbeat and device id are per user and outside of what Berth can move without touching the user's own tools.
  [[ $(ls -A "$HOME" | xargs) == '.cache .local' && $(ls "$HOME/.local/share") == code-server ]]
  [[ $(sockets_of "$(marked_pids)" | sort -u) == "$(find "$BERTH_HOME" -type s | sort)" ]] || { sockets_of "$(marked_pids)" && return 1; }
  stop demo
  succeeds
  assert_nothing_left
  [[ $(<"$BERTH_HOME/instances/demo/user-data/User/settings.json") == "$settings" ]]
}

@test "killed in the middle, its orphans are found and ended by the next start" {
  start demo
  local pid
  pid=$(value d.value.pid)
  kill -KILL "$pid"
  until is_gone "$pid"; do sleep 0.02; done
  start demo
  succeeds
  [[ $(marked_pids | wc -l) -le 4 ]]
}

# child_of <pid>
child_of() { tr -d ' ' <"/proc/$1/task/$1/children"; }

# keep_crashed: the keeper brings nothing back that crashed three times already.
keep_crashed() { printf '%s000\n%s000\n%s000\n' "$EPOCHSECONDS" "$EPOCHSECONDS" "$EPOCHSECONDS" >"$BERTH_HOME/instances/demo/restarts"; }

until_crashed() {
  until ask instance-list && [[ $(value 'd.value[0].state') == crashed ]]; do sleep 0.02; done
}

@test "a kill of either of its processes is told as one, and the next start finds its port and clears the rest" {
  local outer
  start demo
  keep_crashed
  outer=$(child_of "$(value d.value.pid)")
  kill -KILL "$outer"
  until_crashed
  is 'd.value[0].ended.reason + d.value[0].ended.signal' killedSIGKILL
  start demo
  succeeds
  is 'd.value.port' "$first"
  keep_crashed
  outer=$(child_of "$(value d.value.pid)")
  # The outer one says 0 then, as if all had gone well.
  kill -KILL "$(child_of "$outer")"
  until_crashed
  is 'd.value[0].ended.reason + d.value[0].ended.exitCode + d.value[0].ended.signal' killed0null
  start demo
  succeeds
  is 'd.value.port' "$first"
  [[ $(marked_pids | wc -l) -le 4 ]]
}

@test "a stop does not wait for sockets that nobody will close" {
  start demo
  # The start's own look at the route left one half closed; code-server gives it a second, and says so afterwards.
  stop demo
  succeeds
  run ! grep 'left hanging' "$BERTH_HOME/instances/demo/log"
}

@test "a plain user can do all of it" {
  ((EUID == 0)) || skip 'the other tests are run by a plain user already'
  chown -R 65534:65534 "$work"
  as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all env HOME="$HOME" "$scripts/berth" "$@"; }
  as_nobody hello | grep -q '"version":"4' || skip 'a plain user may not run this code-server'
  document=$(as_nobody instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id plain | tail -n 1)
  [[ $(stat -c %u "/proc/$(value d.value.pid)") == 65534 ]]
  document=$(as_nobody instance-access --id demo)
  is d.value.routePort "$BERTH_NGINX_PORT"
  document=$(as_nobody ports-list --port-first "$first" --port-last "$last")
  is "d.value.find((r) => r.port === $first).kind" instance
  document=$(as_nobody instance-stop --id demo --operation-id plainer | tail -n 1)
  is d.value.state stopped
  as_nobody cleanup --level everything --yes --operation-id plainest | tail -n 1 | grep -q '"remaining":\[\]'
  [[ ! -e $BERTH_HOME ]]
}
