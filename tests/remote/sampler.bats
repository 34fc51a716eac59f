#!/usr/bin/env bats
# Readings of a host: what is told agrees with /proc, whatever processes are called and whenever they end.

setup() {
  load support/helpers
  berth_setup
  berth hello >/dev/null
  planted=()
}
teardown() {
  close
  local pid
  for pid in "${planted[@]}"; do kill -KILL "$pid" 2>/dev/null || :; done
  berth_teardown
}

# watch <interval> <yes|no>: a sampler that is told by `say` and heard by `told`.
watch() {
  rm -f "$work/in"
  mkfifo "$work/in"
  bash "$scripts/runner" sample N <"$work/in" >"$work/out" 2>"$work/err" 3>&- &
  sampler=$!
  exec {control}>"$work/in"
  printf 'N\0stats-sample\x004\0--interval\0%s\0--processes\0%s\0' "$1" "$2" >&"$control"
}
say() { printf '%s\n' "$1" >&"$control"; }
# close: as a desktop that looks no more; succeeds when the sampler ended with its document.
close() {
  [[ -z ${control-} ]] || exec {control}>&-
  control=''
  [[ -z ${sampler-} ]] || wait "$sampler" || :
  sampler=''
}
told() { node "$support/told.mjs" "$work/out" "$1"; }
# is_told <expression>…: all of them are true.
is_told() {
  local expression
  for expression in "$@"; do
    [[ $(told "$expression") == true ]] || {
      echo "not true: $expression" && tail -c 1500 "$work/out" "$work/err"
      return 1
    }
  done
}
# becomes <expression>: waits until it is true.
becomes() {
  local deadline=$((SECONDS + 10))
  until [[ $(told "$1") == true ]]; do
    ((SECONDS <= deadline)) || {
      echo "never came true: $1" && tail -c 1500 "$work/out" "$work/err"
      return 1
    }
    sleep 0.1
  done
}
# plant <command>…: something foreign; its pid is in `pid`.
plant() {
  env -u BERTH_HOME "$@" >/dev/null 2>&1 3>&- &
  pid=$!
  planted+=("$pid")
}
sampler_pids() { grep -lszxF -e "BERTH_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' | grep -vx "$BASHPID" || :; }

# awks: every awk of this machine, as a folder for PATH.
awks() {
  local name
  for name in mawk gawk busybox original-awk; do
    command -v "$name" >/dev/null || continue
    mkdir -p "$work/awk-$name"
    ln -s "$(command -v "$name")" "$work/awk-$name/awk"
    echo "$work/awk-$name"
  done
}

@test "what is told agrees with /proc, by every awk, for processes with hostile names" {
  local folder hostile hog
  plant bash -c 'exec -a "$(printf "x \"\\\\\n\001\377%01000d" 0)" sleep 100'
  hostile=$pid
  plant node -e 'fs.writeFileSync("/proc/self/comm", Buffer.from("a) R 1\n\"\\\x01\xff", "latin1")); const bytes = Buffer.alloc(2e7, 1); for (;;);'
  hog=$pid
  for folder in $(awks); do
    PATH=$folder:$PATH watch 0.3 yes
    becomes "readings.length > 3 && table.get($hog)?.state === 'R'"
    is_told "[$hostile, $hog].every((pid) => agrees(table.get(pid)) && table.get(pid).owner.kind === 'other' && table.get(pid).user === 'root')" \
      "table.get($hog).name === 'a) R 1\\n\"\\\\\\u0001\\ufffd'" \
      "table.get($hostile).command.startsWith('x \"\\\\\\n\\u0001\\ufffd000')" \
      "table.get($hostile).command.length === 512" \
      "table.get($hog).cpuShare > 0.02 && table.get($hog).cpuShare < 1.05 && table.get($hostile).cpuShare === 0" \
      'last.processCount === table.size'
    close
    is_told 'end.ok && readings.every((r) => r.cpu.usedShare <= 1 && r.cpu.coreShares.length === os.cpus().length)' \
      'Math.abs(last.memory.totalBytes / os.totalmem() - 1) < 0.001 && Math.abs(last.uptimeSeconds - os.uptime()) < 60' \
      'last.disks.length > 0 && last.disks.every((d) => d.totalBytes > 0 && d.totalBytes >= d.availableBytes)'
    [[ -z $(grep -v '^BERTH-END' "$work/err") ]] || { cat "$work/err" && return 1; }
  done
}

@test "each process of an instance is known by its mark, its control group or its parent, and by what it does there" {
  local root server bare
  FAKE_MODE=children start demo
  root=$(sed -n 's/^pid=//p' "$BERTH_HOME/instances/demo/record")
  watch 0.3 yes
  becomes "table.get($root)?.role === 'server' && last.instances.length === 1"
  server=$(tr -d ' ' <"/proc/$root/task/$root/children")
  is_told "table.get($server).owner.instanceId === 'demo' && table.get($server).role === 'server' && table.get($server).proportionalBytes > 1e6" \
    'last.instances[0].processCount >= 4 && last.instances[0].byRole.serverBytes > 1e7 && last.instances[0].byRole.otherBytes > 0' \
    '[...table.values()].filter((r) => r.owner.instanceId === "demo").reduce((sum, r) => sum + r.proportionalBytes, 0) === last.instances[0].memoryBytes' \
    '[...table.values()].filter((r) => r.owner.kind === "berth" && / (runner|keeper)/.test(" " + r.command.replace(/.*\//, " "))).length >= 2'
  # What VS Code starts: extension host, its language server, a terminal in which a language server is one program of many.
  env -u BERTH_HOME BERTH_INSTANCE=demo "BERTH_INSTANCE_HOME=$BERTH_HOME" bash -c '
    (exec -a "node bootstrap-fork --type=extensionHost x" bash -c "(exec -a \"node tsserver.js\" sleep 100) & wait") &
    (exec -a "node bootstrap-fork --type=ptyHost x" bash -c "(exec -a \"gopls\" bash -c \"env -i sleep 100 & wait\") & wait") &
    (exec -a "node bootstrap-fork --type=fileWatcher x" sleep 100) &
    wait' >/dev/null 2>&1 3>&- {control}>&- &
  becomes "(last.instances[0].byRole.languageServerBytes > 0 && last.instances[0].byRole.terminalBytes > 0 && last.instances[0].byRole.fileWatcherBytes > 0)"
  rows() { told "[...table.values()].filter((r) => r.owner.instanceId === 'demo' && /$1/.test(r.command)).map((r) => r.role).join()"; }
  [[ $(rows '^node bootstrap-fork --type=extensionHost') == extension-host && $(rows '^node tsserver') == language-server && $(rows '^gopls') == terminal ]]
  # Its environment says nothing of whose it is.
  bare=$(told "[...table.values()].find((r) => r.owner.instanceId === 'demo' && r.role === 'terminal' && r.name === 'sleep').pid")
  [[ -z $(tr '\0' '\n' <"/proc/$bare/environ" | grep BERTH) ]]
  stop demo
  becomes "!table.has($root) && !table.has($server) && last.instances.length === 0 && table.get($bare).owner.kind === 'other'"
  planted+=("$bare")
  close
  is_told 'end.ok'
}

@test "it ends with the desktop, after a silence, with its scripts, by a signal; and an awk that ends is begun anew" {
  local awk
  watch 0.2 no
  becomes 'readings.length > 1 && count("processes") === 0'
  say 'processes yes'
  becomes 'wholeCount === 1'
  say 'interval 30'
  say 'nonsense'
  say 'processes no'
  say 'processes yes'
  say 'interval 0.2'
  becomes 'wholeCount === 2'
  for awk in 1 2; do
    kill -KILL "$(told '[...table.values()].find((r) => r.name === "awk" && r.owner.kind === "berth").pid')"
    becomes "wholeCount === 2 + $awk"
  done
  kill -TERM "$(told '[...table.values()].find((r) => r.name === "awk" && r.owner.kind === "berth").parentPid')"
  wait "$sampler"
  is_told 'end !== null'
  close
  BERTH_SAMPLE_SILENCE=1 watch 0.2 no
  wait "$sampler"
  is_told 'end.ok && readings.length > 2'
  close
  cp -a "$scripts" "$work/scripts"
  scripts=$work/scripts watch 0.2 no
  becomes 'readings.length > 0'
  rm -r "$work/scripts"
  wait "$sampler"
  is_told 'end.ok'
  [[ -z $(grep -v '^BERTH-END' "$work/err") ]] || { cat "$work/err" && return 1; }
  # Nothing of any of them is left.
  [[ -z $(grep -lszxF -e "BERTH_HOME=$BERTH_HOME" $(grep -lszF 'sample.awk' /proc/[0-9]*/cmdline) /dev/null) ]]
}

@test "processes that come and go at every moment, no rights, and a kernel that tells no pressure, make no wrong line" {
  local user
  user=$work/user
  mkdir -m 700 "$user"
  ((EUID == 0)) || skip 'needs root to become somebody else'
  chmod 711 "$work"
  cp -a "$scripts" "$work/scripts"
  chown -R nobody "$user"
  plant bash -c 'while :; do for i in 1 2 3 4 5 6 7 8; do (:) & sleep 0.1 & done; wait; done'
  {
    printf 'N\0stats-sample\x004\0--interval\x000.05\0--processes\0yes\0'
    until (($(grep -c '"type":"reading"' "$work/out") > 25 && $(grep -c '"isWhole":true' "$work/out") > 1 || SECONDS > 60)); do sleep 0.1; done
  } | unshare --mount bash -c 'mount -t tmpfs none /proc/pressure && BERTH_HOME=$1 BERTH_SAMPLE_LOOKS=20 exec setpriv --reuid=nobody --clear-groups bash "$2/runner" sample N' x "$user" "$work/scripts" >"$work/out" 2>"$work/err"
  # One that saw many processes gave way to another.
  is_told 'end.ok && readings.length > 20 && wholeCount > 1 && readings.every((r) => r.pressure.cpuShare === null && r.pressure.ioShare === null)' \
    'last.disks.length > 0 && table.get(1).user === "root" && table.get(1).owner.kind === "other" && table.get(1).command !== ""'
}
