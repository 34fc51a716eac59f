#!/usr/bin/env bats
# Cleanup of what Berth did not start: other code-servers, and what an earlier tool left.

setup() {
  load support/helpers
  berth_setup
  pids=()
}

teardown() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do kill -KILL "$pid" 2>/dev/null || :; done
  berth_teardown
}

# stranger <port> [<command in front>…]: a code-server that somebody started by hand; its pid is in `stranger`.
stranger() {
  local port=$1
  "${@:2}" "$support/bin/code-server" --bind-addr "127.0.0.1:$port" --cookie-suffix x >"$work/out$port" 2>&1 3>&- &
  stranger=$!
  pids+=("$stranger")
  disown
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.05; done
}

# decoy: a shell whose command line holds the word; its pid is in `decoy`.
decoy() {
  bash -c 'echo up; while :; do sleep 1; done' code-server --code-server /opt/code-server/out/node/entry.js >"$work/decoy" 3>&- &
  decoy=$!
  pids+=("$decoy")
  disown
  until grep -q up "$work/decoy"; do sleep 0.02; done
}

key_of() { value "d.value.items.find((i) => i.target === '$1')?.key"; }

plant_older() {
  older=$work/older
  mkdir -p "$older/tmp/code-server-8888/User" "$older/tmp/vscode-agent-app" "$older/var/www/vscode-workspaces/app" "$older/var/www/tool/data" \
    "$older/etc/nginx/vscode-projects" "$work/outside"
  echo precious >"$work/outside/file"
  ln -s "$work/outside" "$older/tmp/code-server-link"
  ln -s "$work/outside" "$older/tmp/vscode-agent-app/link"
  mkdir "$older/tmp/code-server-a|b \"c\" \$(touch canary)"$'\n'"-rf"
  echo x >"$older/tmp/code-server-4.1.0.tar.gz"
  echo x >"$older/tmp/unrelated"
  echo '{ "instances": { "app": { "port": 8888 } }, "availablePorts": [8889] }' >"$older/var/www/tool/data/vscode-ports.json"
  echo "location /vscode/app/ { proxy_pass http://127.0.0.1:$last; }" >"$older/etc/nginx/vscode-projects/app.conf"
  echo '# Written by Berth (/home/x); it goes with the instance.' >"$older/etc/nginx/vscode-projects/own.conf"
}

@test "a code-server started by hand is listed, lives on, and ends with its children when it is ticked" {
  decoy
  FAKE_MODE=children stranger "$first"
  local children
  children=$(cat "/proc/$stranger/task/$stranger/children")
  stranger "$((first + 1))" env FAKE_MODE=stubborn
  local stubborn=$stranger plain=${pids[1]}
  ask cleanup --level everything --dry-run
  is "d.value.items.filter((i) => ['pid $plain', 'pid $stubborn'].includes(i.target)).map((i) => [i.kind, i.isOptional, i.obstacle, i.owner])" \
    "[[\"foreign\",true,null,\"$(id -un)\"],[\"foreign\",true,null,\"$(id -un)\"]]"
  is "d.value.items.some((i) => i.target === 'pid $decoy')" false
  ask cleanup --level everything --yes --operation-id none
  is d.value.remaining '[]'
  run ! is_gone "$plain" && ! is_gone "$stubborn" && ! is_gone "$decoy"
  ask cleanup --level leftovers --dry-run
  ask cleanup --level leftovers --yes --digest "$(value d.value.digest)" --tick "$(key_of "pid $plain")" --tick "$(key_of "pid $stubborn")" --operation-id two
  succeeds
  is '[d.value.removed.length, d.value.remaining.length]' '[2,0]'
  local pid
  for pid in "$plain" "$stubborn" $children; do is_gone "$pid"; done
  run ! is_gone "$decoy"
}

@test "a key stands for one process: another one is never ended in its place" {
  stranger "$first"
  local key gone=$stranger
  ask cleanup --level leftovers --dry-run
  key=$(key_of "pid $gone")
  kill -KILL "$gone"
  until is_gone "$gone"; do sleep 0.02; done
  stranger "$first"
  ask cleanup --level leftovers --yes --tick "$key" --operation-id one
  fails_with 73 list-changed cleanup
  run ! is_gone "$stranger"
  # The same number, another start: what is noted of it is looked at right before the signal.
  run bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"; process_start_ticks "$3"; process_signal_known KILL "$3" "$((REPLY + 1))"' _ "$BERTH_HOME" "$scripts" "$stranger"
  [[ $status != 0 ]]
  run ! is_gone "$stranger"
}

@test "what belongs to another user says so, and stays" {
  ((EUID == 0)) || skip 'needs root to be somebody else'
  plant_older
  chmod -R go+rwX "$work" && chmod 700 "$work/home"
  stranger "$first"
  local theirs=$stranger
  stranger "$((first + 1))" setpriv --reuid=65534 --regid=65534 --clear-groups
  local own=$stranger
  mkdir "$work/nobody" && chown 65534 "$work/nobody"
  as_nobody() {
    code=0
    setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$work/nobody" BERTH_HOME="$work/nobody/h" "$scripts/berth" "$@" >"$work/stdout" 2>"$work/stderr" || code=$?
    lines=$(<"$work/stdout")
    document=$(tail -n 1 "$work/stdout")
  }
  as_nobody cleanup --level everything --dry-run
  is "d.value.items.filter((i) => ['pid $theirs', 'pid $own'].includes(i.target)).map((i) => [i.target, i.owner, i.obstacle]).sort()" \
    "$(value "[['pid $theirs', 'root', 'belongs to root'], ['pid $own', 'nobody', null]].sort()")"
  is 'd.value.items.filter((i) => i.target.includes("/older/")).map((i) => i.obstacle).every((o) => o === "belongs to root")' true
  as_nobody cleanup --level everything --yes --tick "$(key_of "pid $theirs"),$(key_of "pid $own")" --operation-id one
  succeeds
  is "d.value.remaining.map((i) => i.target).filter((t) => t.startsWith('pid'))" "[\"pid $theirs\"]"
  is_gone "$own"
  run ! is_gone "$theirs"
  [[ -d $older/tmp/code-server-8888 && -f $older/etc/nginx/vscode-projects/app.conf && ! -e $work/nobody/h ]]
}

@test "what an earlier tool left goes, after a backup; what only looks like it stays" {
  plant_older
  local ports=$older/var/www/tool/data/vscode-ports.json before
  before=$(<"$ports")
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.map((i) => i.target.split("/older")[1]).filter((t) => t).sort()' \
    '["/etc/nginx/vscode-projects/app.conf","/tmp/code-server-8888","/tmp/code-server-a|b \"c\" $(touch canary)\n-rf","/tmp/code-server-link","/tmp/vscode-agent-app","/var/www/tool/data/vscode-ports.json","/var/www/vscode-workspaces"]'
  ask cleanup --level leftovers --yes --digest "$(value d.value.digest)" --operation-id one
  succeeds
  is d.value.remaining '[]'
  local kept
  kept=$(value d.value.backupPath)
  [[ $(<"$kept$ports") == "$before" && -f $kept$older/etc/nginx/vscode-projects/app.conf ]]
  is "JSON.parse(require('fs').readFileSync('$ports')).availablePorts.length" 12
  [[ $(<"$work/outside/file") == precious && -f $older/tmp/code-server-4.1.0.tar.gz && -f $older/tmp/unrelated && -f $older/etc/nginx/vscode-projects/own.conf ]]
  [[ -z $(compgen -G "$older/tmp/code-server-a*") && -z $(find "$work" -name canary) ]]
  [[ ! -e $older/tmp/code-server-8888 && ! -L $older/tmp/code-server-link && ! -e $older/tmp/vscode-agent-app && ! -e $older/var/www/vscode-workspaces && ! -e $older/etc/nginx/vscode-projects/app.conf ]]
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => !i.isOptional)' '[]'
  echo '{"instances":[{}]}' >"$ports"
  ask cleanup --level everything --yes --operation-id two
  succeeds
  is d.value.remaining '[]'
  kept=$(value d.value.backupPath)
  [[ $kept == "$work"/berth-backup-* && -f $kept$ports && ! -e $BERTH_HOME ]]
}

@test "a folder of an earlier tool stays while somebody works in it, and while it holds a repository" {
  plant_older
  mkdir -p "$older/tmp/code-server-9999/copy/.git"
  (cd "$older/tmp/code-server-8888/User" && exec sleep 300 3>&-) &
  local worker=$!
  pids+=("$worker")
  disown
  until [[ /proc/$worker/cwd -ef $older/tmp/code-server-8888/User && $(<"/proc/$worker/comm") == sleep ]]; do sleep 0.02; done
  stranger "$last" env AGENT="$older/tmp/vscode-agent-app"
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => i.isOptional && i.target.includes("/older/")).map((i) => i.target.split("/older")[1]).sort()' \
    '["/etc/nginx/vscode-projects/app.conf","/tmp/code-server-8888"]'
  is 'd.value.items.find((i) => i.target.endsWith("-9999")).obstacle' 'holds a repository'
  is "d.value.items.find((i) => i.target === 'pid $worker').isOptional" true
  local folder_key
  folder_key=$(key_of "$older/tmp/code-server-8888")
  local worker_key
  worker_key=$(key_of "pid $worker")
  # Ticked alone, the folder is still in use.
  ask cleanup --level leftovers --yes --tick "$folder_key" --operation-id one
  is 'd.value.remaining.map((i) => [i.target.split("/older")[1], i.obstacle]).sort()' '[["/tmp/code-server-8888","somebody works in it"],["/tmp/code-server-9999","holds a repository"]]'
  run ! is_gone "$worker" && [[ -d $older/tmp/code-server-8888/User && -d $older/tmp/code-server-9999/copy/.git ]]
  ask cleanup --level leftovers --yes --tick "$folder_key" --tick "$worker_key" --operation-id two
  is 'd.value.remaining.map((i) => i.target.split("/older")[1])' '["/tmp/code-server-9999"]'
  is_gone "$worker" && [[ ! -e $older/tmp/code-server-8888 ]]
}

@test "a program of an earlier tool is not kept in a backup" {
  mkdir -p "$work/older/tmp" "$work/older/etc/nginx/vscode-projects"
  echo program >"$work/older/tmp/code-server-linux"
  echo conf >"$work/older/etc/nginx/vscode-projects/app.conf"
  ask cleanup --level leftovers --yes --operation-id one
  is 'd.value.removed.length' 2
  [[ $(cd "$(value d.value.backupPath)" && find . -type f) == ".$work/older/etc/nginx/vscode-projects/app.conf" && ! -e $work/older/tmp/code-server-linux ]]
}

@test "a repository is found however deep it lies, bare, or made after the list was" {
  local row
  mkdir -p "$work/older/tmp/code-server-deep/1/2/3/4/5/6/7/8/.git" "$work/older/tmp/code-server-bare/app/refs/heads" "$work/older/tmp/code-server-late"
  ask cleanup --level leftovers --dry-run
  is 'd.value.items.filter((i) => !i.isOptional).map((i) => [i.target.split("-").pop(), i.obstacle]).sort()' '[["bare","holds a repository"],["deep","holds a repository"],["late",null]]'
  # A cleanup was cut off before it came to the folder, and somebody put work there since.
  mkdir "$BERTH_HOME/cleanup" "$work/older/tmp/code-server-late/.git"
  row="0 older-tree directory - $work/older/tmp/code-server-late $(stat -c '%d:%i' "$work/older/tmp/code-server-late")"
  printf 'schema=1 level=leftovers atMs=1700000000000\n%s\nend=1\n' "$row" >"$BERTH_HOME/cleanup/list"
  ask reconcile
  succeeds
  [[ -d $work/older/tmp/code-server-late/.git && ! -e $BERTH_HOME/cleanup ]]
}

@test "a list of ports is emptied through no link that somebody puts there meanwhile" {
  local list='{ "instances": { "app": { "port": 8888 } } }'
  mkdir "$work/www"
  echo "$list" >"$work/www/vscode-ports.json"
  echo precious >"$work/precious"
  echo "$list" >"$work/theirs"
  ask instance-list
  # The pid of the shell is the one that a draft would be named by.
  run -0 bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"
    ln -s ../precious "$3/vscode-ports.json.tmp.$BASHPID"
    older_ports_reset "$3/vscode-ports.json"' _ "$BERTH_HOME" "$scripts" "$work/www"
  [[ $(<"$work/precious") == precious && $(<"$work/www/vscode-ports.json") == '{"instances":{},'* ]]
  ln -sf ../theirs "$work/www/vscode-ports.json"
  run ! bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"; older_ports_reset "$3/vscode-ports.json"' _ "$BERTH_HOME" "$scripts" "$work/www"
  [[ $(<"$work/theirs") == "$list" ]]
}

@test "three hundred processes are looked through in a moment" {
  local index
  for index in {1..300}; do
    sleep 300 3>&- &
    pids+=("$!")
    disown
  done
  stranger "$first"
  plant_older
  run bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"; home_make; home_open; items_clear
    TIMEFORMAT="%U %S"; time { code_servers_find; items_find_older; items_find_foreign; }; [[ -n ${CODE_SERVERS[$3]-} ]]' _ "$BERTH_HOME" "$scripts" "$stranger"
  [[ $status == 0 ]] || { echo "$output" && return 1; }
  # What it takes of a processor, because others use the machine too.
  local user system
  read -r user system <<<"$output"
  echo "$user s and $system s"
  user=${user/./} system=${system/./}
  ((10#$user + 10#$system <= 300))
}
