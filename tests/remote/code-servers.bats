#!/usr/bin/env bats
# Versions of code-server side by side: fetched, received, checked, switched, removed.

setup() {
  load support/code-servers
  code_servers_setup
}
teardown() { code_servers_teardown; }

@test "a version is fetched, checked and made current; the one before is a switch away, older ones go" {
  small=1
  serve
  local version
  for version in 4.139.1 4.139.2 4.140.0; do
    make_archive "$version"
    install "$version" --url "$(at "$version")"
    succeeds
    [[ $(stages started | tr ' ' '\n' | uniq | xargs) == 'download check unpack check switch' ]]
    is_well_with "$version"
  done
  is 'd.value.versions.map((v) => v.version + v.isCurrent + v.isPrevious).join()' '4.140.0truefalse,4.139.2falsetrue'
  is 'd.value.versions.every((v) => v.sizeBytes > 0 && Math.abs(Date.now() - v.installedAtMs) < 60000)' true
  is 'd.value.partials.length' 0
  ask hello
  is d.value.codeServer.path "$BERTH_HOME/code-server/4.140.0/bin/code-server"
  ask code-server-use --version 4.139.2 --operation-id back
  succeeds
  is_well_with 4.139.2
  is 'd.value.versions.map((v) => v.version + v.isCurrent + v.isPrevious).join()' '4.140.0falsetrue,4.139.2truefalse'
  ask code-server-use --version 4.139.1 --operation-id gone
  fails_with 69 code-server-missing switch
  ask code-server-remove --version 4.139.2 --operation-id current
  fails_with 69 unavailable cleanup
  ask code-server-remove --version 4.140.0 --operation-id other
  succeeds
  is 'd.value.versions.length' 1
  # What is there already is not fetched again.
  install 4.139.2 --url "$(at "nothing")"
  succeeds
}

@test "what runs keeps its version over switches, and its version stays while it runs" {
  small=1
  has 4.139.1
  start demo
  local pid
  pid=$(value d.value.pid)
  # Links are for who starts: what runs was started by the real path.
  tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qx "$BERTH_HOME/code-server/4.139.1/bin/code-server"
  grep -qx 'version=4.139.1' "$BERTH_HOME/instances/demo/record"
  has 4.139.2
  has 4.139.3
  is 'd.value.versions.map((v) => v.version + v.usedBy).join()' '4.139.3,4.139.2,4.139.1demo'
  ask code-server-remove --version 4.139.1 --operation-id used
  fails_with 69 unavailable cleanup
  ask instance-list
  is 'd.value[0].state + d.value[0].pid' "running$pid"
  # Its processes say it too, where the record was written by scripts that did not.
  sed -i '/^version=/d' "$BERTH_HOME/instances/demo/record"
  ask code-server-list
  is 'd.value.versions.map((v) => v.version + v.usedBy).join()' '4.139.3,4.139.2,4.139.1demo'
  ask instance-restart --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id again
  succeeds
  ask code-server-use --version 4.139.2 --operation-id older
  is 'd.value.versions.map((v) => v.version + v.usedBy).join()' '4.139.3demo,4.139.2'
  stop demo
}

@test "versions without a choice, as earlier scripts left them, work as before" {
  small=1
  has 4.139.1
  rm "$BERTH_HOME/code-server/current" "$BERTH_HOME/code-server/4.139.1/.berth-size"
  cp -a "$BERTH_HOME/code-server/4.139.1" "$BERTH_HOME/code-server/4.99.0"
  ask code-server-list
  is 'd.value.versions.map((v) => v.version + v.isCurrent).join()' '4.139.1true,4.99.0false'
  start demo
  grep -qx 'version=4.139.1' "$BERTH_HOME/instances/demo/record"
  stop demo
  rm -r "$BERTH_HOME/code-server"
  ask code-server-list
  is 'd.value.versions.length + d.value.foreign.path' "0$support/bin/code-server"
}

@test "a download goes on where it was cut, with curl and with wget, over a redirect to https only" {
  command -v openssl >/dev/null || skip 'openssl is not installed'
  small=1
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/key" -out "$work/certificate" 2>/dev/null
  export CURL_CA_BUNDLE=$work/certificate WGETRC=$work/wgetrc
  printf 'ca_certificate=%s\n' "$work/certificate" >"$WGETRC"
  serve "$work/key" "$work/certificate"
  local tool version=4.139.0 real_path=$PATH
  for tool in curl wget; do
    command -v "$tool" >/dev/null || continue
    version=${version%.*}.$((${version##*.} + 1))
    # One downloader only; the others are hidden by a folder of all else.
    rm -rf "$work/stub" && mkdir "$work/stub"
    find "$support/bin" "$(dirname "$(command -v node)")"/node /usr/bin /bin -maxdepth 1 \( -type f -o -type l \) -not -name curl -not -name wget \
      -exec ln -sf -t "$work/stub" -- '{}' + 2>/dev/null
    ln -sf "$(command -v "$tool")" "$work/stub/$tool"
    PATH=$work/stub
    make_archive "$version"
    install "$version" --url "$(secure_at "to-http/$version")"
    fails_with 69 unavailable download
    [[ ! -s $(part_of "$version") ]]
    # Each try gets a little; the next goes on.
    : >"$work/archives/log"
    install "$version" --url "$(at "cut/1500/$version")"
    succeeds
    [[ $(grep -c 'bytes=' "$work/archives/log") -ge 1 ]] || { cat "$work/archives/log" && return 1; }
    ask code-server-use --version "$version" --operation-id "use-$version"
    ask code-server-list
    is 'd.value.downloaders.join()' "$tool"
    version=${version%.*}.$((${version##*.} + 1))
    make_archive "$version"
    head -c 1000 "$work/archives/$version" >"$(part_of "$version")"
    install "$version" --url "$(at "to-https/$version")"
    succeeds
    grep -q "^/$version bytes=1000-" "$work/archives/log"
    version=${version%.*}.$((${version##*.} + 1))
    # A server that cannot go on in the middle.
    make_archive "$version"
    head -c 1000 "$work/archives/$version" >"$(part_of "$version")"
    install "$version" --url "$(at "whole/$version")"
    succeeds
    PATH=$real_path
  done
  rm -f "$work/stub/curl" "$work/stub/wget"
  make_archive 5.0.0
  PATH=$work/stub install 5.0.0 --url "$(at "5.0.0")"
  fails_with 69 unavailable download
  [[ $document == *push* ]]
}

# receive <name> <bytes to send> [<seconds to be silent then>]: prints what the far end says.
receive() {
  local -a fields=(code-server-receive --sha256 "$(sum_of "$1")" --bytes "$(size_of "$1")")
  {
    printf 'N\0%s\0%d\0' "${fields[0]}" $((${#fields[@]} - 1))
    printf '%s\0' "${fields[@]:1}"
    tail -c "+$(($(stat -c %s "$(part_of "$1")" 2>/dev/null || echo 0) + 1))" "$work/archives/$1" | head -c "$2"
    [[ -z ${3-} ]] || sleep "$3"
  } | bash "$scripts/runner" receive N 2>/dev/null
}

@test "an archive is received in pieces over links that are cut, and one that died unheard does not stand in the way" {
  make_archive 4.139.1
  local bytes said before
  bytes=$(size_of 4.139.1)
  said=$(receive 4.139.1 700000)
  [[ $said == *'BERTH N receive 0'*'"bytes":700000'* ]] || { echo "$said" && return 1; }
  ask code-server-list
  is d.value.partials "[{\"sha256\":\"$(sum_of 4.139.1)\",\"bytes\":700000}]"
  # This one has sent a bit and is silent; it hears of the other.
  receive 4.139.1 300000 30 >"$work/first" &
  # Whole blocks only, as long as more may come.
  until (($(stat -c %s "$(part_of 4.139.1)") > 960000)); do sleep 0.02; done
  before=$(stat -c %s "$(part_of 4.139.1)")
  said=$(receive 4.139.1 "$bytes")
  [[ $said == *"BERTH N receive $before"*"\"bytes\":$bytes"*'BERTH-END N 0' ]] || { echo "$said" && return 1; }
  grep -q '"kind":"busy","stage":"push"' "$work/first"
  [[ $said == *'"stage":"push","state":"progress"'* ]]
  install 4.139.1 --received
  succeeds
  is_well_with 4.139.1
  # Nothing else is asked in that mode, and nothing is received in another.
  said=$(printf 'N\0hello\x000\0' | bash "$scripts/runner" receive N 2>/dev/null)
  [[ $said == *invalid-input* ]]
  ask code-server-receive --sha256 "$(sum_of 4.139.1)" --bytes "$bytes"
  fails_with 64 invalid-input input
}

@test "hosts that no code-server runs on are told so before anything is fetched" {
  make_archive 4.139.1
  printf '#!/bin/sh\nexit 1\n' >"$work/stub/getconf"
  printf '#!/bin/sh\nprintf "musl libc (x86_64)\\nVersion 1.2.4\\n" >&2; exit 1\n' >"$work/stub/ldd"
  chmod 755 "$work/stub"/*
  PATH=$work/stub:$PATH install 4.139.1 --url http://127.0.0.1:1/x
  fails_with 69 host-unsupported check
  ask env PATH="$work/stub:$PATH" "$scripts/berth" code-server-list || :
  document=$(PATH=$work/stub:$PATH berth code-server-list)
  is d.value.libc 'musl 1.2.4'
  printf '#!/bin/sh\necho glibc 2.17\n' >"$work/stub/getconf"
  printf '#!/bin/sh\nexit 1\n' >"$work/stub/ldd"
  PATH=$work/stub:$PATH install 4.139.1 --url http://127.0.0.1:1/x
  fails_with 69 host-unsupported check
}

@test "npm of the host puts it into the same layout, and needs a new Node" {
  # Plays npm: what it would fetch takes minutes.
  cat >"$work/stub/npm" <<'SCRIPT'
#!/bin/sh
[ "$1" = --version ] && echo 11.0.0 && exit
while [ "$1" != --prefix ]; do shift; done
echo "added 1 package"
mkdir -p "$2/lib/node_modules/code-server/out/node" "$2/bin"
printf '{"name":"code-server","version":"4.139.1"}' >"$2/lib/node_modules/code-server/package.json"
cp "$FAKE_ENTRY" "$2/lib/node_modules/code-server/out/node/entry.js"
printf '{"type":"module"}' >"$2/lib/node_modules/code-server/out/node/package.json"
ln -s ../lib/node_modules/code-server/out/node/entry.js "$2/bin/code-server"
SCRIPT
  chmod 755 "$work/stub/npm"
  export FAKE_ENTRY=$support/bin/code-server
  PATH=$work/stub:$PATH ask code-server-install --version 4.139.1 --npm --operation-id npm
  succeeds
  is_well_with 4.139.1
  [[ $lines == *'"state":"output","title":"added 1 package"'* ]]
  # The Node is found again where PATH has none.
  [[ $(env -i /bin/sh "$BERTH_HOME/code-server/4.139.1/bin/code-server" --version) == 0.0.1-fake* ]]
  printf '#!/bin/sh\necho v20.1.0\n' >"$work/stub/node"
  chmod 755 "$work/stub/node"
  PATH=$work/stub:$PATH ask code-server-install --version 4.139.2 --npm --operation-id npm-old
  fails_with 69 unavailable unpack
}

@test "cleanups know what belongs to installations" {
  small=1
  has 4.139.1
  mkdir "$BERTH_HOME/code-server/.unpacking-1"
  : >"$BERTH_HOME/code-server/.incoming/$(printf '%064d' 0).part"
  : >"$BERTH_HOME/code-server/.incoming/$(printf '%064d' 1).part"
  touch -d '2 hours ago' "$BERTH_HOME/code-server/.incoming/$(printf '%064d' 0).part"
  BERTH_OPERATION=killed BERTH_OPERATION_HOME=$BERTH_HOME sleep 60 3>&- &
  local pid=$!
  ask cleanup --level leftovers --yes --operation-id leftovers
  succeeds
  is 'd.value.removed.map((r) => r.kind).sort().join() + d.value.remaining.length' directory,other,process0
  is_gone "$pid"
  [[ $(ls -A "$BERTH_HOME/code-server/.incoming") == *1.part ]]
  is_well_with 4.139.1
  # At the widest level an installation under way is called off first.
  make_archive 4.139.2
  FAKE_MODE=hang install_off --received --sha256 "$(put 4.139.2 && sum_of 4.139.2)" --bytes "$(size_of 4.139.2)"
  until grep -q 'Checking that it answers' "$work/off"; do sleep 0.02; done
  ask cleanup --level everything --yes --operation-id everything
  succeeds
  is d.value.remaining.length 0
  wait "$!" || :
  grep -q '"kind":"cancelled"' "$work/off"
  [[ ! -e $BERTH_HOME && -z $(operation_pids) ]]
}

@test "the real code-server stands the trial, and writes nothing outside of it" {
  [[ -n ${BERTH_TEST_CODE_SERVER-} ]] || skip 'BERTH_TEST_CODE_SERVER is not set'
  export BERTH_HEALTHZ_SECONDS=60
  fill() { printf '#!/bin/sh\nexec %q "$@"\n' "$BERTH_TEST_CODE_SERVER" >"$1/bin/code-server"; }
  has 4.139.1
  [[ -z $(operation_pids) && -z $(ls -A "$HOME") && ! -e $BERTH_HOME/code-server/4.139.1/trial ]]
  [[ $(ls -A "$BERTH_HOME/code-server" | sort | xargs) == '.incoming 4.139.1 current' ]]
}
