#!/usr/bin/env bats
# What a host tells of itself: repositories, ports, readings, itself.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

repository() {
  mkdir -p "$1/.git"
  printf '%s\n' "$2" >"$1/.git/HEAD"
}

@test "repositories are found to the depth asked, not inside another, node_modules, hidden folders or links" {
  local root=$work/root
  repository "$root/a" 'ref: refs/heads/main'
  repository "$root/a/inner" 'ref: refs/heads/no'
  repository "$root/x/y/deep" 'ref: refs/heads/feature/ü "q"'
  repository "$root/x/y/z/deeper" 'ref: refs/heads/no'
  repository "$root/node_modules/p" 'ref: refs/heads/no'
  repository "$root/.hidden/p" 'ref: refs/heads/no'
  repository "$root/detached" 0123456789012345678901234567890123456789
  mkdir -p "$root/worktree" "$root/a/.git/worktrees/w"
  echo 'gitdir: ../a/.git/worktrees/w' >"$root/worktree/.git"
  echo 'ref: refs/heads/side' >"$root/a/.git/worktrees/w/HEAD"
  ln -s "$root" "$root/x/loop"
  ask repositories-list --root "$root" --root "$root/." --root "$root/nowhere" --depth 3
  succeeds
  is 'd.value.map((r) => r.name + ":" + r.branch).sort()' '["a:main","deep:feature/ü \"q\"","detached:null","worktree:side"]'
  is 'd.value.find((r) => r.name === "deep").path' "$root/x/y/deep"
  [[ $(<"$work/stderr") == *nowhere* ]]
  ask repositories-list --root "$root/a" --depth 0
  is 'd.value.length' 1
  cp -a "$root" "$HOME/code"
  ask repositories-list --root '~/code' --depth 1
  is 'd.value.length' 3
}

@test "a root with hostile bytes, and real git, are read rightly" {
  local name=$'new\nline "q" $(x) \xff🚀'
  repository "$work/$name/it" 'ref: refs/heads/main'
  ask repositories-list --root "$work/$name" --depth 1
  is 'd.value[0].path' "$work/"$'new\nline "q" $(x) �🚀/it'
  command -v git >/dev/null || skip 'git is not installed'
  git init -q -b trunk "$work/g/real"
  ask repositories-list --root "$work/g" --depth 1
  is 'd.value[0].branch' trunk
}

@test "5,000 repositories are the most" {
  mkdir -p "$work/many"
  (cd "$work/many" && mkdir r{1..5010} && for folder in r*; do echo "$folder/.git"; done | xargs mkdir)
  ask repositories-list --root "$work/many" --depth 1
  is 'd.value.length' 5000
}

@test "ports tell instances, nginx, claims and foreign listeners apart" {
  start demo
  local pid
  pid=$(value d.value.pid)
  echo ghost >"$BERTH_HOME/ports/$((first + 5))"
  node -e 'for (const host of ["::1", "0.0.0.0"]) require("net").createServer().listen(+process.argv[1], host, () => console.log("up"))' "$((first + 6))" >"$work/up" &
  local listener=$!
  until (($(wc -l <"$work/up") == 2)); do sleep 0.05; done
  ask ports-list --port-first "$first" --port-last "$last"
  kill "$listener"
  succeeds
  local row='d.value.filter((r) => r.port === '
  is "$row $first).map((r) => [r.address, r.kind, r.instanceId])" '[["127.0.0.1","instance","demo"]]'
  # What listens was started by the root of the instance.
  [[ $(cut -d' ' -f4 "/proc/$(value "$row $first)[0].pid")/stat") == "$pid" ]]
  is "$row $BERTH_NGINX_PORT).map((r) => [r.address, r.kind, r.user])" "[[\"127.0.0.1\",\"nginx\",\"$(id -un)\"]]"
  is "$row $first + 5)" "[{\"port\":$((first + 5)),\"protocol\":\"tcp\",\"address\":null,\"kind\":\"claim\",\"instanceId\":\"ghost\",\"pid\":null,\"user\":null,\"command\":null}]"
  is "$row $first + 6).map((r) => [r.address, r.kind, r.pid, r.command.includes('node')]).sort()" "[[\"0.0.0.0\",\"foreign\",$listener,true],[\"::1\",\"foreign\",$listener,true]]"
}

@test "what an editor's terminal started is its instance's, and UDP is told when it is asked for" {
  local row='d.value.filter((r) => r.port === '
  BERTH_INSTANCE=demo BERTH_INSTANCE_HOME=$BERTH_HOME node -e '
    const port = +process.argv[1]
    require("net").createServer().listen(port, "::1", () => console.log("up"))
    require("dgram").createSocket("udp4").bind(port, "127.0.0.1", () => console.log("up"))' "$((first + 7))" >"$work/up" &
  local listener=$!
  until (($(wc -l <"$work/up") == 2)); do sleep 0.05; done
  ask ports-list --port-first "$first" --port-last "$last"
  is "$row $first + 7).map((r) => [r.protocol, r.address, r.kind, r.instanceId, r.pid])" "[[\"tcp\",\"::1\",\"foreign\",\"demo\",$listener]]"
  ask ports-list --port-first "$first" --port-last "$last" --with-udp
  kill "$listener"
  is "$row $first + 7).map((r) => [r.protocol, r.address, r.kind, r.instanceId]).sort()" '[["tcp","::1","foreign","demo"],["udp","127.0.0.1","foreign","demo"]]'
}

@test "whoever listens where this connection came in is sshd, although only root may see its process" {
  node -e 'for (const by of [6, 7]) require("net").createServer().listen(+process.argv[1] + by, "0.0.0.0", () => console.log("up"))' "$first" >"$work/up" &
  local listener=$! theirs=$work/theirs row='d.value.filter((r) => r.port === '
  until (($(wc -l <"$work/up") == 2)); do sleep 0.05; done
  mkdir -m 700 "$theirs"
  chown nobody "$theirs"
  chmod 755 "$work"
  cp -r "$scripts" "$work/scripts"
  chmod -R a+rX "$work/scripts"
  export SSH_CONNECTION="192.0.2.7 50000 10.0.0.5 $((first + 6))"
  document=$(setpriv --reuid=nobody --clear-groups env BERTH_HOME="$theirs" "$work/scripts/berth" ports-list --port-first "$first" --port-last "$last" | tail -n 1)
  is "$row $first + 6).map((r) => [r.kind, r.pid, r.command])" '[["foreign",null,"sshd"]]'
  is "$row $first + 7).map((r) => [r.kind, r.pid, r.command])" '[["foreign",null,null]]'
  # What can be seen is told as it is.
  ask ports-list --port-first "$first" --port-last "$last"
  is "$row $first + 6)[0].command.includes('node')" true
  kill "$listener"
}

@test "the readings of a host are plausible and know the instances" {
  FAKE_MODE=children start demo
  until (($(marked_pids | wc -l) >= 3)); do sleep 0.05; done
  ask stats
  succeeds
  is 'd.value.cpu.usedShare >= 0 && d.value.cpu.usedShare <= 1 && d.value.cpu.coreCount' "$(getconf _NPROCESSORS_CONF)"
  is 'd.value.memory.totalBytes' "$(($(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo) * 1024))"
  is 'd.value.memory.availableBytes > 1e7 && d.value.disk.availableBytes > 1e7 && d.value.disk.totalBytes >= d.value.disk.availableBytes' true
  is 'd.value.instances.length === 1 && d.value.instances[0].processCount >= 3 && d.value.instances[0].memoryBytes > 5e6' true
  is 'Math.abs(d.value.collectedAtMs - Date.now()) < 60000 && d.value.uptimeSeconds > 1' true
}

@test "hello tells who and where" {
  ask hello
  succeeds
  is '[d.value.home, d.value.user, d.value.uid]' "[\"$BERTH_HOME\",\"$(id -un)\",$EUID]"
  is d.value.bootId "$(</proc/sys/kernel/random/boot_id)"
  is d.value.codeServer "{\"path\":\"$support/bin/code-server\",\"version\":\"0.0.1-fake\"}"
  mkdir -p "$BERTH_HOME"/code-server/{4.9.0,4.100.1}/bin
  printf '#!/bin/sh\necho 4.100.1\n' | tee "$BERTH_HOME/code-server/4.9.0/bin/code-server" >"$BERTH_HOME/code-server/4.100.1/bin/code-server"
  chmod +x "$BERTH_HOME"/code-server/*/bin/code-server
  ask hello
  is d.value.codeServer "{\"path\":\"$BERTH_HOME/code-server/4.100.1/bin/code-server\",\"version\":\"4.100.1\"}"
}

@test "a measurement of memory is kept for 10 s and made again when the processes change" {
  start demo
  local file=$BERTH_HOME/instances/demo/memory now
  ask instance-list
  [[ $(value 'd.value[0].memoryBytes') == "$(cut -d' ' -f2 "$file")" ]]
  now=$(cut -d' ' -f1 "$file")
  sed -i 's/^\([0-9]*\) [0-9]*/\1 42/' "$file"
  ask instance-list
  is 'd.value[0].memoryBytes' 42
  sed -i "s/^[0-9]*/$((now - 11000))/" "$file"
  ask instance-list
  is 'd.value[0].memoryBytes > 1e6' true
  sed -i 's/^\([0-9]*\) [0-9]* /\1 42 1 /' "$file"
  ask stats
  is 'd.value.instances[0].memoryBytes > 1e6' true
  echo 'nonsense $(touch x)' >"$file"
  ask instance-list
  is 'd.value[0].memoryBytes > 1e6' true
}
