#!/usr/bin/env bats
# Routes through Berth's own nginx.

setup() {
  load support/helpers
  berth_setup
  mkdir "$work/repo/ü \"q\" \$x;{}'"
}
teardown() { berth_teardown; }

head_of() {
  node -e 'require("http").get({ port: process.argv[1], path: process.argv[2], headers: { host: "i-x.localhost:1", cookie: process.argv[3] ?? "" } }, (r) => { console.log(r.statusCode, r.headers.location ?? ""); r.resume(); })' "$@"
}

@test "the folder is added only where none is asked for, and no path byte gets out of its place" {
  start demo --path "$work/repo/ü \"q\" \$x;{}'"
  succeeds
  local cookie
  cookie=code-server-session-demo=$(<"$BERTH_HOME/instances/demo/token")
  [[ $(head_of "$BERTH_NGINX_PORT" /vscode/demo "$cookie") == '302 /vscode/demo/' ]]
  [[ $(head_of "$BERTH_NGINX_PORT" /vscode/demo/ "$cookie") == "302 /vscode/demo/?folder=$work/repo/%C3%BC%20%22q%22%20%24x%3B%7B%7D%27" ]]
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/demo/?folder=/x' "$cookie") == '200 ' ]]
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/demo/?ew=true' "$cookie") == '200 ' ]]
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/demo/?workspace=/x') == '302 ./login' ]]
  [[ $(head_of "$BERTH_NGINX_PORT" /vscode/other/ "$cookie") == '404 ' ]]
  [[ $(grep -c . "$BERTH_HOME/nginx/conf/vscode-projects/demo.conf") == 19 ]]
}

@test "the last route takes nginx along, an earlier one does not" {
  start one
  start two
  stop one
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/two/?ew=1') == 302* ]]
  # The worker of before a reload may take one more connection before it hears of it.
  local deadline=$((SECONDS + 3))
  until [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/one/?ew=1') == 404* ]]; do ((SECONDS <= deadline)); done
  stop two
  assert_nothing_left
}

@test "an nginx that was killed is found again, with its orphaned worker" {
  start one
  local master
  master=$(<"$BERTH_HOME/nginx/nginx.pid")
  kill -KILL "$master"
  until is_gone "$master"; do sleep 0.02; done
  ask instance-access --id one
  is d.value.routePort null
  start two
  succeeds
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/one/?ew=1') == 302* && $(head_of "$BERTH_NGINX_PORT" '/vscode/two/?ew=1') == 302* ]]
  start one
  is_routed_by "$BERTH_NGINX_PORT" one
}

@test "a taken port makes nginx move on, and the choice is kept" {
  node -e 'require("net").createServer().listen(+process.argv[1], "127.0.0.1", () => console.log("up"))' "$BERTH_NGINX_PORT" >"$work/up" &
  local listener=$!
  until [[ -s $work/up ]]; do sleep 0.05; done
  start one
  kill "$listener"
  is_routed_by "$((BERTH_NGINX_PORT - 1))" one
  start two
  is_routed_by "$((BERTH_NGINX_PORT - 1))" two
}

@test "a configuration nginx refuses changes nothing that is live" {
  start one
  local before
  before=$(sha256sum "$BERTH_HOME"/nginx/conf/*.conf "$BERTH_HOME"/nginx/conf/*/*.conf)
  cp -a "$scripts" "$work/scripts"
  echo 'nonsense;' >>"$work/scripts/templates/proxy.conf"
  scripts=$work/scripts
  start two
  fails_with 73 start-failed nginx
  [[ $document == *nonsense* && $(sha256sum "$BERTH_HOME"/nginx/conf/*.conf "$BERTH_HOME"/nginx/conf/*/*.conf) == "$before" ]]
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/one/?ew=1') == 302* ]]
}

@test "a route goes and comes without the instance" {
  start one
  ask route-remove --id one
  is d.value.routePort null
  [[ ! -e $BERTH_HOME/nginx ]]
  ask route-apply --id one
  is d.value.routePort "$BERTH_NGINX_PORT"
  [[ $(head_of "$BERTH_NGINX_PORT" '/vscode/one/?ew=1') == 302* ]]
  stop one
  ask route-apply --id one
  fails_with 66 instance-not-running route
  ask route-apply --id nobody
  fails_with 66 instance-not-found route
}

@test "a wanted route that another one's undoing took away while it waited is written again" {
  ask instance-list
  exec 7>>"$BERTH_HOME/nginx.lock"
  flock 7
  "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id raced >"$work/out" 2>&1 7>&- &
  local starter=$!
  until [[ -e $BERTH_HOME/nginx/routes/demo.conf ]]; do sleep 0.05; done
  rm -r "$BERTH_HOME/nginx"
  exec 7>&-
  wait "$starter" || { cat "$work/out" && return 1; }
  ask instance-access --id demo
  is d.value.routePort "$BERTH_NGINX_PORT"
}

@test "an instance keeps its route while the one of another is changed" {
  start demo
  succeeds
  mv -T "$BERTH_HOME/nginx/conf" "$BERTH_HOME/nginx/previous"
  (sleep 0.3 && mv -T "$BERTH_HOME/nginx/previous" "$BERTH_HOME/nginx/conf") &
  is_routed_by "$BERTH_NGINX_PORT"
  wait
}
