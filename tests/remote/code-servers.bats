#!/usr/bin/env bats
# Versions of code-server side by side: fetched, received, checked, switched; and nothing half done, wherever it is cut.

setup() {
  load support/helpers
  berth_setup
  export BERTH_DOWNLOAD_REST=0
  mkdir -m 700 "$BERTH_HOME" "$work/archives" "$work/stub"
}
teardown() {
  [[ -z ${server_pid-} ]] || kill "$server_pid"
  berth_teardown
}

# make_archive <version> [<name of the file>]: a small release in `archives`; more may be put into its folder by `fill`.
make_archive() {
  local folder=$work/tree/code-server-$1-linux-amd64
  mkdir -p "$folder/bin" "$folder/lib"
  printf '{\n  "name": "code-server",\n  "version": "%s"\n}\n' "$1" >"$folder/package.json"
  printf '#!/bin/sh\nexec node "$(dirname "$(readlink -f "$0")")/../lib/entry.mjs" "$@"\n' >"$folder/bin/code-server"
  chmod 755 "$folder/bin/code-server"
  cp "$support/bin/code-server" "$folder/lib/entry.mjs"
  ln -sf ../lib/entry.mjs "$folder/bin/link"
  [[ -n ${small-} ]] || head -c 2000000 /dev/urandom >"$folder/lib/blob"
  ! declare -F fill >/dev/null || fill "$folder"
  tar -C "$work/tree" -czf "$work/archives/${2:-$1}" "${folder##*/}"
  rm -rf "$work/tree"
}

sum_of() { sha256sum <"$work/archives/$1" | cut -d' ' -f1; }
size_of() { stat -c %s "$work/archives/$1"; }
part_of() { echo "$BERTH_HOME/code-server/.incoming/$(sum_of "$1").part"; }

serve() {
  "$support/archive-server" "$work/archives" "$work/ports" "$@" >/dev/null 2>&1 3>&- &
  server_pid=$!
  until [[ -s $work/ports ]]; do sleep 0.02; done
  read -r plain secure <"$work/ports"
  url=http://127.0.0.1:$plain
}

# put <name>: as if it had been received.
put() {
  mkdir -p "$BERTH_HOME/code-server/.incoming"
  cp "$work/archives/$1" "$(part_of "$1")"
}

install() {
  ask code-server-install --version "$1" --operation-id "install-$RANDOM$RANDOM" --sha256 "$(sum_of "${name:-$1}")" --bytes "$(size_of "${name:-$1}")" "${@:2}"
}

# has <version>: makes it the current one.
has() {
  make_archive "$1"
  put "$1"
  install "$1" --received
  succeeds
}

# The current one is this and starts, nothing is half done, and nothing of a command runs on.
is_well_with() {
  [[ $(readlink "$BERTH_HOME/code-server/current") == "$1" ]]
  [[ $("$BERTH_HOME/code-server/$1/bin/code-server" --version) == 0.0.1-fake* ]]
  [[ -z $(compgen -G "$BERTH_HOME/code-server/.unpacking-*") ]] || { ls -la "$BERTH_HOME/code-server" && return 1; }
  [[ -z $(operation_pids) ]] || { echo "still there: $(operation_pids)" && return 1; }
}

operation_pids() {
  grep -lszxF -e "BERTH_OPERATION_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' || :
}

@test "a version is fetched, checked and made current; the one before is a switch away, older ones go" {
  small=1
  serve
  local version
  for version in 4.139.1 4.139.2 4.140.0; do
    make_archive "$version"
    install "$version" --url "$url/$version"
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
  install 4.139.2 --url "$url/nothing"
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
    install "$version" --url "https://127.0.0.1:$secure/to-http/$version"
    fails_with 69 unavailable download
    [[ ! -s $(part_of "$version") ]]
    # Each try gets a little; the next goes on.
    : >"$work/archives/log"
    install "$version" --url "$url/cut/1500/$version"
    succeeds
    [[ $(grep -c 'bytes=' "$work/archives/log") -ge 1 ]] || { cat "$work/archives/log" && return 1; }
    ask code-server-use --version "$version" --operation-id "use-$version"
    ask code-server-list
    is 'd.value.downloaders.join()' "$tool"
    version=${version%.*}.$((${version##*.} + 1))
    make_archive "$version"
    head -c 1000 "$work/archives/$version" >"$(part_of "$version")"
    install "$version" --url "$url/to-https/$version"
    succeeds
    grep -q "^/$version bytes=1000-" "$work/archives/log"
    version=${version%.*}.$((${version##*.} + 1))
    # A server that cannot go on in the middle.
    make_archive "$version"
    head -c 1000 "$work/archives/$version" >"$(part_of "$version")"
    install "$version" --url "$url/whole/$version"
    succeeds
    PATH=$real_path
  done
  rm -f "$work/stub/curl" "$work/stub/wget"
  make_archive 5.0.0
  PATH=$work/stub install 5.0.0 --url "$url/5.0.0"
  fails_with 69 unavailable download
  [[ $document == *push* ]]
}

@test "what is wrong is refused before anything of it is used: sum, size, contents, version, one that does not start" {
  has 4.139.1
  serve
  local sha256
  make_archive 4.139.2
  sha256=$(sum_of 4.139.1)
  ask code-server-install --version 4.139.2 --operation-id other --sha256 "$sha256" --bytes "$(size_of 4.139.2)" --url "$url/4.139.2"
  fails_with 73 setup-failed download
  is_well_with 4.139.1
  [[ -z $(ls -A "$BERTH_HOME/code-server/.incoming") ]]
  name=4.139.2 install 4.139.2 --url "$url/long/4.139.2"
  fails_with 73 setup-failed download
  [[ -z $(ls -A "$BERTH_HOME/code-server/.incoming") ]]
  head -c 1000 "$work/archives/4.139.2" >"$(part_of 4.139.2)"
  install 4.139.2 --received
  fails_with 73 setup-failed push
  [[ $(stat -c %s "$(part_of 4.139.2)") == 1000 ]]
  local kind small=1
  for kind in up absolute symlink-up symlink-absolute through hard folders fifo; do
    make_bad "$kind"
    put "$kind"
    name=$kind install 4.139.2 --received
    fails_with 73 setup-failed unpack
    is_well_with 4.139.1
    [[ ! -e $work/escaped && ! -e $BERTH_HOME/code-server/escaped && ! -e $BERTH_HOME/escaped ]]
  done
  make_archive 4.139.3
  put 4.139.3
  name=4.139.3 install 4.139.2 --received
  fails_with 73 setup-failed check
  [[ $document == *4.139.3* ]]
  FAKE_MODE=exit install 4.139.3 --received
  fails_with 73 setup-failed check
  FAKE_MODE=sick BERTH_HEALTHZ_SECONDS=1 install 4.139.3 --received
  fails_with 73 setup-failed check
  is_well_with 4.139.1
  is 'd.failure.detail.includes("did not answer")' true
}

# make_bad <kind>: an archive that would put something elsewhere.
make_bad() {
  local top=$work/bad/top
  mkdir -p "$top/bin"
  printf x >"$top/package.json"
  case $1 in
    up) tar -C "$top" -czf "$work/archives/$1" --transform 's,^package.json,top/../../escaped,' -P package.json ;;
    absolute) tar -C "$top" -czf "$work/archives/$1" --transform "s,^package.json,$work/escaped," -P package.json ;;
    symlink-up) ln -s ../../escaped "$top/bin/link" && tar -C "$work/bad" -czf "$work/archives/$1" top ;;
    symlink-absolute) ln -s /etc "$top/link" && tar -C "$work/bad" -czf "$work/archives/$1" top ;;
    through)
      mkdir "$top/real"
      ln -s real "$top/link"
      tar -C "$work/bad" -cf "$work/bad.tar" top
      tar -C "$top" -rf "$work/bad.tar" --transform 's,^package.json,top/link/escaped,' package.json
      gzip -c "$work/bad.tar" >"$work/archives/$1"
      ;;
    hard)
      ln "$top/package.json" "$top/other"
      # Of the two names of one file the second is the link; what it leads to is named anew.
      tar -C "$work/bad" -czf "$work/archives/$1" -P --transform 'flags=h;s,.*,top/../../escaped,' top
      ;;
    folders) mkdir "$work/bad/second" && tar -C "$work/bad" -czf "$work/archives/$1" top second ;;
    fifo) mkfifo "$top/fifo" && tar -C "$work/bad" -czf "$work/archives/$1" top ;;
  esac
  rm -rf "$work/bad" "$work/bad.tar"
}

# receive <name> <bytes to send> <offset that is told>: prints what the far end says.
receive() {
  local -a fields=(code-server-receive --sha256 "$(sum_of "$1")" --bytes "$(size_of "$1")" --offset "$3")
  {
    printf 'N\0%s\0%d\0' "${fields[0]}" $((${#fields[@]} - 1))
    printf '%s\0' "${fields[@]:1}"
    tail -c "+$(($(stat -c %s "$(part_of "$1")" 2>/dev/null || echo 0) + 1))" "$work/archives/$1" | head -c "$2"
    [[ -z ${4-} ]] || sleep "$4"
  } | bash "$scripts/runner" receive N 2>/dev/null
}

@test "an archive is received in pieces over links that are cut, and one that died unheard does not stand in the way" {
  make_archive 4.139.1
  local bytes said before
  bytes=$(size_of 4.139.1)
  said=$(receive 4.139.1 700000 "$bytes")
  [[ $said == *'BERTH N receive 0'*'"bytes":700000'* ]] || { echo "$said" && return 1; }
  ask code-server-list
  is d.value.partials "[{\"sha256\":\"$(sum_of 4.139.1)\",\"bytes\":700000}]"
  # This one has sent a bit and is silent; it hears of the other.
  receive 4.139.1 300000 "$bytes" 30 >"$work/first" &
  # Whole blocks only, as long as more may come.
  until (($(stat -c %s "$(part_of 4.139.1)") > 960000)); do sleep 0.02; done
  before=$(stat -c %s "$(part_of 4.139.1)")
  said=$(receive 4.139.1 "$bytes" "$bytes")
  [[ $said == *"BERTH N receive $before"*"\"bytes\":$bytes"*'BERTH-END N 0' ]] || { echo "$said" && return 1; }
  grep -q '"kind":"busy","stage":"push"' "$work/first"
  [[ $said == *'"stage":"push","state":"progress"'* ]]
  install 4.139.1 --received
  succeeds
  is_well_with 4.139.1
  # Nothing else is asked in that mode, and nothing is received in another.
  said=$(printf 'N\0hello\x000\0' | bash "$scripts/runner" receive N 2>/dev/null)
  [[ $said == *invalid-input* ]]
  ask code-server-receive --sha256 "$(sum_of 4.139.1)" --bytes "$bytes" --offset 0
  fails_with 64 invalid-input input
}

# cancelled_in <stage> <what the step is called>: the installation that runs as `off` is called off once it is there.
cancelled_in() {
  until grep -q "\"stage\":\"$1\",\"state\":\"started\",\"title\":\"$2" "$work/off"; do
    kill -0 "$!" || { cat "$work/off" && return 1; }
    sleep 0.02
  done
  ask operation-cancel --operation-id "$operation"
  is d.value.isCancelled true
  wait "$!" || :
  document=$(tail -n 1 "$work/off") code=69
  fails_with 69 cancelled "$1"
  is_well_with 4.139.1
  ask operation-cancel --operation-id "$operation"
  is d.value.isCancelled true
}

install_off() {
  operation=off-$RANDOM$RANDOM
  : >"$work/off"
  berth code-server-install --version 4.139.2 --operation-id "$operation" "$@" >"$work/off" 2>/dev/null 3>&- &
}

@test "it is called off at every stage, with what it runs, and what was there goes on" {
  has 4.139.1
  make_archive 4.139.2
  serve
  local -a archive=(--sha256 "$(sum_of 4.139.2)" --bytes "$(size_of 4.139.2)")
  install_off --url "$url/slow/4.139.2" "${archive[@]}"
  cancelled_in download Downloading
  [[ -s $(part_of 4.139.2) ]]
  put 4.139.2
  local tool
  for tool in sha256sum tar; do printf '#!/bin/sh\nsetsid sleep 60 & exec sleep 60\n' >"$work/stub/$tool" && chmod 755 "$work/stub/$tool"; done
  PATH=$work/stub:$PATH install_off --received "${archive[@]}"
  cancelled_in check 'Checking the archive'
  rm "$work/stub/sha256sum"
  PATH=$work/stub:$PATH install_off --received "${archive[@]}"
  cancelled_in unpack 'Looking through'
  rm "$work/stub/tar"
  FAKE_MODE=hang install_off --received "${archive[@]}"
  cancelled_in check 'Checking that it answers'
  # What is over cannot be called off any more.
  install 4.139.2 --received
  is_well_with 4.139.2
  ask operation-cancel --operation-id "$(ls -t "$BERTH_HOME/journal" | head -n 1)"
  is d.value.isCancelled false
}

@test "killed at any moment, the one before goes on working, and the next try comes to its end" {
  has 4.139.1
  make_archive 4.139.2
  serve
  local round operation word pid waited
  for round in 0 5 10 15 20 25 30 40; do
    operation=kill-$round
    berth code-server-install --version 4.139.2 --operation-id "$operation" --sha256 "$(sum_of 4.139.2)" --bytes "$(size_of 4.139.2)" --url "$url/4.139.2" \
      >"$work/killed" 2>&1 3>&- &
    until [[ -s $BERTH_HOME/journal/$operation ]]; do sleep 0.005; done
    printf -v waited '0.%03d' $((round * 10))
    sleep "$waited"
    read -r word pid _ <"$BERTH_HOME/journal/$operation"
    # What is done has no process any more.
    if [[ $word == running ]]; then kill -KILL "$!" "$pid" 2>/dev/null || :; fi
    wait "$!" 2>/dev/null || :
    ask code-server-list
    succeeds
    is 'd.value.versions.some((v) => v.version === "4.139.1")' true
    ask hello
    [[ $("$(value d.value.codeServer.path)" --version) == 0.0.1-fake* ]]
    [[ $word == running ]] || break
  done
  install 4.139.2 --url "$url/4.139.2"
  succeeds
  is_well_with 4.139.2
  is 'd.value.versions.map((v) => v.version).join()' 4.139.2,4.139.1
  ask reconcile
  is d.value.changes.length 0
}

@test "a full disk is named, whenever it is full, and leaves the one before" {
  unshare --mount true 2>/dev/null || skip 'needs a mount namespace'
  has 4.139.1
  serve
  make_archive 4.139.2
  # Small as an archive, large on the disk.
  fill() { head -c 40000000 /dev/zero >"$1/lib/zeros"; }
  make_archive 4.139.3
  unset -f fill
  # A disk of its own for this home: with 5 MB, with 20 MB, and with 20 MB that somebody else fills meanwhile.
  cat >"$work/on-disk" <<'SCRIPT'
mount -t tmpfs -o "size=$1,mode=700" none "$BERTH_HOME" && cp -a "$BERTH_HOME.kept/." "$BERTH_HOME/" && [ -z "$2" ] || (
  until [ -s "$BERTH_HOME/code-server/.incoming/$2.part" ]; do sleep 0.02; done
  head -c 100M /dev/zero >"$BERTH_HOME/filler"
) 2>/dev/null &
shift 2
wait_for_mount() { until [ -e "$BERTH_HOME/code-server" ] && grep -q " $BERTH_HOME tmpfs" /proc/mounts; do sleep 0.01; done; }
wait_for_mount
"$@"
code=$?
rm -f "$BERTH_HOME/filler"
readlink "$BERTH_HOME/code-server/current" >"$BERTH_HOME.current"
ls -A "$BERTH_HOME/code-server" >"$BERTH_HOME.left"
exit "$code"
SCRIPT
  mv "$BERTH_HOME" "$BERTH_HOME.kept" && mkdir -m 700 "$BERTH_HOME"
  full() {
    local version=$4
    code=0
    unshare --mount sh "$work/on-disk" "$1" "$2" "$scripts/berth" code-server-install --version "$version" --operation-id "full-$RANDOM" \
      --sha256 "$(sum_of "$version")" --bytes "$(size_of "$version")" --url "$url/$5$version" >"$work/stdout" 2>"$work/stderr" 3>&- || code=$?
    lines=$(<"$work/stdout") document=$(tail -n 1 "$work/stdout")
    fails_with 71 disk-full "$3" || { cat "$work/stdout" "$work/stderr" && return 1; }
    [[ $(<"$BERTH_HOME.current") == 4.139.1 ]]
    run ! grep unpacking "$BERTH_HOME.left"
  }
  full 8m '' download 4.139.2 ''
  full 24m '' unpack 4.139.3 ''
  full 24m "$(sum_of 4.139.2)" download 4.139.2 slow/
  rm -rf "$BERTH_HOME" && mv "$BERTH_HOME.kept" "$BERTH_HOME"
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
