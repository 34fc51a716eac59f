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
    PATH=$folder:$PATH watch 0.5 yes
    becomes "readings.length > 3 && table.get($hog)?.state === 'R'"
    is_told "[$hostile, $hog].every((pid) => agrees(table.get(pid)) && table.get(pid).owner.kind === 'other' && table.get(pid).user === 'root')" \
      "table.get($hog).name === 'a) R 1\\n\"\\\\\\u0001\\ufffd'" \
      "table.get($hostile).command.startsWith('x \"\\\\\\n\\u0001\\ufffd000')" \
      "table.get($hostile).command.length === 512" \
      "table.get($hog).cpuShare > 0.2 && table.get($hog).cpuShare < 1.05 && table.get($hostile).cpuShare === 0" \
      'last.processCount === table.size'
    close
    is_told 'end.ok && readings.every((r) => r.cpu.usedShare <= 1 && r.cpu.coreShares.length === os.cpus().length)' \
      'Math.abs(last.memory.totalBytes / os.totalmem() - 1) < 0.001 && Math.abs(last.uptimeSeconds - os.uptime()) < 60' \
      'last.disks.length > 0 && last.disks.every((d) => d.totalBytes > 0 && d.totalBytes >= d.availableBytes)'
    [[ -z $(grep -v '^BERTH-END' "$work/err") ]] || { cat "$work/err" && return 1; }
  done
}
