#!/usr/bin/env bats
# Files made to agree with what runs, whatever was lost, damaged or cut; and a second look finds nothing to do.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

reconcile() { ask reconcile; }

# Whatever it did, doing it again changes nothing.
converges() {
  succeeds
  reconcile
  succeeds
  is d.value.changes '[]'
}

targets() { value 'd.value.changes.map((c) => c.target).sort().join(" ")'; }

record() { printf '%s\n' schema=2 "id=$1" "repository=$1" "path=$work/repo" port= pid= startTicks= bootId= startedAtMs= sinceMs= runtime= supervision= unit= "${@:2}" end=1 >"$BERTH_HOME/instances/$1/record"; }

is_running() {
  ask instance-list
  is "d.value.find((i) => i.id === '$1').state + d.value.find((i) => i.id === '$1').port" "running$2"
  ask instance-access --id "$1"
  succeeds
}

@test "a healthy home is left alone" {
  reconcile
  converges
  start demo
  stop demo
  start demo
  reconcile
  is d.value.changes '[]'
  is_running demo "$first"
}

@test "a claim that was lost is written again, one of nobody goes, and of two the record's stays" {
  start demo
  rm "$BERTH_HOME/ports/$first"
  echo demo >"$BERTH_HOME/ports/$((first + 3))"
  echo ghost >"$BERTH_HOME/ports/$((first + 4))"
  : >"$BERTH_HOME/ports/$((first + 5))"
  reconcile
  [[ $(targets) == "demo demo ghost port $((first + 5))" ]]
  converges
  [[ $(ls "$BERTH_HOME/ports") == "$first" && $(<"$BERTH_HOME/ports/$first") == demo ]]
  # Somebody else's name on a port that this one listens on.
  echo ghost >"$BERTH_HOME/ports/$first"
  reconcile
  converges
  [[ $(<"$BERTH_HOME/ports/$first") == demo ]]
}

@test "a claim is not taken from a start that is under way" {
  mkdir -p "$BERTH_HOME/ports" "$BERTH_HOME/locks"
  chmod 700 "$BERTH_HOME"
  echo coming >"$BERTH_HOME/ports/$first"
  flock "$BERTH_HOME/locks/coming" sleep 100 3>&- &
  local holder=$!
  until ! flock -n "$BERTH_HOME/locks/coming" true; do sleep 0.05; done
  reconcile
  kill "$holder" $(pgrep -P "$holder")
  is d.value.changes '[]'
  [[ -e $BERTH_HOME/ports/$first ]]
}

@test "a record that is damaged, cut or gone is rebuilt while its instance runs" {
  local before how path=$BERTH_HOME/instances/demo/record
  start demo
  before=$(grep -v -e '^sinceMs=' -e '^startedAtMs=' "$path")
  for how in garbage cut empty gone; do
    case $how in
      garbage) head -c 300 /dev/urandom >"$path" ;;
      cut) truncate -s -20 "$path" ;;
      empty) : >"$path" ;;
      gone) rm "$path" ;;
    esac
    reconcile
    # A keeper that looked at this moment saw nothing to look after, and comes back too.
    is 'd.value.changes.map((c) => c.target).filter((target) => target !== "keeper")' '["demo"]'
    converges
    [[ $(grep -v -e '^sinceMs=' -e '^startedAtMs=' "$path") == "$before" ]] || { diff <(echo "$before") "$path" && return 1; }
    is_running demo "$first"
    is d.value.path "$work/repo"
  done
  # It is known for what it is: a stop ends it.
  stop demo
  succeeds
  assert_nothing_left
}

@test "a token, a route and a keeper that are gone come back" {
  start demo
  local before
  ask instance-access --id demo
  before=$(value d.value)
  rm "$BERTH_HOME/instances/demo/token"
  rm "$BERTH_HOME/nginx/routes/demo.conf" "$BERTH_HOME/nginx/conf/vscode-projects/demo.conf"
  local pid
  for pid in $(nginx_pids); do kill -9 "$pid"; done
  for pid in $(keeper_pids_of_home); do kill -9 "$pid"; done
  reconcile
  converges
  ask instance-access --id demo
  is d.value "$before"
  [[ -n $(keeper_pids_of_home) ]]
}

keeper_pids_of_home() { grep -lszxF -e "BERTH_KEEPER_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' || :; }

@test "what crashed stays as it is told; routes, sockets and drafts of nobody go" {
  start one
  start two
  stop two
  local pid
  sed 's/one/ghost/g' "$BERTH_HOME/nginx/routes/one.conf" >"$BERTH_HOME/nginx/routes/ghost.conf"
  mkdir "$BERTH_HOME/run/$last" "$BERTH_HOME/instances/half"
  : >"$BERTH_HOME/instances/two/record.tmp.4194305"
  : >"$BERTH_HOME/ports/.probe.4194305"
  reconcile
  [[ $(targets) == *"$BERTH_HOME/run/$last"* && $(targets) == *half* && $(targets) == *nginx* && $(targets) == *record.tmp* ]]
  converges
  [[ ! -e $BERTH_HOME/nginx/conf/vscode-projects/ghost.conf && -e $BERTH_HOME/nginx/conf/vscode-projects/one.conf ]]
  is_running one "$first"
  ask instance-list
  pid=$(value 'd.value.find((i) => i.id === "one").pid')
  # The keeper would start it again.
  for pid in $(keeper_pids_of_home) "$pid"; do kill -9 "$pid"; done
  until [[ -z $(marked_pids) ]]; do for pid in $(marked_pids); do kill -9 "$pid"; done; done
  reconcile
  converges
  ask instance-list
  is 'd.value.map((i) => i.id + i.state)' '["onecrashed","twostopped"]'
  is 'd.value[0].port' "$first"
}

@test "operations that were cut are undone or finished" {
  local folder=$BERTH_HOME/instances
  # A first start, before VS Code answered.
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=60 cut fresh instance-start --repository fresh --path "$work/repo" --port-first "$first" --port-last "$last"
  [[ -n $(marked_pids) ]]
  reconcile
  [[ $(targets) == *fresh* ]]
  converges
  assert_nothing_left
  [[ ! -e $folder/fresh ]]
  # A further one keeps what the user has.
  start demo
  stop demo
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=60 cut demo instance-start --repository demo --path "$work/repo" --port-first "$first" --port-last "$last"
  reconcile
  converges
  assert_nothing_left
  [[ -d $folder/demo/user-data ]]
  ask instance-list
  is 'd.value.map((i) => i.id + i.state)' '["demostopped"]'
  # A stop that had only begun.
  FAKE_MODE=stubborn start demo
  BERTH_STOP_SECONDS=60 cut demo instance-stop
  reconcile
  converges
  assert_nothing_left
  ask instance-list
  is 'd.value.map((i) => i.id + i.state)' '["demostopped"]'
}

# cut <id> <verb> <argument>…: kills the verb, with all its helpers, once it waits for processes.
cut() {
  local pid before deadline=$((SECONDS + 10))
  before=$(marked_pids | wc -l)
  setsid "$scripts/berth" "$2" --id "$1" --operation-id "cut-$RANDOM$RANDOM" "${@:3}" >/dev/null 2>&1 3>&- &
  pid=$!
  if [[ $2 == instance-start ]]; then
    until { grep -qs '^state=starting' "$BERTH_HOME/instances/$1/record" && (($(marked_pids | wc -l) > before)); } || ((SECONDS > deadline)); do sleep 0.02; done
  else
    until [[ -s $BERTH_HOME/instances/$1/operation ]] || ((SECONDS > deadline)); do sleep 0.02; done
  fi
  sleep 0.3
  kill -9 -- "-$pid"
  wait "$pid" || :
  [[ -s $BERTH_HOME/instances/$1/operation ]]
}

@test "a record of newer scripts, its claim and its route are not touched" {
  local before
  start demo
  sed -i 's/^schema=2/schema=9/' "$BERTH_HOME/instances/demo/record"
  echo demo >"$BERTH_HOME/ports/$((first + 1))"
  before=$(cd "$BERTH_HOME" && find instances ports nginx/routes -type f ! -name memory -exec sha256sum {} + | sort)
  reconcile
  is d.value.changes '[]'
  [[ $(cd "$BERTH_HOME" && find instances ports nginx/routes -type f ! -name memory -exec sha256sum {} + | sort) == "$before" ]]
  sed -i 's/^schema=9/schema=2/' "$BERTH_HOME/instances/demo/record"
}

@test "what an instance keeps for a while in its TMPDIR is no draft of ours" {
  local path=$BERTH_HOME/run/$first/upload.tmp.999999
  start demo
  echo precious >"$path" && touch -d '2 hours ago' "$path"
  reconcile
  is d.value.changes '[]'
  ask cleanup --level leftovers --yes --operation-id one
  is d.value.removed '[]'
  [[ $(<"$path") == precious ]]
}

@test "a suspension that was cut before its page was shown shows it" {
  start demo
  start other
  local route
  route=$(<"$BERTH_HOME/nginx/routes/demo.conf")
  ask instance-suspend --id demo --operation-id one
  printf '%s\n' "$route" >"$BERTH_HOME/nginx/routes/demo.conf"
  echo 'instance-suspend two ' >"$BERTH_HOME/instances/demo/operation"
  reconcile
  is 'd.value.changes.map((c) => c.target)' '["demo"]'
  converges
  [[ $(<"$BERTH_HOME/nginx/conf/vscode-projects/demo.conf") == '# suspended'* && ! -e $BERTH_HOME/instances/demo/operation ]]
}

@test "a cut base is put right" {
  mkdir -p "$BERTH_HOME/base.previous" "$BERTH_HOME/base.tmp.1"
  chmod 700 "$BERTH_HOME"
  reconcile
  converges
  [[ -d $BERTH_HOME/base && ! -e $BERTH_HOME/base.previous && ! -e $BERTH_HOME/base.tmp.1 ]]
}
