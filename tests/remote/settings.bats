#!/usr/bin/env bats
# Settings of instances and of the host: defaults, all anew, refused values, files that are not ours to replace.

setup() {
  load support/helpers
  berth_setup
  mkdir -p "$BERTH_HOME/instances/demo"
  chmod 700 "$BERTH_HOME"
  printf '%s\n' schema=2 id=demo repository=demo path=/x state=stopped end=1 >"$BERTH_HOME/instances/demo/record"
}
teardown() { berth_teardown; }

configure() { ask instance-configure --id demo "$@"; }

defaults='{"memoryLimitBytes":null,"idleMinutes":null,"extraArguments":[],"environment":{}}'

@test "an instance has default settings, and none that does not exist" {
  ask instance-settings --id demo
  succeeds
  is d.value "$defaults"
  ask instance-settings --id other
  fails_with 66 instance-not-found store
  ask instance-configure --id other
  fails_with 66 instance-not-found store
}

@test "settings are kept as they were given, and written anew as a whole" {
  local text=$'ünï "q" \\ $(x) 🚀 = %41'
  configure --memory-limit-bytes 536870912 --idle-minutes 0 --argument --locale=de --argument --log=debug \
    --variable "TEXT=$text" --variable EMPTY=
  succeeds
  local given=$document
  ask instance-settings --id demo
  [[ $document == "$given" ]]
  is d.value.memoryLimitBytes 536870912
  is d.value.idleMinutes 0
  is d.value.extraArguments '["--locale=de","--log=debug"]'
  is 'd.value.environment.TEXT' "$text"
  is 'd.value.environment.EMPTY' ''
  [[ $(stat -c %a "$BERTH_HOME/instances/demo/settings") == 600 ]]
  configure
  ask instance-settings --id demo
  is d.value "$defaults"
}

@test "what would let somebody in, move files or load other code is refused" {
  local argument
  for argument in --auth=none --bind-addr=0.0.0.0:1 --user-data-dir=/tmp '--app-name=$(x)' --locale=../x --verbose=1 $'--verbose\n--auth=none' \
    --install-extension=x ''; do
    configure --argument "$argument"
    fails_with 64 invalid-input input
  done
  for argument in NODE_OPTIONS=x LD_PRELOAD=/x PORT=1 HASHED_PASSWORD=x BERTH_INSTANCE=x VSCODE_X=1 1A=x NOVALUE $'A=1\n2' $'A=\xff' $'A=\xc2\x85'; do
    configure --variable "$argument"
    fails_with 64 invalid-input input
  done
  configure --variable A=1 --variable A=2
  fails_with 64 invalid-input input
  # Bash would read the second as an octal one, and JSON knows neither.
  for argument in 1000 0536870912; do
    configure --memory-limit-bytes "$argument"
    fails_with 64 invalid-input input
  done
  ask host-configure --idle-minutes 010
  fails_with 64 invalid-input input
  configure --idle-minutes 10081
  fails_with 64 invalid-input input
  [[ ! -e $BERTH_HOME/instances/demo/settings ]]
}

@test "the rules are those of the contract, whichever side checks" {
  local argument
  for argument in --locale=pt-BR '--app-name=My App_1.2-x' --log=off --enable-proposed-api=a.b-c_d --disable-workspace-trust \
    --disable-getting-started-override --disable-file-downloads --disable-file-uploads --verbose; do
    configure --argument "$argument"
    succeeds
    node --input-type=module -e '
      const { extraArgument } = await import(process.argv[1]);
      process.exit(extraArgument.safeParse(process.argv[2]).success ? 0 : 1);
    ' "$scripts/../main/contract/instance-settings.ts" "$argument"
  done
}

@test "damaged settings are told and may be replaced, newer and foreign ones may not" {
  local path=$BERTH_HOME/instances/demo/settings content
  configure --idle-minutes 5
  truncate -s -3 "$path"
  ask instance-settings --id demo
  fails_with 70 script-failed store
  configure --idle-minutes 6
  is d.value.idleMinutes 6
  # A value that was written by hand is checked like one that was sent.
  sed -i 's/^end=1/argument=--auth%3Dnone\nend=1/' "$path"
  ask instance-settings --id demo
  fails_with 70 script-failed store
  printf 'schema=2\nidleMinutes=1\nend=1\n' >"$path"
  content=$(<"$path")
  ask instance-settings --id demo
  fails_with 69 record-newer store
  configure
  fails_with 69 record-newer store
  [[ $(<"$path") == "$content" ]]
  rm "$path"
  echo canary >"$work/canary"
  ln -s "$work/canary" "$path"
  configure
  fails_with 70 script-failed store
  [[ $(<"$work/canary") == canary && -L $path ]]
  rm "$path"
  mkfifo "$path"
  ask instance-settings --id demo
  fails_with 70 script-failed store
}

@test "settings that cannot be read suspend nobody, and move no route" {
  local route=$BERTH_HOME/nginx-system/routes/demo.conf text
  mkdir -p "${route%/*}"
  echo '# suspended' >"$route"
  sed -i 's/^state=.*/state=suspended/' "$BERTH_HOME/instances/demo/record"
  for text in $'schema=99\nidleMinutes=0\nnginxKind=system\nend=1' 'schema=1'; do
    echo "$text" >"$BERTH_HOME/settings"
    BERTH_NGINX_SYSTEM_ROOT=$work/none ask reconcile
    succeeds
    [[ -f $route ]]
    run -0 bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"; settings_idle_minutes demo; echo "$REPLY"' _ "$BERTH_HOME" "$scripts"
    [[ $output == 0 ]]
  done
  rm "$BERTH_HOME/settings" && rm -r "$BERTH_HOME/nginx-system"
  echo schema=99 >"$BERTH_HOME/instances/demo/settings"
  run -0 bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"; settings_idle_minutes demo; echo "$REPLY"' _ "$BERTH_HOME" "$scripts"
  [[ $output == 0 ]]
}

@test "a host has defaults, keeps what it is given, and an instance's own value comes first" {
  ask host-settings
  is d.value '{"idleMinutes":30,"nginxKind":"own","nginxSite":null}'
  ask host-configure --idle-minutes 45 --nginx-kind own
  succeeds
  ask host-settings
  is d.value '{"idleMinutes":45,"nginxKind":"own","nginxSite":null}'
  idle() { bash -c 'set -euo pipefail; source "$1/lib/load.bash"; settings_idle_minutes demo; echo "$REPLY"' - "$scripts"; }
  [[ $(idle) == 45 ]]
  configure --idle-minutes 7
  [[ $(idle) == 7 ]]
  ask host-configure --idle-minutes x
  fails_with 64 invalid-input input
  ask host-configure --nginx-kind apache
  fails_with 64 invalid-input input
  ask host-configure --nginx-kind system --nginx-site relative
  fails_with 64 invalid-input input
}
