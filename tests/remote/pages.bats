#!/usr/bin/env bats
# What nginx shows where no editor answers, with names that would like to be more than text.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

# page <path> [<header>=<value>]: status, kind of content and page.
page() {
  node -e 'const [port, path, header = "x=y"] = process.argv.slice(1); const [name, value] = header.split("="); require("http").get({ port, path, headers: { [name]: value } }, (r) => { let b = ""; r.on("data", (d) => (b += d)); r.on("end", () => console.log(r.statusCode, r.headers["content-type"] ?? "", r.headers.location ?? "", b)); })' "$BERTH_NGINX_PORT" "$@"
}

# library <function> [<argument>…]: runs a function of lib/ as a verb would.
library() {
  bash -c 'set -euo pipefail; source "$1/lib/load.bash"; shift; "$@"; printf "%s" "$REPLY"' library "$scripts" "$@"
}

@test "an address where nothing runs, a suspended one and a dead one say so, and a wake brings the editor back" {
  start other
  start demo
  [[ $(page /vscode/nobody/x) == '404 text/html; charset=utf-8 '*'Nothing runs here'* ]]
  ask instance-suspend --id demo --operation-id rest
  succeeds
  # The worker of before a reload may take some more connections before it hears of it.
  local deadline=$((SECONDS + 5))
  until [[ $(page '/vscode/demo/?folder=/x') == '503 text/html; charset=utf-8 '*'<bdi>repo</bdi> is asleep'* ]]; do
    ((SECONDS <= deadline))
    sleep 0.02
  done
  until [[ $(page /vscode/demo) == '302 '*' /vscode/demo/ '* ]]; do
    ((SECONDS <= deadline))
    sleep 0.02
  done
  start demo
  succeeds
  until [[ $(page '/vscode/demo/?ew=1') == '302 '*'./login'* ]]; do sleep 0.02; done
  kill -KILL $(marked_pids)
  until [[ $(page '/vscode/demo/?ew=1') == '502 text/html; charset=utf-8 '*'does not answer'* ]]; do sleep 0.02; done
}

@test "no byte of a name gets out of its place in a page, and nginx takes every one" {
  start other
  local name expected shown
  local -A names=(
    ["it's; return 200 \"x\"; }"]='it&#39;s&#59; return 200 &#34;x&#34;&#59; &#125;'
    ['$host ${uri} \n \']='&#36;host &#36;&#123;uri&#125; &#92;n &#92;'
    ['<script>alert(1)</script>&amp;']='&#60;script&#62;alert&#40;1&#41;'
    [$'two\nlines\ttab\x7f']='two&#65533;lines&#65533;tab&#65533;'
    [$'bad \xff\xc3( bytes']='bad &#65533;&#65533;&#40; bytes'
    ['ü 🚢 ‮left']='ü 🚢 ‮left'
    ["$(printf "'%.0s" {1..255})"]='&#39;&#39;&#39;'
  )
  for name in "${!names[@]}"; do
    library route_suspend demo "/srv/${name//\//-}" || { printf 'refused: %q\n' "$name" && return 1; }
    expected=${names[$name]}
    if [[ $name == *'</script>'* ]]; then expected='&#60;script&#62;alert&#40;1&#41;&#60;-script&#62;&#38;amp&#59;'; fi
    local deadline=$((SECONDS + 3))
    until shown=$(page /vscode/demo/) && [[ $shown == '503 '*"<bdi>$expected"* ]]; do
      ((SECONDS <= deadline)) || { printf '%q\n%s\n' "$name" "$shown" && return 1; }
      sleep 0.02
    done
  done
  [[ $(page '/vscode/other/?ew=1') == '302 '*'./login'* ]]
}

@test "a folder is asked for once, whatever is in its path, and a WebSocket is never sent elsewhere" {
  mkdir "$work/repo/a&folder=b#c?d%2F+"
  start demo --path "$work/repo/a&folder=b#c?d%2F+"
  succeeds
  local where
  where=$(page /vscode/demo/ "cookie=code-server-session-demo=$(<"$BERTH_HOME/instances/demo/token")")
  [[ $where == "302 "*" /vscode/demo/?folder=$work/repo/a%26folder%3Db%23c%3Fd%252F%2B "* ]]
  # From there on nothing is added.
  [[ $(page "/vscode/demo/?folder=$work/repo/a%26folder%3Db%23c%3Fd%252F%2B") == '302 '*' ./login '* ]]
  [[ $(page '/vscode/demo/?workspace=/x') == '302 '*' ./login '* && $(page '/vscode/demo/?ew=') == '302 '*"/vscode/demo/?folder="* ]]
  [[ $(page /vscode/demo/ upgrade=websocket) != *'folder='* ]]
}

@test "a broken route of nobody is named and put aside, and keeps no other from starting" {
  start one
  echo 'this is no conf;' >"$BERTH_HOME/nginx/routes/stray.conf"
  start two
  succeeds
  [[ $lines == *'Leaving out a broken route: stray'* && $(<"$work/stderr") == *'stray.conf'*'unknown directive'* ]]
  [[ ! -e $BERTH_HOME/nginx/routes/stray.conf && -e $BERTH_HOME/nginx/aside/stray.conf ]]
  [[ $(page '/vscode/one/?ew=1') == 302* && $(page '/vscode/two/?ew=1') == 302* ]]
  stop one
  stop two
  assert_nothing_left
}
