#!/usr/bin/env bats
# Sessions from their start to their end, in a real tmux.

setup() {
  load support/sessions
  sessions_setup
}
teardown() { sessions_teardown; }

@test "a terminal starts, is listed, and its end leaves nothing" {
  session_start demo
  succeeds
  [[ $(stages started) == 'budget directories tmux process' ]]
  is 'd.value.kind' terminal
  is 'd.value.columns + "x" + d.value.rows' 90x20
  session_list
  succeeds
  session_is demo s.title 'Title of demo'
  session_is demo 's.memoryBytes > 0 && s.processorMs >= 0' true
  is d.value.keeping.server running
  is d.value.keeping.serverPid "$(session_server_pids)"
  session_stop demo
  succeeds
  is d.value.isWorktreeRemoved false
  [[ -z $(session_pids) && -z $(session_server_pids) && ! -e $BERTH_HOME/sessions/demo && ! -e $BERTH_HOME/sessions/socket ]]
  session_list
  is 'd.value.sessions.length' 0
  is d.value.keeping.server none
}

@test "a terminal is the login shell in its folder, with the user's own umask and no mark of the login that started it" {
  mkdir "$work/plain/in here"
  umask 027
  SSH_CONNECTION=gone session_start demo --path "$work/plain/in here"
  umask 022
  succeeds
  our_tmux send-keys -t =demo: 'pwd; umask; shopt -q login_shell && echo is-login; echo conn=$SSH_CONNECTION mark=$BERTH_SESSION umask-mark=$BERTH_UMASK' Enter
  eventually screen_has demo "$work/plain/in here"
  eventually screen_has demo 0027
  eventually screen_has demo is-login
  eventually screen_has demo 'conn= mark=demo umask-mark='
}

@test "folders with signs that tmux or a shell reads are entered as they are" {
  local name count=0
  for name in "a b|it's \"\$HOME\" \`id\`" '#(touch oops)##{x}' $'日本語\u05e9\u05dc' '-dash;%41;'; do
    mkdir "$work/plain/$name"
    count=$((count + 1))
    session_start "s$count" --path "$work/plain/$name" --title "$name"
    succeeds
    session_list
    [[ $(readlink "/proc/$(cut -d' ' -f1 "$BERTH_HOME/sessions/s$count/root")/cwd") == / ]]
    eventually is_in_folder "s$count" "$work/plain/$name"
    is "d.value.sessions.find((s) => s.id === 's$count').path" "$work/plain/$name"
    is "d.value.sessions.find((s) => s.id === 's$count').title" "$name"
  done
  [[ -z $(find "$work" / -maxdepth 1 -name oops) ]]
}

is_in_folder() {
  local pid
  for pid in $(session_pids_of "$1"); do
    if [[ $(readlink "/proc/$pid/cwd") == "$2" ]]; then return 0; fi
  done
  return 1
}

@test "a folder that is missing, closed or of a name that no terminal takes is named before anything starts" {
  session_start demo --path "$work/missing"
  fails_with 66 repository-not-found directories
  is d.failure.message "The folder $work/missing is not there."
  session_start lock
  fails_with 64 invalid-input input
  mkdir "$work/tab"$'\t'here "$work/line"$'\n'here
  session_start demo --path "$work/tab"$'\t'here
  fails_with 64 invalid-input input
  is 'd.failure.message.includes("control character")' true
  session_start demo --path "$work/line"$'\n'here
  fails_with 64 invalid-input input
  session_start demo --title $'a\e[31m'
  fails_with 64 invalid-input input
  [[ -z $(session_server_pids) && ! -e $BERTH_HOME/sessions/demo ]]
}

@test "an agent finds its program where the login shell does, and has its variables, which nobody reads elsewhere" {
  mkdir -p "$HOME/tools"
  printf 'echo noise from a start-up file\nexport PATH="$HOME/tools:$PATH" FROM_PROFILE="two\nlines"\n' >"$HOME/.bash_profile"
  printf '#!/bin/sh\nprintf "%%s\\n" "args=$*" "key=$SECRET_KEY" "profile=$FROM_PROFILE" "term=$TERM"\nexec cat\n' >"$HOME/tools/my-agent"
  chmod +x "$HOME/tools/my-agent"
  session_start demo --agent other --argument my-agent --argument 'a b' --argument '$(id)' --variable 'SECRET_KEY=hidden-7391 value' --expected-memory-bytes 1000000
  succeeds
  is d.value.agent other
  is d.value.expectedMemoryBytes 1000000
  eventually screen_has demo 'key=hidden-7391 value'
  eventually screen_has demo 'args=a b $(id)'
  eventually screen_has demo 'profile=two'
  # Of no process, the server's included.
  [[ -z $(grep -lsaF hidden-7391 /proc/[0-9]*/cmdline) ]]
  [[ -z $(grep -rlF hidden-7391 "$BERTH_HOME") ]]
  [[ ! -e $BERTH_HOME/sessions/demo/environment && ! -e $BERTH_HOME/sessions/demo/login ]]
  session_list
  is d.value.agentCount 1
  is 'd.value.agentCountOfAll >= 1' true
}

@test "secret variables do not stay when the program is ended before it took them" {
  printf 'touch "%s/asked"; sleep 1000\n' "$work" >"$HOME/.bash_profile"
  BERTH_LOGIN_SECONDS=100 session_start demo --agent other --argument cat --variable SECRET_KEY=hidden-7391
  succeeds
  eventually test -e "$work/asked"
  grep -qaF hidden-7391 "$BERTH_HOME/sessions/demo/environment"
  # What becomes the program.
  kill -s KILL "$(pgrep -P "$(cut -d' ' -f1 "$BERTH_HOME/sessions/demo/root")")"
  eventually session_ends_as demo dead
  [[ -z $(grep -rlF hidden-7391 "$BERTH_HOME") && ! -e $BERTH_HOME/sessions/demo/login ]]
}

@test "variables may have any name, and change neither what runs nor where" {
  printf 'export folder=/nowhere words=false path=/tmp line=x home=/ id=other REPLY=y entry=z child=1\n' >"$HOME/.bash_profile"
  session_start demo --argument bash --argument -c --argument 'echo "in $PWD: $folder $words $path $line $id $REPLY $entry $KEY"; exec cat' --variable 'code=7' \
    --variable 'KEY=k e y'
  succeeds
  eventually screen_has demo "in $work/plain: /nowhere false /tmp x other y z k e y"
  [[ ! -e $BERTH_HOME/sessions/demo/environment ]]
  session_start odd --argument -c --argument x
  succeeds
  eventually session_ends_as odd dead
  session_is odd s.exitCode 127
}

@test "an end for want of memory is told when the kernel counted one meanwhile" {
  unshare --mount true 2>/dev/null || skip 'needs a mount namespace'
  printf 'nr_free_pages 1\noom_kill 4\n' >"$work/vmstat"
  unshare --mount bash -c 'mount --bind "$0/vmstat" /proc/vmstat && exec "$@"' "$work" "$scripts/berth" session-start --id demo --title T --kind agent \
    --agent other --argument sleep --argument 1000 --path "$work/plain" --columns 90 --rows 20 --operation-id memory >"$work/out"
  session_start well --agent other --argument sleep --argument 1000
  kill_program well
  eventually session_ends_as well dead
  session_is well '`${s.exitSignal} ${s.trouble}`' 'SIGKILL null'
  printf 'nr_free_pages 1\noom_kill 5\n' >"$work/vmstat"
  kill_program demo
  eventually session_ends_as demo dead
  session_is demo '`${s.exitSignal} ${s.trouble} ${s.stateDetail}`' 'SIGKILL memory The server had no memory left for it, and ended it.'
}

# kill_program <id>: what its launch waits for.
kill_program() {
  local root pid
  root=$(cut -d' ' -f1 "$BERTH_HOME/sessions/$1/root")
  eventually is_program_of "$root"
  for pid in $(<"/proc/$root/task/$root/children"); do kill -s KILL "$pid"; done
}

# is_program_of <pid of launch>: whether the program runs already.
is_program_of() {
  local pid name
  for pid in $(<"/proc/$1/task/$1/children"); do
    if read -r name <"/proc/$pid/comm" && [[ $name == sleep ]]; then return 0; fi
  done
  return 1
}

@test "a memory limit is one of a unit of systemd that launch is in, also of an older systemd" {
  unshare --mount true 2>/dev/null || skip 'needs a mount namespace'
  mkdir -p "$work/bin" "$work/cgroup"
  printf 'memory cpu\n' >"$work/cgroup/cgroup.controllers"
  # A systemd from before 253 refuses a property; it notes its words, and becomes the program.
  cat >"$work/bin/systemd-run" <<SCRIPT
#!/bin/bash
case " \$* " in *OOMPolicy*) exit 1 ;; esac
echo "\$*" >>"$work/asked"
while [[ \$1 != -- ]]; do shift; done
shift
exec "\$@"
SCRIPT
  printf '#!/bin/sh\nexit 0\n' >"$work/bin/systemctl"
  chmod +x "$work/bin/systemd-run" "$work/bin/systemctl"
  PATH=$work/bin:$PATH unshare --mount bash -c 'mount -t tmpfs none /run && mkdir -p /run/systemd/system && mount --bind "$0/cgroup" /sys/fs/cgroup && exec "$@"' \
    "$work" "$scripts/berth" session-start --id demo --title T --kind agent --agent other --argument sleep --argument 1000 --path "$work/plain" \
    --columns 90 --rows 20 --memory-limit-bytes 1000000000 --operation-id memory >"$work/out"
  document=$(tail -n 1 "$work/out")
  is d.value.memoryLimitBytes 1000000000
  grep -q -- '--property=MemoryMax=1000000000 --property=MemoryHigh=900000000 --property=MemorySwapMax=0 --unit=berth-session-demo[a-z0-9.-]* -- .*session-launch' "$work/asked"
  [[ $(grep -c session-launch "$work/asked") == 1 ]]
  grep -qz -- '^--system$' "$BERTH_HOME/sessions/demo/scope"
}

@test "the arguments of the server name no session" {
  session_start demo --argument cat --title 'Very secret title'
  succeeds
  local server
  server=$(session_server_pids)
  [[ -n $server ]]
  run ! grep -aqE 'demo|secret|launch|cat' "/proc/$server/cmdline"
}

@test "the same operation answers again, and has no second effect" {
  local first second
  ask session-start --id demo --title T --kind terminal --path "$work/plain" --columns 90 --rows 20 --operation-id same
  succeeds
  first=$(<"$BERTH_HOME/sessions/demo/root")
  ask session-start --id demo --title T --kind terminal --path "$work/plain" --columns 90 --rows 20 --operation-id same
  succeeds
  is d.value.id demo
  second=$(<"$BERTH_HOME/sessions/demo/root")
  [[ $first == "$second" ]]
  # Its answer was lost with the journal.
  rm "$BERTH_HOME/journal/same"
  ask session-start --id demo --title T --kind terminal --path "$work/plain" --columns 90 --rows 20 --operation-id same
  succeeds
  [[ $first == "$(<"$BERTH_HOME/sessions/demo/root")" ]]
  session_start demo
  fails_with 73 start-failed directories
  [[ $first == "$(<"$BERTH_HOME/sessions/demo/root")" ]]
}

@test "a rehearsal changes nothing" {
  session_start demo --dry-run
  succeeds
  is d.value.id demo
  [[ ! -e $BERTH_HOME/sessions/demo && -z $(session_server_pids) ]]
}

@test "a start that fails is undone" {
  # A pane that never gets to its launch.
  mkdir "$work/bin"
  printf '#!/bin/sh\ncase "$*" in *new-session*) echo no room for it >&2; exit 1 ;; esac\nexec /usr/bin/tmux "$@"\n' >"$work/bin/tmux"
  chmod +x "$work/bin/tmux"
  PATH=$work/bin:$PATH session_start demo
  fails_with 73 start-failed process
  is 'd.failure.detail' 'no room for it'
  [[ $(stages undone) == 'process directories' ]]
  [[ ! -e $BERTH_HOME/sessions/demo && -z $(session_pids) ]]
}

@test "a stop ends what left the tree, too" {
  session_start demo --argument bash --argument -c --argument 'setsid sleep 1000 & nohup sleep 1001 & (trap "" HUP TERM; sleep 1002; sleep 1003) & wait'
  succeeds
  eventually has_pids demo 6
  session_stop demo
  succeeds
  [[ -z $(session_pids) ]]
}

has_pids() { (($(session_pids_of "$1" | wc -l) >= $2)); }

@test "names that begin alike are told apart" {
  session_start a
  session_start ab
  succeeds
  local kept
  kept=$(<"$BERTH_HOME/sessions/ab/root")
  session_stop a
  succeeds
  session_list
  is 'd.value.sessions.map((s) => s.id).join()' ab
  session_is ab s.state 'done'
  [[ -d /proc/${kept%% *} ]]
  session_stop a
  fails_with 66 session-not-found tmux
}

@test "how a program ended is known at once, also of one that ends as it begins" {
  local count=0 words
  while IFS= read -r words; do
    count=$((count + 1))
    session_start "e$count" --force --argument bash --argument -c --argument "${words#*: }"
    succeeds
    session_list
    # Dead without its code is what nobody may ever see.
    [[ $(value "d.value.sessions.filter((s) => s.state === 'dead' && s.exitCode === null).length") == 0 ]]
    eventually session_ends_as "e$count" dead
    session_is "e$count" '`${s.exitCode} ${s.exitSignal}`' "${words%%:*}"
    session_is "e$count" s.stateSource exit
    session_is "e$count" 's.endedAtMs >= s.startedAtMs' true
    eventually session_needs_nothing "e$count"
  done <<'ENDS'
0 null: true
3 null: exit 3
127 null: exec /nowhere/to/be/found 2>/dev/null
137 SIGKILL: kill -9 $$
143 SIGTERM: sleep 0.3; kill -TERM $$
139 SIGSEGV: kill -SEGV $$
ENDS
}

@test "a program that is not installed says so, and ends with 127" {
  session_start demo --argument no-such-agent
  succeeds
  eventually session_ends_as demo dead
  session_is demo s.exitCode 127
  eventually screen_has demo 'no-such-agent is not installed on this server'
}

@test "a row is never dead without the code that launch knew, however often one looks" {
  local round
  for round in 1 2 3 4 5 6; do
    session_start "r$round" --force --argument bash --argument -c --argument 'sleep 0.2; exit 9'
    succeeds
    until session_list && session_is "r$round" s.state dead >/dev/null; do
      session_is "r$round" s.exitCode null
    done
    session_is "r$round" s.exitCode 9
  done
}

@test "Ctrl-C reaches the program, and not what waits for it" {
  session_start demo --argument bash --argument -c --argument 'trap "echo heard" INT; echo ready; while :; do sleep 0.1; done'
  eventually screen_has demo ready
  our_tmux send-keys -t =demo: C-c
  eventually screen_has demo heard
  session_list
  [[ $(value 'd.value.sessions[0].state') != dead ]]
  local round
  for round in 1 2 3 4; do
    session_start "c$round" --force --argument cat
    our_tmux send-keys -t "=c$round:" C-c
    eventually session_ends_as "c$round" dead
    session_is "c$round" '`${s.exitCode} ${s.exitSignal}`' '130 SIGINT'
  done
}
