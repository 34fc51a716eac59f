#!/usr/bin/env bats
# The keeper and the real code-server, named by BERTH_TEST_CODE_SERVER (an executable); skipped loudly without it.

setup() {
  [[ -n ${BERTH_TEST_CODE_SERVER-} ]] || skip 'BERTH_TEST_CODE_SERVER is not set'
  load support/helpers
  berth_setup
  mkdir "$work/real"
  ln -s "$BERTH_TEST_CODE_SERVER" "$work/real/code-server"
  PATH=$work/real:$PATH
  export BERTH_HEALTHZ_SECONDS=30 BERTH_STOP_SECONDS=8 BERTH_KEEPER_SECONDS=1
  record=$BERTH_HOME/instances/demo/record
}
teardown() {
  [[ -z ${BERTH_TEST_CODE_SERVER-} ]] || berth_teardown
}

# until_true <seconds> <command>…
until_true() {
  local deadline=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS <= deadline)) || {
      echo "never came true: ${*:2}" && cut -c 1-300 "$BERTH_HOME/keeper/log"
      return 1
    }
    sleep 0.05
  done
}

# below <pid>: its only child.
below() { tr -d ' ' < <(cat /proc/"$1"/task/*/children); }

# is_back <pid>: it runs as another process, and answers.
is_back() {
  [[ $(sed -n 's/^pid=//p' "$record") != "$1" && $(sed -n 's/^state=//p' "$record") == running ]]
}

@test "whichever process of it is killed, it is back on its port, and nothing of the old one is left" {
  start demo
  local root old depth victim
  until_true 5 test -e "$BERTH_HOME/keeper/pid"
  # The server, code-server above it, and the root that watches both.
  for depth in 2 1 0; do
    root=$(sed -n 's/^pid=//p' "$record")
    old=$(marked_pids)
    victim=$root
    for (( ; depth > 0; depth--)); do victim=$(below "$victim"); done
    kill -KILL "$victim"
    until_true 20 is_back "$root"
    for victim in $old; do is_gone "$victim"; done
  done
  ask instance-list
  is 'd.value[0].port + " " + d.value[0].restartCount + d.value[0].ended.reason' "$first 3vanished"
  is_routed_by "$BERTH_NGINX_PORT"
  stop demo
  assert_nothing_left
}

@test "left alone it is suspended, but not while a job of its terminals goes on" {
  export BERTH_MINUTE_MS=1000
  start demo
  env BERTH_INSTANCE=demo BERTH_INSTANCE_HOME="$BERTH_HOME" setsid sleep 1000 &
  local job=$!
  ask instance-configure --id demo --idle-minutes 2
  sleep 6
  grep -qx state=running "$record"
  kill "$job"
  until_true 15 grep -qx state=suspended "$record"
  until_true 5 test ! -e "$BERTH_HOME/keeper"
  [[ -z $(marked_pids) && -z $(find "$BERTH_HOME" -type s) && $(<"$BERTH_HOME/ports/$first") == demo ]]
  start demo
  is 'd.value.state + d.value.port' "running$first"
}
