#!/usr/bin/env bats
# What a host tells a doctor, and what the doctor may put right.

setup() {
  load support/helpers
  berth_setup
  mkdir -m 700 "$BERTH_HOME"
}
teardown() { berth_teardown; }

look() {
  # However slow the machine is that the tests run on.
  BERTH_DOCTOR_SECONDS=${BERTH_DOCTOR_SECONDS:-30} ask doctor --port-first "$first" --port-last "$last"
  succeeds
}
fix() { ask doctor-fix --check "$1" --operation-id "fix-$1-$RANDOM$RANDOM"; }
# A program that comes before the host's own.
shim() {
  mkdir -p "$work/bin"
  printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
  chmod +x "$work/bin/$1"
  PATH=$work/bin:$PATH
}
# inside_lib <command>…: runs functions of the libraries.
inside_lib() {
  bash -euo pipefail -c 'scripts=$1; shift; source "$scripts/lib/load.bash"; "$@"' - "$scripts" "$@"
}

@test "one look tells the machine as it is" {
  look
  is '[d.value.system.kernel, d.value.system.architecture]' "[\"$(uname -r)\",\"$(uname -m)\"]"
  is '[d.value.account.uid, d.value.account.user]' "[$EUID,\"$(id -un)\"]"
  is 'd.value.memory.totalBytes' "$(($(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo) * 1024))"
  is '[d.value.home.path, d.value.home.mode, d.value.home.isWritable, d.value.home.locks]' "[\"$HOME\",\"700\",true,\"work\"]"
  is 'd.value.home.mount.point.length > 0 && d.value.home.mount.kind.length > 0 && d.value.disk.availableBytes > 0' true
  is 'Math.abs(d.value.clockMs - Date.now()) < 5000' true
  is 'd.value.tools.missing' '[]'
  is 'd.value.programs.codeServer.version' 0.0.1-fake
  is 'Object.values(d.value).filter((part) => part === null).length' 0
  # Nothing is made but the file that is locked for a try.
  [[ $(cd "$BERTH_HOME" && echo *) == @('doctor.lock'|'doctor.lock versions') ]]
}

@test "what cannot be read in time is null, and nothing else is lost" {
  BERTH_DOCTOR_SECONDS=0 look
  is 'Object.entries(d.value).filter(([name, part]) => part !== null).map(([name]) => name)' '["clockMs"]'
  shim uname 'exit 1'
  shim awk 'exit 1'
  look
  is 'd.value.system.architecture' null
  is 'd.value.memory.totalBytes > 0' true
}

@test "locks are tried for real: broken, useless, and a home that takes no file" {
  shim flock 'exit 1'
  look
  is d.value.home.locks broken
  shim flock 'exit 0'
  look
  is d.value.home.locks useless
  PATH=${PATH#"$work/bin:"}
  rm -f "$BERTH_HOME/doctor.lock" && mkdir "$BERTH_HOME/doctor.lock"
  look
  is d.value.home.locks unwritable
  rmdir "$BERTH_HOME/doctor.lock"
}

@test "musl and BusyBox are known by what they say of themselves" {
  shim ldd 'printf "musl libc (x86_64)\nVersion 1.2.4\nDynamic Program Loader\n" >&2; exit 1'
  shim stat '[ "$1" != --version ] || { echo "BusyBox v1.36.1 (2024) multi-call binary." >&2; exit 1; }; exec /usr/bin/stat "$@"'
  look
  is '[d.value.libc, d.value.tools.coreutils]' '[{"kind":"musl","version":"1.2.4"},"BusyBox v1.36.1"]'
}

@test "private files that others can read are told and closed, links and closed homes are not" {
  mkdir -p "$HOME/.config/code-server" "$HOME/.local/share/code-server" "$HOME/.vscode-server" "$work/elsewhere"
  ln -s "$work/elsewhere" "$HOME/.cursor-server"
  chmod 755 "$HOME" "$work" "$HOME/.config" "$HOME/.config/code-server" "$HOME/.local" "$HOME/.local/share" "$HOME/.local/share/code-server" "$HOME/.vscode-server" "$work/elsewhere"
  echo 'password: secret' >"$HOME/.config/code-server/config.yaml"
  chmod 640 "$HOME/.config/code-server/config.yaml"
  # Somebody else's is not ours to tell or to close.
  if ((EUID == 0)); then mkdir -m 755 "$HOME/.vscode-remote" && chown 65534 "$HOME/.vscode-remote"; fi
  look
  # A heartbeat and logs give nothing away.
  is 'd.value.privateFiles.map((f) => [f.path.split("/").at(-1), f.mode])' '[["config.yaml","640"],[".vscode-server","755"]]'
  [[ $(<"$work/stdout") != *secret* ]]
  fix private-files
  succeeds
  look
  is d.value.privateFiles '[]'
  [[ $(stat -c %a "$HOME/.config/code-server/config.yaml") == 600 && $(stat -c %a "$HOME/.vscode-server") == 700 ]]
  [[ $(stat -c %a "$work/elsewhere" "$HOME/.local/share/code-server" | xargs) == '755 755' ]]
  mkdir "$HOME/.local/share/code-server/User" && look
  is d.value.privateFiles.length 1
  chmod 700 "$HOME" && look
  is d.value.privateFiles '[]'
}

@test "a home that others may write to is closed to them, and read as before" {
  # Also one on another disk.
  mv "$HOME" "$HOME.disk" && ln -s "$HOME.disk" "$HOME"
  chmod 777 "$HOME.disk"
  look
  is d.value.home.mode 777
  fix home
  succeeds
  [[ $(stat -c %a "$HOME.disk") == 755 ]]
  ((EUID == 0)) || skip 'not root: no folder can be given away'
  # Somebody else's is theirs.
  chown 65534 "$HOME.disk" && chmod 777 "$HOME.disk"
  fix home
  fails_with 69 unavailable doctor
  [[ $(stat -c %a "$HOME.disk") == 777 ]]
  chown 0 "$HOME.disk"
}

@test "what an earlier tool left goes, but not what holds a repository" {
  mkdir -p "$BERTH_OLDER_ROOT/tmp/code-server-8888/User" "$BERTH_OLDER_ROOT/tmp/code-server-8889/work/.git"
  look
  is 'd.value.oldLayout.map((o) => [o.path.slice(-4), o.obstacle])' '[["8888",null],["8889","holds a repository"]]'
  fix old-layout
  succeeds
  [[ ! -e $BERTH_OLDER_ROOT/tmp/code-server-8888 && -d $BERTH_OLDER_ROOT/tmp/code-server-8889/work/.git ]]
  look
  is d.value.oldLayout.length 1
}

@test "a fix answers again under its id, changes nothing in a dry run, and does nothing that is not its own" {
  chmod 777 "$HOME"
  ask doctor-fix --check home --dry-run
  succeeds
  [[ $(stat -c %a "$HOME") == 777 ]]
  ask doctor-fix --check home --operation-id once
  succeeds
  chmod 777 "$HOME"
  ask doctor-fix --check home --operation-id once
  succeeds
  [[ $(stat -c %a "$HOME") == 777 ]]
  ask doctor-fix --check memory --operation-id other
  fails_with 64 invalid-input input
}

@test "sshd's own files: the first value counts, includes are followed, Match blocks are counted" {
  mkdir "$work/ssh"
  printf 'Include %s/ssh/*.conf\n# MaxSessions 1\nMaxSessions 4\nPermitOpen any\nMatch User x\n  AllowTcpForwarding no\nMatch all\nDisableForwarding=yes\n' "$work" >"$work/ssh/main"
  printf 'maxsessions "3"   # few\nMatch Address 10.0.0.0/8\nAllowTcpForwarding no\nInclude %s/ssh/*.conf\n' "$work" >"$work/ssh/a.conf"
  printf 'AllowTcpForwarding local\nInclude %s/ssh/main' "$work" >"$work/ssh/b.conf"
  tell() {
    declare -gA SSHD_VALUES=()
    sshd_read "$1" 1
    printf '%s|' "${SSHD_VALUES[maxsessions]}" "${SSHD_VALUES[allowtcpforwarding]}" "${SSHD_VALUES[permitopen]}" "${SSHD_VALUES[disableforwarding]}" "$SSHD_IS_READ"
    ((SSHD_MATCHES >= 2))
  }
  export -f tell
  [[ $(inside_lib tell "$work/ssh/main") == '3|local|any|yes|1|' ]]
}

@test "a code-server of somebody's is told with its way in, and an open one of any name" {
  printf 'const s = require("http").createServer((q, r) => { r.statusCode = q.url === "/login" ? 302 : 200; r.end(); }); s.listen(+process.argv[2], "127.0.0.2", () => console.log("up"))' >"$work/entry.js"
  mkdir -p "$work/code-server/out/node" && mv "$work/entry.js" "$work/code-server/out/node/entry.js"
  node "$work/code-server/out/node/entry.js" "$((first + 20))" --auth none >"$work/up-one" &
  local one=$!
  node -e 'setTimeout(() => {}, 60000); console.log("up")' -- --without-connection-token --port "$((first + 21))" >"$work/up-two" &
  local two=$!
  until [[ -s $work/up-one && -s $work/up-two ]]; do sleep 0.05; done
  look
  kill "$one" "$two"
  is "d.value.servers.filter((s) => [$one, $two].includes(s.pid)).map((s) => [s.kind, s.auth, s.port, s.listens.map((l) => l.address)]).sort()" \
    "[[\"code-server\",\"none\",$((first + 20)),[\"127.0.0.2\"]],[\"other\",\"none\",$((first + 21)),[]]]"
}

@test "a server that takes no more connections holds up nobody" {
  node -e 'const s = require("net").createServer(); s.listen({ port: +process.argv[1], host: "127.0.0.1", backlog: 1 }, () => console.log("up"))' "$((first + 22))" >"$work/up" 3>&- &
  local pid=$! one two
  until [[ -s $work/up ]]; do sleep 0.05; done
  kill -STOP "$pid"
  # The two that fit.
  exec {one}<>"/dev/tcp/127.0.0.1/$((first + 22))" {two}<>"/dev/tcp/127.0.0.1/$((first + 22))"
  run timeout 10 bash -c 'source "$0/lib/load.bash"; server_ask "$1" /login; echo "asked:$REPLY"' "$scripts" "$((first + 22))"
  exec {one}>&- {two}>&-
  kill -KILL "$pid"
  [[ $output == asked: ]]
}
