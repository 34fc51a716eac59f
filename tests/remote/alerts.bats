#!/usr/bin/env bats
# What a host warns of: the pure part with values given to it, the looks at this machine, and what is kept over damage.

setup() {
  load support/helpers
  berth_setup
  mkdir -m 700 "$BERTH_HOME"
}
teardown() { berth_teardown; }

# lib <script>: runs it with all libraries; what a look has seen is given by `see`.
lib() {
  bash -c 'set -euo pipefail
    source "$0/lib/load.bash"
    changes() { local IFS=,; echo "${ALERT_CHANGES[*]:--}"; }
    # see <milliseconds> <key> <thousandths>…: one look at that moment, and what changed.
    see() {
      local now=$1
      shift
      alert_values_forget
      while (($# > 0)); do alert_value "$1" "$2"; shift 2; done
      alert_evaluate "$now"
      ALERT_FACTS[lookedMs]=$now
      changes
    }
    alert_rules_default
    source /dev/stdin' "$scripts" <<<"$1"
}

# nothing <times>: so many looks without a change.
nothing() { printf -- '-\n%.0s' $(seq "$1"); }

expect() { [[ $output == "$1" ]] || { printf '%s\n-- expected:\n%s\n' "$output" "$1" && return 1; }; }

@test "a value has to be above for so long, and is over below another one only" {
  run lib '
    see 1000000 cpu: 900; see 1060000 cpu: 900; see 1120000 cpu: 850; see 1180000 cpu: 810; see 1240000 cpu: 900; see 1300000 cpu: 990
    see 1360000 cpu: 790; see 1420000 cpu: 710; see 1480000 cpu: 690; see 1540000 cpu: 720; see 1600000 cpu: 500
    for minute in 1 2 3 4 5; do see $((1600000 + minute * 60000)) cpu: 400; done'
  expect "$(
    nothing 5
    echo raised cpu: 990
    nothing 9
    echo cleared cpu: 400
  )"
}

@test "what wavers below its time never rings, and nobody knows what was while nobody looked" {
  run lib '
    for minute in 0 2 4 6 8; do see $((1000000 + minute * 60000)) memory: 900; see $((1060000 + minute * 60000)) memory: 840; done
    see 2000000 memory: 900; see 2900000 memory: 900; see 2960000 memory: 900; see 3020000 memory: 900'
  expect "$(
    nothing 13
    echo raised memory: 900
  )"
}

@test "a disk rings at once, and one that is gone, or a rule that is turned off, is over" {
  run lib '
    see 1000000 disk:/ 950 disk:/data 905; see 1060000 disk:/ 860
    ALERT_RULES[disk]="0 900 850 0"; see 1120000 disk:/ 860'
  [[ $output =~ ^(raised\ disk:/\ 950,raised\ disk:/data\ 905|raised\ disk:/data\ 905,raised\ disk:/\ 950)$'\n'cleared\ disk:/data\ 0$'\n'off\ disk:/\ 860$ ]] || { echo "$output" && return 1; }
}

@test "what cannot be told now stays as it is, and so it does when the clock is put back" {
  run lib '
    see 9000000 disk:/ 950
    alert_values_forget; alert_unknown disk; alert_evaluate 9060000; changes
    see 1000000 disk:/ 950; see 1060000 cpu: 900; see 500000 cpu: 900; see 560000 cpu: 900 disk:/ 100'
  expect $'raised disk:/ 950\n-\n-\ncleared disk:/ 0\n-\n-'
}

@test "a disk that fills in a straight line is told a day before, and a leap or a saw is no line" {
  mkdir "$BERTH_HOME/alerts"
  local step
  for step in {0..12}; do
    # 100 GB: 2 GB more every ten minutes from 60 on; a leap in the middle; up and down; 0.5 GB, full in 30 hours.
    echo "/line $((1000000 + step * 600000)) $((60000000 + step * 2000000)) 100000000"
    echo "/leap $((1000000 + step * 600000)) $((step < 11 ? 40000000 : 80000000)) 100000000"
    echo "/saw $((1000000 + step * 600000)) $((60000000 + step % 3 * 9000000)) 100000000"
    echo "/slow $((1000000 + step * 600000)) $((4000000 + step * 500000)) 100000000"
    ((step > 4)) || echo "/short $((1000000 + step * 600000)) $((60000000 + step * 2000000)) 100000000"
  done >"$BERTH_HOME/alerts/disks"
  run lib alert_forecast
  [[ $output == *'/line 1000 1'* && $output == *'/leap 0 999'* && $output == *'/saw 0 999'* && $output == *'/slow 500 2'* && $output == *'/short 0 999'* ]] || { echo "$output" && return 1; }
}

@test "who takes a quarter of the memory, or half of the processor, is named, and nobody else" {
  mkdir "$BERTH_HOME/alerts"
  run lib '
    memory_read() { MEMORY=([MemTotal]=1000 [MemAvailable]=100); }
    sweep_memory() { REPLY=${bytes[$1]}; }
    work_stat() { STAT_TICKS=${spent[$1]}; }
    declare -A bytes=([api]=200 [web]=300) spent=([11]=500 [12]=100)
    ALERT_RUNNING=([api]=1 [web]=1) ALERT_NAMES=([api]=harbor-api [web]=tide) MARKED_PIDS=([api]="11 " [web]="12 ")
    alerts_read; memory_read
    ALERT_FACTS["ticks:api"]=100 ALERT_FACTS["ticks:web"]=100 ALERT_CPU_BUSY=700
    alert_change raised memory: 900 5000 ""; echo "$ALERT_MESSAGE"
    alert_change raised cpu: 950 5000 ""; echo "$ALERT_MESSAGE"
    bytes[web]=210 ALERT_CPU_BUSY=801
    alert_change raised memory: 900 5000 ""; echo "$ALERT_MESSAGE"
    alert_change raised cpu: 950 5000 ""; echo "$ALERT_MESSAGE"'
  expect "90 % of the memory are in use, most of it by tide.
The processor is 95 % busy, mostly by harbor-api.
90 % of the memory are in use.
The processor is 95 % busy."
}

@test "a disk that hangs keeps nobody, and is not asked again while who asked it is still at it" {
  mkdir "$work/hang" "$BERTH_HOME/alerts"
  printf '#!/bin/sh\necho "$$" >>%s\nexec sleep 100\n' "$work/asked" >"$work/hang/df"
  chmod 755 "$work/hang/df"
  PATH=$work/hang:$PATH run lib '
    alerts_read
    ALERT_CONDITIONS[disk:/far]="raised 1000 7" ALERT_DISK_SECONDS=0.3
    alert_value_disks; alert_evaluate 2000; changes
    process_start_ticks $$; ALERT_FACTS[asked-places]=$$.$REPLY ALERT_FACTS[asked-local]=$$.$REPLY
    alert_value_disks; alert_evaluate 3000; changes'
  expect $'-\n-'
  [[ $(wc -l <"$work/asked") == 2 ]]
  local pid
  while read -r pid; do is_gone "$pid"; done <"$work/asked"
}

@test "a full disk of the home is told: a reserve is given up for it, and without one it is told all the same" {
  ((EUID == 0)) || skip 'needs root to mount a small disk'
  run unshare --mount bash -c 'set -euo pipefail
    mount -t tmpfs -o size=2m,mode=700 none "$BERTH_HOME"
    source "$0/lib/load.bash"
    fill() { head -c 4M /dev/zero >"$BERTH_HOME/filler" 2>/dev/null || :; }
    url_encode "$BERTH_HOME"
    home=$REPLY
    alerts_look 0
    ls "$BERTH_HOME/alerts/reserve" >/dev/null
    fill
    alerts_look 0
    grep -c "^[0-9]* disk raised [0-9]* $home " "$BERTH_HOME/alerts/entries"
    [[ ! -e $BERTH_HOME/alerts/reserve ]]
    rm "$BERTH_HOME"/alerts/{entries,state} && fill
    alerts_look 0 2>/dev/null
    [[ ! -s $BERTH_HOME/alerts/entries ]]
    alert_log_json 0
    [[ ${REPLY%%\"entries\"*} == *"The disk at $BERTH_HOME is "*" % full."* ]] && echo told
    rm "$BERTH_HOME/filler"
    alerts_look 0
    ls "$BERTH_HOME/alerts/reserve" >/dev/null' "$scripts"
  [[ $status == 0 && $output == *$'1\ntold' ]] || { echo "$status $output" && return 1; }
}

@test "settings are kept as they were given, are refused when they are none, and addresses are nobody else's" {
  ask alert-settings
  is 'd.value.rules.cpu.raisedAboveShare + " " + d.value.rules.disk.durationSeconds + " " + d.value.delivery.webhookUrl' '0.8 0 null'
  ask alert-configure --rule cpu:0:750:600:90 --webhook-url 'https://user:secret@example.com/x?y=%41&z' --muted-until 1999999999999 --suspend-under-pressure
  succeeds
  local given=$document
  ask alert-settings
  [[ $document == "$given" ]]
  is d.value.rules.cpu '{"isEnabled":false,"raisedAboveShare":0.75,"clearedBelowShare":0.6,"durationSeconds":90}'
  is '[d.value.delivery.webhookUrl, d.value.mutedUntilMs, d.value.suspendsUnderPressure, d.value.rules.memory.isEnabled]' '["https://user:secret@example.com/x?y=%41&z",1999999999999,true,true]'
  [[ $(stat -c %a "$BERTH_HOME/alerts/delivery") == 600 ]] && run ! grep -rq secret "$BERTH_HOME/alerts/settings"
  [[ -n $(keeper_pids) ]]
  local bad
  for bad in 'cpu:1:700:800:0' 'cpu:1:-:-:0' 'disk-forecast:1:900:800:0' 'cpu:1:900:800:86401' 'none:1:-:-:0' 'cpu:1:0900:800:0' ''; do
    ask alert-configure --rule "$bad"
    fails_with 64 invalid-input input
  done
  for bad in 'ftp://x' 'http://a b' 'http://a"b' 'http://a\b' $'http://a\nb' 'file:///etc/passwd' '-K/etc/passwd'; do
    ask alert-configure --webhook-url "$bad"
    fails_with 64 invalid-input input
  done
  ask alert-configure
  succeeds
  [[ ! -e $BERTH_HOME/alerts/delivery && -z $(keeper_pids) ]]
}

@test "damage rings nothing twice: what was raised stays so, and what is lost comes back without a sound" {
  ask alert-configure --rule disk:1:50:10:0
  ask alerts-look --after 0
  is '[d.value.raised.length > 0, d.value.lastNumber === d.value.entries.length, d.value.entries.every((e) => e.kind === "disk" && !e.isQuiet)]' '[true,true,true]'
  local count damage
  count=$(value d.value.lastNumber)
  for damage in 'printf half >state' 'rm state' 'printf "\\0\\1" >state' 'sed -i /end=1/d state' 'sed -i "s/^fact number.*/fact number 0/" state'; do
    (cd "$BERTH_HOME/alerts" && bash -c "$damage")
    ask alert-configure --rule disk:1:50:10:0
    ask alerts-look --after 0
    is '[d.value.lastNumber, d.value.raised.length]' "[$count,$count]" || { echo "$damage" && return 1; }
  done
  # Both: it is in the list again, with another number, and quiet.
  echo '7 disk raised' >"$BERTH_HOME/alerts/entries"
  echo x >"$BERTH_HOME/alerts/state"
  ask alert-configure --rule disk:1:50:10:0
  ask alerts-look --after 0
  is '[d.value.raised.length, d.value.entries.every((e) => e.isQuiet)]' "[$count,true]"
}

@test "from the fourth time within an hour on it is known, and while it is muted nobody is told" {
  local round
  for round in 1 2 3 4; do
    ask alert-configure --rule disk:1:50:10:0
    ask alert-configure
  done
  ask alerts-list
  is '[...new Set(d.value.entries.filter((e) => e.target === "/").map((e) => e.state + e.isQuiet))]' '["clearedtrue","raisedtrue","clearedfalse","raisedfalse"]'
  rm -r "$BERTH_HOME/alerts"
  ask alert-configure --rule disk:1:50:10:0 --muted-until "$(date -d '+1 hour' +%s)000" --ntfy-url http://127.0.0.1:1/x
  ask alerts-list
  is '[d.value.raised.length > 0, d.value.entries.every((e) => e.isQuiet && e.deliveries[0].outcome === "suppressed")]' '[true,true]'
}

@test "an editor that crashed is told with its repository, and is over when it runs again" {
  export BERTH_KEEPER_SECONDS=600
  start demo
  ask alerts-look --after 0
  is d.value.raised '[]'
  kill -USR2 "$(tr -d ' ' <"/proc/$(sed -n 's/^pid=//p' "$BERTH_HOME/instances/demo/record")/task/$(sed -n 's/^pid=//p' "$BERTH_HOME/instances/demo/record")/children")"
  until ask instance-list && [[ $(value 'd.value[0].state') == crashed ]]; do sleep 0.05; done
  ask alert-configure
  ask alerts-look --after 0
  is '(({kind,state,instanceId,repository,target}) => [kind,state,instanceId,repository,target])(d.value.raised[0])' '["instance-crashed","raised","demo","demo",null]'
  start demo
  ask alert-configure
  ask alerts-look --after 1
  is '[d.value.raised.length, d.value.entries[0].state, d.value.entries[0].repository]' '[0,"cleared","demo"]'
  # Berth's own nginx is ended by somebody else.
  is_routed_by "$BERTH_NGINX_PORT"
  ask alert-configure --rule setup-broken:1:-:-:0
  ask alerts-look --after 2
  is d.value.raised '[]'
  kill -KILL $(nginx_pids)
  ask alert-configure --rule setup-broken:1:-:-:0
  ask alerts-look --after 2
  is '[d.value.raised[0].kind, d.value.raised[0].target]' '["setup-broken","nginx"]'
}

@test "when memory is short the longest idle one sleeps, one a minute, and one that is told not to sleep never does" {
  export BERTH_MINUTE_MS=600 BERTH_KEEPER_SECONDS=600
  local id
  for id in late early never; do start "$id"; done
  # Its heartbeat is of its start.
  sleep 1
  ask instance-configure --id never --idle-minutes 0
  ask alert-configure --rule memory:1:850:800:600 --suspend-under-pressure
  # short <used thousandths>: a look of the keeper at a host with so much memory in use.
  local short='
    keeper_be_self
    memory_read() { MEMORY=([MemTotal]=1000 [MemAvailable]=$((1000 - memory_used))); }
    now_ms; now=$REPLY
    for id in late early never; do
      if record_read "$id" && [[ ${RECORD[state]} == running ]]; then
        since=$((now - 60000)); [[ $id != late ]] || since=$((now - 1000))
        # More ticks than it ever took: its start is no work.
        printf "%s" "$since $since 99999 $now" >"$BERTH_HOME/instances/$id/idle"
        sed -i "s/^startedAtMs=.*/startedAtMs=$((now - 90000))/" "$BERTH_HOME/instances/$id/record"
      fi
    done
    alerts_keeper'
  run lib "memory_used=840 $short"
  [[ -z $(grep -l '^state=suspended' "$BERTH_HOME"/instances/*/record) ]]
  run lib "memory_used=910 $short"
  [[ $(grep -l '^state=suspended' "$BERTH_HOME"/instances/*/record) == "$BERTH_HOME/instances/early/record" ]] || { echo "$output" && head -3 "$BERTH_HOME"/instances/*/record && return 1; }
  ask alerts-list
  is '(({kind,state,repository,share}) => [kind,state,repository,share])(d.value.entries[0])' '["instance-suspended","told","early",0.91]'
  # Not another one within the same minute.
  run lib "memory_used=910 $short"
  [[ $(grep -l '^state=suspended' "$BERTH_HOME"/instances/*/record | wc -l) == 1 ]]
  rm "$BERTH_HOME/alerts/relieved"
  run lib "memory_used=910 $short"
  rm "$BERTH_HOME/alerts/relieved"
  run lib "memory_used=910 $short"
  [[ $(grep -l '^state=running' "$BERTH_HOME"/instances/*/record) == "$BERTH_HOME/instances/never/record" ]]
}

@test "what the kernel ended for want of memory is told once, of the instance where that is known" {
  mkdir "$BERTH_HOME/alerts"
  # count <host> [<unit>]: a look at counters that stand so.
  run lib '
    instances_all() { INSTANCE_IDS=(api); }
    instance_look() { INSTANCE_STATE=running; record_set id api repository harbor-api path / unit u supervision systemd-user pid 1; }
    ended_read() { return 1; }
    alert_unit_events() { REPLY=unit; }
    alert_kills_read() { if [[ $1 == unit ]]; then REPLY=$unit; else REPLY=$host; fi; }
    count() { local host=$1 unit=$2; alerts_read; alerts_look_now "$3"; }
    count 5 0 1000000; count 5 0 1060000; count 8 2 1120000; count 8 2 1180000
    ALERT_FACTS[bootId]=other; alert_state_write; count 3 0 1240000
    for line in "${ALERT_ENTRIES[@]}"; do alert_entry_json "$line"; echo "$REPLY"; done'
  document="[$(paste -sd, <<<"$output")]"
  is 'd.map(({kind, state, instanceId, message}) => [kind, state, instanceId, message])' \
    '[["out-of-memory","told","api","The server had no memory left and ended 2 programs of harbor-api."],["out-of-memory","told",null,"The server had no memory left and ended 1 program."]]' ||
    { echo "$output" && return 1; }
}

@test "the certificate of a public address is asked for, and told two weeks before its end" {
  command -v openssl >/dev/null || skip 'openssl is not installed'
  local days pid
  for days in 10 40; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "$days" -subj /CN=vps.example -keyout "$work/key" -out "$work/certificate" 2>/dev/null
    openssl s_server -accept "127.0.0.1:$first" -key "$work/key" -cert "$work/certificate" -quiet >/dev/null 2>&1 3>&- &
    pid=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$first") 2>/dev/null; do sleep 0.02; done
    run lib "
      route_kind() { REPLY=system; }
      alert_is_any_known() { return 0; }
      system_site_find() { SYSTEM_TLS=1 SYSTEM_ADDRESS=127.0.0.1 SYSTEM_PORT=$first SYSTEM_NAME=vps.example; }
      alert_facts_check; now_ms; alert_value_certificate \"\$REPLY\"
      echo \"\${!ALERT_VALUES[*]} \${ALERT_VALUES[*]}\"
      alert_words certificate vps.example '' 1000; echo \"\$ALERT_MESSAGE\""
    kill "$pid"
    wait "$pid" || :
    if ((days == 10)); then expect $'certificate:vps.example 1000\nThe certificate of vps.example ends in 9 days.'; fi
  done
  expect $'certificate:vps.example 0\nThe certificate of vps.example ends in 39 days.'
}
