#!/usr/bin/env bats
# Notices that the host sends: what arrives, once, what of it others on the host can see, and what became of it.

setup() {
  load support/helpers
  berth_setup
  mkdir -m 700 "$BERTH_HOME" "$work/stub"
  export BERTH_ALERT_REST=0
  "$support/notice-receiver" "$work/came" "$work/port" >/dev/null 2>&1 3>&- &
  receiver_pid=$!
  until [[ -s $work/port ]]; do sleep 0.02; done
}
teardown() {
  kill "$receiver_pid"
  berth_teardown
}

at() { echo "http://127.0.0.1:$(<"$work/port")/$1"; }
came() { if [[ -e $work/came ]]; then node -e "const d = require('fs').readFileSync('$work/came', 'utf8').trim().split('\n').map((l) => JSON.parse(l)); console.log(JSON.stringify($1))"; else echo none; fi; }
try_notice() { ask alert-test --operation-id "try-$RANDOM$RANDOM"; }

# until_true <seconds> <command>…
until_true() {
  local deadline=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS <= deadline)) || { echo "never came true: ${*:2}" && cat "$BERTH_HOME"/keeper/log "$BERTH_HOME"/alerts/entries && return 1; }
    sleep 0.05
  done
}

# outcomes <text>: what became of the notices of the newest entry.
outcomes() {
  ask alerts-list
  [[ $(value 'd.value.entries[0] ? d.value.entries[0].state + ":" + d.value.entries[0].deliveries.map((x) => x.channel + " " + x.outcome).join() : ""') == "$1" ]]
}

@test "a keeper that has nothing else to do sends what is raised and cleared, once each, and goes with the address" {
  # Notices go out at once also when the keeper would look much later.
  export BERTH_KEEPER_SECONDS=600
  ask alert-configure --webhook-url "$(at ok/secret)" --ntfy-url "$(at ok/topic)"
  succeeds
  [[ -n $(keeper_pids) ]]
  ask alert-configure --webhook-url "$(at ok/secret)" --ntfy-url "$(at ok/topic)" --rule disk:1:50:10:0
  ask alerts-look --after 0
  until_true 10 outcomes 'raised:webhook delivered,ntfy delivered'
  ask alert-configure --webhook-url "$(at ok/secret)" --ntfy-url "$(at ok/topic)"
  ask alerts-look --after 0
  until_true 10 outcomes 'cleared:webhook delivered,ntfy delivered'
  local count
  count=$(value d.value.entries.length)
  [[ $(came d.length) == $((count * 2)) ]] || { came d && return 1; }
  is 'd.value.entries.filter((e) => e.isQuiet).length' 0
  document=$(came 'd.filter((r) => r.url === "/ok/secret").map((r) => [r.method, r.headers["content-type"], JSON.parse(r.body)])[0]')
  [[ $(node -e 'const [m, t, b] = JSON.parse(process.argv[1]); console.log(m, t, b.source, b.host, b.kind, b.state, b.message, b.deliveries)' "$document") == "POST application/json berth $(</proc/sys/kernel/hostname) disk raised The disk at "*" % full. undefined" ]] || { echo "$document" && return 1; }
  document=$(came 'd.find((r) => r.url === "/ok/topic")')
  [[ $document == *'"title":"Berth"'* && $document == *"$(</proc/sys/kernel/hostname): The disk at "* ]] || { echo "$document" && return 1; }
  ask alert-configure
  [[ -z $(keeper_pids) && ! -e $BERTH_HOME/keeper ]]
}

@test "each way tells what became of it, is tried twice where that may help, and leads nowhere else" {
  ask alert-configure --webhook-url "$(at refuse)" --ntfy-url "$(at flaky)"
  try_notice
  is 'd.value' '[{"channel":"webhook","outcome":"failed","detail":"The other server answered 404."},{"channel":"ntfy","outcome":"delivered","detail":null}]'
  [[ $(came 'd.map((r) => r.url)') == '["/refuse","/flaky","/flaky"]' ]]
  ask alert-configure --webhook-url "$(at away)" --ntfy-url http://127.0.0.1:1/nobody
  try_notice
  is 'd.value.map((x) => x.outcome + x.detail)' '["failedThe other server answered 302.","failedThe other server does not take connections."]'
  [[ $(came 'd.filter((r) => r.url === "/ok").length') == 0 ]]
  ask alert-configure --webhook-url http://no-such-name.invalid/x
  try_notice
  is 'd.value[0].detail' 'The name of the other server is not known.'
  ask alert-configure
  try_notice
  fails_with 69 unavailable input
}

@test "neither address nor text is in an argument, with curl and with wget, and the user's own settings of both do not count" {
  printf 'url = "http://127.0.0.1:1/curlrc"\n' >"$HOME/.curlrc"
  printf 'post_data = wgetrc\n' >"$HOME/.wgetrc"
  local real=$PATH tool
  for tool in curl wget; do
    # What is here besides the other tool; a stand-in notes how it is called.
    rm -rf "$work/tools" && mkdir "$work/tools"
    find "$support/bin" "$(dirname "$(command -v node)")"/node /usr/bin /bin -maxdepth 1 \( -type f -o -type l \) -not -name curl -not -name wget \
      -exec ln -sft "$work/tools" {} +
    printf '#!/bin/sh\nprintf "%%s\\n" "$@" >>%s\nexec %s "$@"\n' "'$work/arguments'" "$(command -v "$tool")" >"$work/tools/$tool.new"
    chmod 755 "$work/tools/$tool.new"
    mv -T "$work/tools/$tool.new" "$work/tools/$tool"
    PATH=$work/tools
    ask alert-configure --webhook-url "$(at "ok/$tool-secret")" --ntfy-url "$(at refuse)"
    try_notice
    PATH=$real
    is 'd.value.map((x) => x.outcome + x.detail)' '["deliverednull","failedThe other server answered 404."]' || { cat "$work/arguments" "$work/stderr" && return 1; }
    [[ $(came "d.filter((r) => r.url === '/ok/$tool-secret').map((r) => JSON.parse(r.body).message)") == '["This is a try of a notice. Everything is fine."]' ]] || { came d && return 1; }
    [[ -s $work/arguments ]] && run ! grep -qE 'secret|127\.0\.0\.1|This is a try' "$work/arguments"
  done
  [[ -z $(compgen -G "$BERTH_HOME/alerts/*.tmp.*") ]]
  PATH=$work/tools
  rm "$work/tools/wget"
  try_notice
  PATH=$real
  is 'd.value[0].detail' 'The server has neither curl nor wget.'
}

@test "who said yes has taken it, once, whatever the rest of the answer is, and little of that is taken" {
  local tool
  mkdir "$BERTH_HOME/alerts"
  for tool in curl wget; do
    run bash -c 'set -euo pipefail
      source "$0/lib/load.bash"
      alert_rules_default
      alert_option_set webhookUrl "$1"
      ALERT_SEND_SECONDS=1
      program_find "$2" && program=$REPLY
      alert_post() { "alert_post_by_$tool" "$program" "$@"; }
      tool=$2
      alert_send webhook "1 test told 1000 = = = = = text next ="
      echo taken' "$scripts" "$(at "endless/$tool")" "$tool"
    [[ $output == taken && $(came "d.filter((r) => r.url === '/endless/$tool').length") == 1 ]] || { echo "$tool: $output" && came d && return 1; }
  done
}

@test "what was cut off while it was sent is not sent again" {
  export BERTH_KEEPER_SECONDS=600
  ask alert-configure --rule disk:1:50:10:0
  ask alerts-look --after 0
  sed -i '$s| =$| webhook:sending:=,ntfy:pending:=|' "$BERTH_HOME/alerts/entries"
  ask alert-configure --webhook-url "$(at ok/hook)" --ntfy-url "$(at ok/topic)" --rule disk:1:50:10:0
  ask alerts-look --after 0
  until_true 10 outcomes 'raised:webhook failed,ntfy delivered'
  is 'd.value.entries[0].deliveries[0].detail' 'Sending was cut off; it may have arrived.'
  [[ $(came 'd.map((r) => r.url)') == '["/ok/topic"]' ]]
}
