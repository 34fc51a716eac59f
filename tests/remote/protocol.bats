#!/usr/bin/env bats
# How a host is reached: bootstrap, push, runner and operate, whatever the login shell.

setup() {
  load support/helpers
  berth_setup
  connect=$support/connect
  printf 'hello\nnope\n' >"$work/requests"
}
teardown() { berth_teardown; }

greets() {
  run --separate-stderr "$connect" runner "$work/requests" "$@"
  [[ $status == 0 ]] || { echo "$output $stderr" && return 1; }
  [[ ${lines[-3]} == *' 0' && ${lines[-4]} == '{"ok":true,"value":{"home":"'* && ${lines[-1]} == *' 64' ]] || { echo "$output" && return 1; }
  [[ $(grep -c '^BERTH-END' <<<"$stderr") == 2 ]]
}

@test "every shell survives the handshake, with and without a push" {
  local shell
  local -a shells=('sh -s' 'bash -s' 'bash --posix -s')
  ! command -v dash >/dev/null || shells+=('dash -s')
  ! command -v busybox >/dev/null || shells+=('busybox ash -s')
  for shell in "${shells[@]}"; do
    rm -rf "$BERTH_HOME"
    # The words of the command, on purpose.
    read -r -a words <<<"$shell"
    greets "${words[@]}"
    [[ $output == *' push'* && $output == *' ready'* ]]
    greets "${words[@]}"
    [[ $output != *' push'* ]]
  done
}

@test "login shells that are no sh, and noisy ones, survive it too" {
  local shell
  for shell in fish tcsh; do
    command -v "$shell" >/dev/null || continue
    greets "$shell" -c 'exec /bin/sh -s'
  done
  printf 'echo "Welcome! BERTH is here"; printf "no end of line"; echo oops >&2\n' >"$HOME/.bashrc"
  greets bash --rcfile "$HOME/.bashrc" -c 'source ~/.bashrc; exec /bin/sh -s'
  [[ $output == *'no end of line'*ready* ]]
}

@test "a flipped byte in a script or in the manifest makes a push" {
  greets sh -s
  local folder
  folder=$(echo "$BERTH_HOME"/scripts/*)
  printf ' ' >>"$folder/commands/hello"
  greets sh -s
  [[ $output == *' push'* ]]
  sed -i '1s/^./x/' "$folder/MANIFEST"
  greets sh -s
  [[ $output == *' push'* ]]
  greets sh -s
  [[ $output != *' push'* && $(ls -A "$BERTH_HOME/scripts" | wc -l) == 1 ]]
}

fails_by() {
  run --separate-stderr "$connect" runner "$work/requests" sh -s
  [[ $status == 3 && ${lines[-1]} == *" failed $1" ]] || { echo "$output $stderr" && return 1; }
}

@test "what stands in the way is named: push, bash, flock, home" {
  CONNECT_CORRUPT=1 fails_by push-corrupt
  [[ -z $(ls -A "$BERTH_HOME/scripts") ]]
  mkdir "$work/bin"
  local tool
  for tool in sh dash cat id ls mkdir rm sha256sum head wc gzip tar mv stat; do
    ln -s "$(command -v "$tool")" "$work/bin/$tool" || :
  done
  far() { run "$connect" runner "$work/requests" env PATH="$work/bin" sh -s; }
  far
  [[ ${lines[-1]} == *' failed no-bash' ]]
  ln -s "$(command -v bash)" "$work/bin/bash"
  far
  [[ ${lines[-1]} == *' failed no-flock' ]]
  chmod 750 "$BERTH_HOME"
  fails_by home-foreign
  rm -rf "$BERTH_HOME"
  ln -s "$work/home" "$BERTH_HOME"
  fails_by home-foreign
  rm "$BERTH_HOME"
  BERTH_HOME=/proc/berth fails_by home-unwritable
  BERTH_HOME=relative fails_by home-unwritable
}

@test "a full disk is named and leaves nothing" {
  unshare --mount true 2>/dev/null || skip 'needs a mount namespace'
  mkdir -m 700 "$BERTH_HOME"
  run "$connect" runner "$work/requests" unshare --mount sh -c 'mount -t tmpfs -o size=16k,mode=700 none "$BERTH_HOME" && exec sh -s'
  [[ ${lines[-1]} == *' failed disk-full' ]] || { echo "$output" && return 1; }
}

@test "a runner ends with its client, also in the middle of a request" {
  "$scripts/berth" hello >/dev/null
  printf 'N\0hello\0' | timeout 5 bash "$scripts/runner" runner N >"$work/out"
  [[ $(grep . "$work/out") == 'BERTH N ready' ]]
  printf 'N\0hello\0%s\0' '1; touch x' | timeout 5 bash "$scripts/runner" runner N >"$work/out"
  [[ $(grep . "$work/out") == 'BERTH N ready' ]]
  printf 'N\0hello\x000\0N\0instance-list\x000\0' | timeout 5 bash "$scripts/runner" runner N 2>/dev/null | head -n 2 >"$work/out"
  [[ $(grep . "$work/out") == 'BERTH N ready' ]]
}

@test "operate answers one request with steps, and finishes when nobody listens any more" {
  printf 'instance-start --id demo --repository demo --path %s --port-first %d --port-last %d --operation-id gone\n' "$work/repo" "$first" "$last" >"$work/requests"
  run --separate-stderr "$connect" operate "$work/requests" sh -s
  [[ $output == *'"type":"step","stage":"claim"'* && ${lines[-1]} == *' 0' ]]
  stop demo
  local -a fields=(instance-start 13 --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id lost)
  fields[1]=$((${#fields[@]} - 2))
  { printf 'N\0' && printf '%s\0' "${fields[@]}"; } | bash "$scripts/runner" operate N 2>/dev/null | head -n 2 >/dev/null
  ask operation-status --operation-id lost
  is 'd.value.state + d.value.document.value.state' donerunning
}

@test "runner answers print no steps, and a bug is a document too" {
  cp -a "$scripts" "$work/scripts"
  scripts=$work/scripts
  printf 'command_broken() { false; }\n' >"$scripts/commands/broken"
  printf 'command_killed() { kill -KILL "$BASHPID"; }\n' >"$scripts/commands/killed"
  printf 'command_unset() { echo "$nothing_here"; }\n' >"$scripts/commands/unset"
  local verb
  for verb in broken killed unset; do
    ask "$verb"
    fails_with 70 script-failed script
  done
  ask hello
  succeeds
}
