#!/usr/bin/env bats
# Which port an instance gets: its old one where that is free, never one that somebody uses, and whose it takes when all are taken.

setup() {
  load support/helpers
  berth_setup
  mkdir -p "$BERTH_HOME/ports" "$BERTH_HOME/instances"
  chmod 700 "$BERTH_HOME"
}
teardown() {
  [[ -z ${listener-} ]] || kill "$listener" 2>/dev/null || :
  berth_teardown
}

# record <id> <state> <port> <since ms>: an instance that does not run, and its claim.
record() {
  mkdir -p "$BERTH_HOME/instances/$1"
  printf '%s\n' schema=2 "id=$1" "repository=$1" "path=$work/repo" "state=$2" "port=$3" pid=1 startTicks=1 bootId= startedAtMs=1 \
    "sinceMs=$4" runtime= supervision= unit= end=1 >"$BERTH_HOME/instances/$1/record"
  echo "$1" >"$BERTH_HOME/ports/$3"
}

listen() {
  node -e 'require("net").createServer().listen(+process.argv[1], "0.0.0.0", () => console.log("up"))' "$1" >"$work/up" 3>&- &
  listener=$!
  until [[ -s $work/up ]]; do sleep 0.05; done
}

@test "a full range is told port by port: who runs, who is suspended, and which strangers listen" {
  start one
  succeeds
  record asleep suspended $((first + 1)) 5
  listen $((first + 2))
  # Its lock says that somebody is about to wake it.
  mkdir -p "$BERTH_HOME/locks"
  flock "$BERTH_HOME/locks/asleep" sleep 100 3>&- &
  local holder=$!
  until ! flock -n "$BERTH_HOME/locks/asleep" true; do sleep 0.05; done
  start demo --port-last $((first + 2))
  kill "$holder" $(pgrep -P "$holder")
  fails_with 71 ports-exhausted claim
  is 'd.failure.detail.split("\n")[0]' "$first: instance one"
  is 'd.failure.detail.split("\n")[1]' "$((first + 1)): instance asleep, suspended"
  is "d.failure.detail.split('\n')[2].startsWith('$((first + 2)): process $listener of user $(id -un): ')" true
  is 'd.failure.detail.split("\n").length' 3
  [[ $(<"$BERTH_HOME/ports/$((first + 1))") == asleep && ! -e $BERTH_HOME/instances/demo ]]
}

@test "an instance comes back to its port, and goes on where somebody listens there" {
  record demo suspended $((first + 3)) 5
  start demo
  succeeds
  is d.value.port $((first + 3))
  stop demo
  record demo suspended $((first + 3)) 5
  listen $((first + 3))
  start demo
  succeeds
  is d.value.port "$first"
  [[ $(ls "$BERTH_HOME/ports") == "$first" ]]
}

@test "when all are taken, claims of nobody go first, then of what crashed, then of who has slept longest" {
  record early suspended "$first" 1000
  record late suspended $((first + 1)) 2000
  record wreck running $((first + 2)) 3000
  echo ghost >"$BERTH_HOME/ports/$((first + 3))"
  local port
  for port in 3 2 0 1; do
    start "taker$port" --port-last $((first + 3))
    succeeds
    is d.value.port $((first + port))
    # Told, because it takes something from somebody.
    case $port in
      0) [[ $lines == *"Taking port $first of early"* ]] ;;
      *) [[ $lines != *early* ]] ;;
    esac
  done
  start more --port-last $((first + 3))
  fails_with 71 ports-exhausted claim
  # The one that lost its claim is still asleep, and wakes on another port.
  ask instance-list
  is 'd.value.find((i) => i.id === "early").state + d.value.find((i) => i.id === "early").port' suspendednull
  start early
  succeeds
  is d.value.port $((first + 4))
}

@test "the route of a crashed instance does not lead to who takes its port" {
  start wreck --port-last "$first"
  succeeds
  # Nobody is there to start it again.
  read -r keeper _ <"$BERTH_HOME/keeper/pid"
  kill -KILL "$keeper" $(marked_pids)
  start demo --port-last "$first"
  succeeds
  is d.value.port "$first"
  [[ $(cd "$BERTH_HOME/nginx/conf/vscode-projects" && echo *) == demo.conf ]]
}

@test "what is no claim of ours is neither read nor removed" {
  mkfifo "$BERTH_HOME/ports/$first"
  mkdir "$BERTH_HOME/ports/$((first + 1))"
  start demo
  succeeds
  is d.value.port $((first + 2))
  [[ -p $BERTH_HOME/ports/$first && -d $BERTH_HOME/ports/$((first + 1)) ]]
}
