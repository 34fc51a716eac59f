#!/usr/bin/env bats
# What Berth did on a host: one line for each change, by whom, and never more than a bounded file; no trouble with it is anybody else's.
# And the logs of nginx: short, turned over, without what people type behind a question mark.

setup() {
  load support/helpers
  berth_setup
  operations=$BERTH_HOME/logs/operations
}
teardown() { berth_teardown; }

# field <number of the line from the end> <number of the field>
field() { tail -n "$1" "$operations" | head -n 1 | cut -f "$2"; }

@test "a start, a failure and a setting are told by whom, on what, with which result; questions and refusals are not" {
  start demo
  succeeds
  [[ $(wc -l <"$operations") == 1 ]]
  [[ $(field 1 1) =~ ^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$ ]]
  # The clock is told in UTC, whatever the host's own zone is.
  (($(date -ud "$(field 1 1)" +%s) >= $(date +%s) - 60))
  [[ $(field 1 2-5 | tr '\t' ' ') == 'cli instance-start demo ok' ]]
  [[ $(field 1 6) =~ ^[0-9]+$ && $(field 1 6) -ge 10 ]]
  [[ $(stat -c %a "$operations") == 600 ]]
  ask instance-list
  ask ports-list --port-first "$first" --port-last "$last"
  ask reconcile
  ask instance-stop --id 'no such' --operation-id x
  ask instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --dry-run
  [[ $(wc -l <"$operations") == 1 ]]
  ask host-configure --idle-minutes 7
  [[ $(field 1 2-5 | tr '\t' ' ') == 'cli host-configure - ok' ]]
  ask base-save --id nobody --operation-id b1
  [[ $(field 1 3-5 | tr '\t' ' ') == "base-save nobody $(value d.failure.kind)" && $(field 1 7) == "$(value d.failure.message)" ]]
  # The same operation again answers again and did nothing.
  ask base-save --id nobody --operation-id b1
  stop demo
  [[ $(wc -l <"$operations") == 4 && $(field 1 3-4 | tr '\t' ' ') == 'instance-stop demo' ]]
}

@test "what was killed is told once, by the next look at what was cut off" {
  mkdir -m 700 "$BERTH_HOME"
  run bash -c 'set -euo pipefail
    source "$0/lib/load.bash"
    audit_name_client anna@laptop
    audit_begin base-save
    ARGUMENTS=([id]=demo)
    journal_begin killed
    kill -KILL "$BASHPID"' "$scripts"
  [[ ! -e $operations ]]
  ask operation-status --operation-id killed
  is '[d.value.state, d.value.document]' '["ended",null]'
  ask reconcile
  ask reconcile
  [[ $(wc -l <"$operations") == 1 && $(field 1 2-6 | tr '\t' ' ') == 'anna@laptop base-save demo script-failed -' ]] || { cat "$operations" && return 1; }
  [[ $(field 1 7) =~ ^It\ was\ cut\ off\ before\ its\ end\;\ it\ began\ at\ 20[0-9T:-]+Z\.$ ]]
  ask operation-status --operation-id killed
  is d.value.state ended
}

@test "the log can be read and is listed with the others" {
  start demo
  ask log-read --kind operations --from end --bytes 4096 --run current
  succeeds
  is 'd.value.text.split("\t")[2]' instance-start
  is 'd.value.offset' 0
  ask logs-list
  succeeds
  is 'd.value.filter((l) => l.kind !== "nginx-error").map((l) => [l.kind, l.repository, l.isPrevious, l.title])' \
    '[["operations",null,false,"operations"],["nginx-access",null,false,"nginx-access"],["keeper",null,false,"keeper"],["instance","demo",false,"demo"]]'
  is 'd.value.every((l) => Math.abs(Date.now() - l.changedAtMs) < 60000 && l.sizeBytes >= 0)' true
  ask log-read --kind secrets --from end --bytes 10 --run current
  fails_with 64 invalid-input input
  ask log-read --kind instance --from end --bytes 10 --run current
  fails_with 64 invalid-input input
}

@test "a desktop is told by the name that its session began with, and by no other words" {
  local name
  mkdir -m 700 "$BERTH_HOME"
  for name in anna@laptop.local '' 'anna laptop' $'a\tkeeper' '$(id)'; do
    printf 'n\0host-configure\0%s\0' 0 | "$scripts/runner" runner n none "$name" >"$work/stdout"
    grep -q '"ok":true' "$work/stdout"
  done
  [[ $(cut -f 2 "$operations" | paste -sd' ') == 'anna@laptop.local unknown unknown unknown unknown' ]]
  [[ $(cut -f 3-5 "$operations" | sort -u | tr '\t' ' ') == 'host-configure - ok' ]]
}

@test "what the keeper does is the keeper's" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  local pid
  pid=$(value d.value.pid)
  kill -KILL "$pid"
  local deadline=$((SECONDS + 15))
  until grep -qP '\tkeeper\tinstance-start\tdemo\tok\t' "$operations"; do ((SECONDS < deadline)) && sleep 0.1; done
}

@test "it is turned over, and what is in its place stops nobody" {
  export BERTH_AUDIT_BYTES=4000
  mkdir -p "$BERTH_HOME/logs" && chmod 700 "$BERTH_HOME"
  local round
  for round in {1..160}; do echo "$round: what was there before, and is as long as such a line is"; done >"$operations"
  for round in {1..80}; do
    [[ ! -e $operations.1 ]] || break
    ask host-configure --idle-minutes "$((round + 1))"
    succeeds
  done
  [[ $(wc -l <"$operations.1") -ge 160 && $(wc -l <"$operations") -le 2 ]]
  rm -rf "$BERTH_HOME/logs"
  ln -s "$work/elsewhere" "$BERTH_HOME/logs"
  ask host-configure
  succeeds
  rm "$BERTH_HOME/logs"
  mkdir "$BERTH_HOME/logs" "$operations"
  ask host-configure
  succeeds
  rmdir "$operations"
  mkfifo "$operations"
  ask host-configure
  succeeds
  [[ ! -e $work/elsewhere ]]
}

@test "nginx notes no query and no cookie, and its logs are turned over while it runs" {
  command -v nginx >/dev/null || skip 'nginx is not installed'
  start demo
  ask instance-access --id demo
  local port log=$BERTH_HOME/nginx/logs/access.log
  port=$(value d.value.routePort)
  curl -s -o /dev/null -H 'Cookie: code-server-session-demo=hidden' "http://127.0.0.1:$port/vscode/demo/healthz?tkn=hidden"
  grep -qE '^20[0-9T:+-]+ [0-9]{3} GET /vscode/demo/healthz [0-9]+ B [0-9.]+ s$' "$log"
  run ! grep -q hidden "$log"
  head -c 600000 /dev/zero | tr '\0' x >>"$log"
  (
    set -euo pipefail
    source "$scripts/lib/load.bash"
    nginx_keep_logs_short
  )
  [[ $(stat -c %s "$log.1") -gt 600000 ]]
  local deadline=$((SECONDS + 5))
  until [[ -e $log ]]; do ((SECONDS < deadline)) && sleep 0.02; done
  curl -s -o /dev/null "http://127.0.0.1:$port/vscode/demo/healthz?again"
  grep -q 'GET /vscode/demo/healthz ' "$log"
  # Whoever turned it over was killed before nginx heard of it.
  mv "$log" "$log.1"
  bash -c 'set -euo pipefail; source "$0/lib/load.bash"; nginx_keep_logs_short' "$scripts"
  until [[ -e $log ]]; do ((SECONDS < deadline + 5)) && sleep 0.02; done
}

@test "the logs of the system's nginx are read where it leads to the instances, and only files of logs" {
  export BERTH_NGINX_SYSTEM_LOGS=$work/system
  mkdir "$work/system" && mkdir -m 700 "$BERTH_HOME"
  echo '192.0.2.1 - - "GET / HTTP/1.1" 200 5' >"$work/system/access.log"
  if ((EUID == 0)); then chown 65534 "$work/system/access.log"; fi
  ask log-read --kind nginx-access --from end --bytes 100 --run current
  is d.value.text ''
  (
    set -euo pipefail
    source "$scripts/lib/load.bash"
    settings_set idleMinutes 30 nginxKind system nginxSite ''
    settings_write "$BERTH_HOME/settings" idleMinutes nginxKind nginxSite
  )
  ask log-read --kind nginx-access --from end --bytes 100 --run current
  is 'd.value.text.includes("GET / HTTP")' true
  ask logs-list
  is 'd.value.map((l) => l.kind)' '["nginx-access"]'
  ln -s "$work/system/access.log" "$work/system/error.log"
  ask log-read --kind nginx-error --from end --bytes 100 --run current
  fails_with 69 unavailable store
  # What is another user's is read nowhere else.
  ((EUID == 0)) || return 0
  mkdir "$BERTH_HOME/logs" && mv "$work/system/access.log" "$operations"
  ask log-read --kind operations --from end --bytes 100 --run current
  fails_with 69 unavailable store
}
