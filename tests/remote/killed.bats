#!/usr/bin/env bats
# The runner killed at any moment of any operation: the next look at the host puts everything right, and the auditor, who judges
# without Berth's scripts, finds nothing. BERTH_KILL_ROUNDS and BERTH_KILL_SEED ask for more and for others.

setup() {
  load support/helpers
  berth_setup
  export BERTH_TEST_OWNER=$work
  audit=$BATS_TEST_DIRNAME/../support/sandbox/audit/audit.bash
}
teardown() { berth_teardown; }

# Every random choice comes from the seed; what a round does to the host depends on time as well, what must follow does not.
roll() { REPLY=$((RANDOM % $1)); }

run_verb() {
  local -a repository=(--repository "$2" --path "$work/repo" --port-first "$first" --port-last "$last")
  case $1 in
    start) berth instance-start --id "$2" "${repository[@]}" --operation-id "$3" ;;
    restart) berth instance-restart --id "$2" "${repository[@]}" --operation-id "$3" ;;
    stop) berth instance-stop --id "$2" --operation-id "$3" ;;
    suspend) berth instance-suspend --id "$2" --operation-id "$3" ;;
    stop-all) berth instance-stop-all --operation-id "$3" ;;
    *) berth cleanup --level "$1" --yes --operation-id "$3" ;;
  esac
}

# kill_within <ms> <verb> <id>: in a process group of its own, as the runner of a lost connection is. Fails when it had ended.
kill_within() {
  local pid pause_seconds code=0
  printf -v pause_seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
  (
    exec 3>&-
    export -f run_verb berth
    export work first last scripts
    exec setsid bash -c 'run_verb "$@"' - "$2" "$3" "cut-$RANDOM$RANDOM" >/dev/null 2>&1
  ) &
  pid=$!
  sleep "$pause_seconds"
  kill -9 -- "-$pid" 2>/dev/null || kill -9 "$pid" 2>/dev/null || :
  wait "$pid" 2>/dev/null || code=$?
  ((code == 137))
}

# Each says what it is that does not fit.
judge() {
  local found
  ask reconcile
  succeeds
  changes=$(value 'd.value.changes.map((c) => c.target + ": " + c.message).join(" ")')
  ask reconcile
  succeeds
  is d.value.changes '[]'
  found=$(printf '%s\n\n' "$BERTH_HOME" | AUDIT_MARK=BERTH_TEST_OWNER=$work bash "$audit" | tr '\0' ' ')
  [[ -z $found ]] || { echo "the auditor found: $found" && return 1; }
  ask instance-list
  is 'd.value.every((i) => ["running", "stopped", "suspended"].includes(i.state))' true
}

# prepare <verb>: sets id; what is started is not there yet or stopped, anything else has something to end.
prepare() {
  id=demo
  roll 2
  if [[ $1 != start ]]; then
    start demo && succeeds
  elif ((REPLY)); then
    id=fresh-$round
  else
    start demo && succeeds && stop demo && succeeds
  fi
  # Beside it, one that nobody touches.
  roll 3
  if ((REPLY == 0)); then start other && succeeds; fi
}

@test "whatever was cut, and whenever: the next reconcile converges and the auditor is content" {
  local round verb id ms changes='' cut=0 rounds=${BERTH_KILL_ROUNDS:-12} seed=${BERTH_KILL_SEED:-1}
  local -a verbs=(start stop instances start leftovers stop start everything restart suspend stop-all)
  # How long each takes here, about; the longest pause follows it, from a moment at which each is still at work.
  local -A most=()
  for ((round = 0; round < rounds; round++)); do
    # Anew for each, because bash draws random numbers elsewhere too.
    RANDOM=$((seed * 1000 + round))
    verb=${verbs[round % ${#verbs[@]}]}
    prepare "$verb"
    roll "${most[$verb]:=120}"
    ms=$REPLY
    if kill_within "$ms" "$verb" "$id"; then
      cut=$((cut + 1)) most[$verb]=$((most[$verb] * 5 / 4))
    else
      most[$verb]=$((ms > 60 ? ms : 60))
    fi
    judge || { printf 'round %d: %s of %s killed after %d ms; put right: %s\n' "$round" "$verb" "$id" "$ms" "$changes" && find "$BERTH_HOME" -not -path '*/user-data/*' && return 1; }
    printf '%d %s %d: %s\n' "$round" "$verb" "$ms" "$changes" >>"$work/told"
  done
  if [[ -n ${BERTH_KILL_TOLD-} ]]; then cp "$work/told" "$BERTH_KILL_TOLD"; fi
  # Enough of them were hit, and left something, or this proves nothing.
  ((cut * 2 >= rounds && $(grep -c ': .' "$work/told") > 0)) || { cat "$work/told" && return 1; }
  start final
  succeeds
  ask instance-stop-all --operation-id end
  is d.value.failures '[]'
  assert_nothing_left
}
