#!/usr/bin/env bats
# Routes through an nginx of the system that others use too: a real one, with a configuration of its own.

setup() {
  load support/helpers
  ((EUID == 0)) || skip 'only root may change the nginx of the system'
  berth_setup
  system=$work/etc/nginx
  port=$((first + 30))
  export BERTH_NGINX_SYSTEM_ROOT=$system BERTH_RELOAD_SECONDS=3
  mkdir -p "$system"/{conf.d,sites-available,sites-enabled} "$work/www"
  cat >"$system/nginx.conf" <<CONF
user root;
worker_processes 1;
pid $work/system.pid;
error_log $work/system.log;
events {}
http {
  access_log off;
  client_body_temp_path $work/www/b; proxy_temp_path $work/www/p; fastcgi_temp_path $work/www/f; uwsgi_temp_path $work/www/u; scgi_temp_path $work/www/s;
  include $system/conf.d/*.conf;
  include sites-enabled/*;
}
CONF
  printf 'server {\r\n  listen 127.0.0.1:%d default_server;\n  location / { return 200 "kept }\\n"; }\n  location ~ \\.js$ { return 410; }\n}\n\n\n' "$port" >"$system/sites-available/default"
  ln -s ../sites-available/default "$system/sites-enabled/default"
  printf '# of somebody else\nserver { listen 127.0.0.1:%d; server_name other.test; return 200 "other\\n"; }' "$port" >"$system/conf.d/other.conf"
  nginx -c "$system/nginx.conf"
  before=$(sums)
}

teardown() {
  local pid code=0
  [[ -n ${work-} ]] || return 0
  pid=$(cat "$work/system.pid" 2>/dev/null) || :
  berth_teardown || code=$?
  if [[ -n $pid ]]; then kill "$pid"; fi
  return "$code"
}

# Every file of the configuration, with its type, mode, owner and bytes.
sums() { (cd "$system" && find . -printf '%p %y %m %U %l\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

get() {
  node -e 'require("http").get({ port: process.argv[1], path: process.argv[2], headers: { host: process.argv[4] ?? "x", cookie: process.argv[3] ?? "" } }, (r) => { let b = ""; r.on("data", (d) => (b += d)); r.on("end", () => console.log(r.statusCode, r.headers.location ?? "", b)); })' "$port" "$@"
}

use() { ask host-configure --idle-minutes 30 --nginx-kind "$@"; }

@test "instances come and go, and everything of others is byte for byte as it was" {
  use system
  succeeds
  [[ $(sums) == "$before" ]]
  start one
  succeeds
  [[ $lines == *'has no TLS'*"$system/sites-available/default"* ]]
  ask instance-access --id one
  is d.value.routePort null
  local cookie
  cookie=code-server-session-one=$(<"$BERTH_HOME/instances/one/token")
  [[ $(get /vscode/one/ "$cookie") == "302 /vscode/one/?folder=$work/repo "* ]]
  [[ $(get '/vscode/one/?folder=/x' "$cookie") == '200 '* && $(get '/vscode/one/?ew=1') == '302 ./login'* ]]
  [[ $(get /vscode/other/) == *'Nothing runs here'* && $(get /) == '200  kept }'* && $(get / '' other.test) == '200  other'* ]]
  [[ $(get /x.js) == 410* && $(get /vscode/one/x.js) != 410* && $(get /vscode/other/x.js) == 404* ]]
  start two
  start one
  succeeds
  [[ $(grep -c 'include vscode-projects' "$system/sites-available/default") == 1 ]]
  cmp <(sed -e 1q "$system/conf.d/other.conf") <(echo '# of somebody else')
  # As it was before the first change, beside Berth's other backups.
  [[ $(sha256sum <"$BERTH_HOME"/backups/*-nginx"$system"/sites-available/default) == "$(grep sites-available/default <<<"$before" | tail -n 1 | cut -d' ' -f1)  -" ]]
  stop one
  succeeds
  [[ $(get /vscode/one/) == 404* ]]
  stop two
  succeeds
  [[ $(sums) == "$before" && ! -e $BERTH_HOME/nginx-system && $(get /vscode/one/) == *kept* ]]
}

@test "a suspended instance, and one that does not answer, say so there" {
  use system
  start demo
  ask instance-suspend --id demo --operation-id rest
  succeeds
  [[ $(get /vscode/demo/) == 503*'is asleep'* ]]
  start demo
  succeeds
  [[ $(get '/vscode/demo/?ew=1') == 302* ]]
  kill -KILL $(marked_pids)
  until [[ $(get '/vscode/demo/?ew=1') == 502*'does not answer'* ]]; do sleep 0.02; done
}

@test "the broken conf of somebody else is named, keeps nobody from starting or stopping, and is left as it is" {
  use system
  printf 'server {\n  no_such_directive on;\n}\n' >"$system/conf.d/broken.conf"
  before=$(sums)
  start demo
  succeeds
  [[ $lines == *'The public address is not there: '*'unknown directive'*"$system/conf.d/broken.conf:2"* ]]
  [[ $(sums) == "$before" ]]
  ask instance-public --id demo
  fails_with 69 unavailable nginx
  ask route-apply --id demo
  fails_with 73 route-failed nginx
  # The copy that was tested held the keys of all sites.
  [[ -d $BERTH_HOME/nginx-system/routes && ! -e $BERTH_HOME/nginx-system/staged ]]
  # Once it is gone, the route comes with the next change.
  rm "$system/conf.d/broken.conf"
  before=$(sums)
  start demo
  [[ $(get '/vscode/demo/?ew=1') == 302* ]]
  printf 'nonsense' >"$system/conf.d/broken.conf"
  stop demo
  succeeds
  rm "$system/conf.d/broken.conf"
  [[ $(sums) == "$before" ]]
}

@test "a change that nginx takes and does not live up to is put back byte for byte" {
  use system
  printf 'server {\n  listen 127.0.0.1:%d default_server;\n  return 301 https://elsewhere.test/;\n}\n' "$port" >"$system/sites-available/default"
  before=$(sums)
  start demo
  succeeds
  [[ $lines == *'The public address is not there: The site does not lead to what was added to it'* ]]
  [[ $(sums) == "$before" && $(get /vscode/demo/) == '301 https://elsewhere.test/'* ]]
}

@test "files of an earlier tool in the same folder stay, and one of the same name is never replaced" {
  mkdir "$system/vscode-projects"
  echo 'location /older/ { return 200 "older\n"; }' >"$system/vscode-projects/demo.conf"
  sed -i 's|location /|include vscode-projects/*.conf;\n  location /|' "$system/sites-available/default"
  before=$(sums)
  use system
  start demo
  succeeds
  [[ $lines == *"The public address is not there: $system/vscode-projects/demo.conf is not Berth's"* && $(sums) == "$before" ]]
  start two
  [[ $(get '/vscode/two/?ew=1') == 302* && $(get /older/) == *older* && $(grep -c 'include vscode-projects' "$system/sites-available/default") == 1 ]]
  stop two
  [[ $(sums) == "$before" ]]
}

@test "the routes move to the other nginx and back, and another site gets the line instead" {
  start demo
  [[ -d $BERTH_HOME/nginx ]]
  use system
  succeeds
  [[ ! -e $BERTH_HOME/nginx && $(get '/vscode/demo/?ew=1') == 302* ]]
  ask instance-public --id demo
  fails_with 69 unavailable nginx
  printf 'server { listen 127.0.0.1:%d; server_name second.test; }' "$port" >"$system/conf.d/second.conf"
  use system --nginx-site "$system/conf.d/second.conf"
  succeeds
  [[ $(get '/vscode/demo/?ew=1' '' second.test) == 302* && $(get '/vscode/demo/?ew=1') == *kept* ]]
  use system --nginx-site "$work/repo"
  fails_with 73 route-failed nginx
  [[ $(get '/vscode/demo/?ew=1' '' second.test) == 302* ]]
  use own
  succeeds
  rm "$system/conf.d/second.conf"
  [[ $(sums) == "$before" && ! -e $BERTH_HOME/nginx-system ]]
  is_routed_by "$BERTH_NGINX_PORT"
}

@test "the public address has a password that somebody can type, and keeps it" {
  use system
  ask instance-public --id demo
  fails_with 66 instance-not-found nginx
  start demo
  ask instance-public --id demo
  succeeds
  local password
  password=$(value d.value.password)
  is d.value.url "http://$(</proc/sys/kernel/hostname):$port/vscode/demo/"
  [[ $password =~ ^[a-z2-9]{5}(-[a-z2-9]{5}){3}$ && $(printf %s "$password" | sha256sum) == "$(<"$BERTH_HOME/instances/demo/token")  -" ]]
  [[ $(stat -c %a "$BERTH_HOME/instances/demo/password") == 600 ]]
  stop demo
  ask instance-public --id demo
  fails_with 66 instance-not-running nginx
  start demo
  ask instance-public --id demo
  is d.value.password "$password"
  use own
  ask instance-public --id demo
  fails_with 69 unavailable nginx
}

@test "the best server block of a file is found, whatever is around it" {
  block() { LC_ALL=C awk -f "$scripts/templates/server-blocks.awk" | cut -d' ' -f3-; }
  [[ $(block <<<'server { listen 80; } server { listen 8080 default_server; listen [::]:8080; server_name _ *.x a.test; }') == '- 127.0.0.1 8080 a.test' ]]
  [[ $(block <<<'http { upstream u { server 127.0.0.1:1; } server { listen 80 default_server; } server { listen [::]:444 ssl; listen 10.0.0.1:443 ssl; listen 443 quic; } }') == 'tls 10.0.0.1 443 -' ]]
  [[ $(block <<<'# server { listen 1; }'$'\n''server { set $a "} server { listen 2; }"; if ($b = "${c}") { return 200 "}"; } listen unix:/x; listen localhost:81; server_name "q.test"; }') == '- 127.0.0.1 81 q.test' ]]
  [[ $(block <<<'server { listen 443 ssl proxy_protocol; }') == 'tls - 443 -' && -z $(block <<<'stream { server { listen 80; } } map $a $b { default 1; }') ]]
}

@test "eight starts side by side share reloads, and all are reached" {
  use system
  local index
  for index in {1..8}; do
    "$scripts/berth" instance-start --id "side-$index" --repository side --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "side-$index" >"$work/side-$index" 2>&1 &
  done
  wait
  for index in {1..8}; do
    [[ $(tail -n 1 "$work/side-$index") == '{"ok":true'* && $(<"$work/side-$index") != *'is not there'* ]] || { cat "$work/side-$index" && return 1; }
    [[ $(get "/vscode/side-$index/?ew=1") == '302 ./login'* ]]
  done
  [[ $(grep -c 'include vscode-projects' "$system/sites-available/default") == 1 ]]
  ask instance-stop-all --operation-id all
  succeeds
  [[ $(sums) == "$before" ]]
}

@test "changes that were killed half-way are made or taken back by the next look" {
  use system
  start demo
  local round
  for round in {1..12}; do
    rm -f "$system/vscode-projects/demo.conf"
    (exec timeout --foreground -s KILL "0.$((RANDOM % 30 + 10))" "$scripts/berth" route-apply --id demo >/dev/null 2>&1) || :
    ask reconcile
    succeeds
    [[ -z $(find "$system" -name '.berth*' -o -name '*.tmp.*') && ! -e $BERTH_HOME/nginx-system/previous && ! -e $BERTH_HOME/nginx-system/staged ]] || {
      find "$system" "$BERTH_HOME/nginx-system"
      return 1
    }
  done
  ask route-apply --id demo
  succeeds
  [[ $(get '/vscode/demo/?ew=1') == 302* ]]
  stop demo
  [[ $(sums) == "$before" ]]
}

@test "whoever is not root is told, and nothing changes" {
  cat >"$work/as-nobody" <<'SH'
exec setpriv --reuid 65534 --clear-groups env BERTH_HOME="$1" HOME="$1" "$2" host-configure --idle-minutes 30 --nginx-kind system
SH
  mkdir -m 700 "$work/nobody"
  chown 65534 "$work/nobody"
  chmod 755 "$work"
  code=0
  bash "$work/as-nobody" "$work/nobody/h" "$scripts/berth" >"$work/answer" || code=$?
  document=$(tail -n 1 "$work/answer")
  fails_with 69 unavailable nginx
  [[ $(sums) == "$before" ]]
}

@test "a cleanup lists what Berth added here, takes it out again, and leaves the rest byte for byte" {
  use system
  start one
  start two
  succeeds
  # Of an instance that is gone.
  printf '# x\n' >"$BERTH_HOME/nginx-system/routes/ghost.conf"
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => !i.isOptional).map((i) => i.target.split("/").at(-1))' '["ghost.conf"]'
  ask cleanup --level leftovers --yes --operation-id a
  is '[d.value.removed.length, d.value.remaining.length]' '[1,0]'
  [[ $(get /vscode/one/) == 302* && $(get /vscode/two/) == 302* ]]
  ask cleanup --level instances --dry-run
  is "d.value.items.map((i) => i.target).filter((t) => t.startsWith('$system')).map((t) => t.split('/').at(-1)).sort()" '["_berth.conf","_proxy.inc","one.conf","two.conf"]'
  ask cleanup --level instances --yes --operation-id b
  succeeds
  is d.value.remaining '[]'
  [[ $(sums) == "$before" && ! -e $BERTH_HOME/nginx-system && $(get /vscode/one/) == '200  kept }'* ]]
}

@test "a change from one nginx to the other that was cut off is finished by reconcile" {
  use system
  start one
  succeeds
  sed -i 's/^nginxKind=system/nginxKind=own/' "$BERTH_HOME/settings"
  ask reconcile
  is 'd.value.changes.map((c) => c.target)' '["one","nginx"]'
  [[ $(sums) == "$before" ]]
  is_routed_by "$BERTH_NGINX_PORT" one
  sed -i 's/^nginxKind=own/nginxKind=system/' "$BERTH_HOME/settings"
  ask reconcile
  is 'd.value.changes.map((c) => c.target)' '["one","nginx"]'
  [[ ! -e $BERTH_HOME/nginx && $(get '/vscode/one/?ew=1') == '302 ./login'* ]]
  ask reconcile
  is d.value.changes '[]'
  ask instance-stop-all --operation-id all
  succeeds
  [[ $(sums) == "$before" ]]
}
