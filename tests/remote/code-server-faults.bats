#!/usr/bin/env bats
# An installation of code-server that is given the wrong thing, called off, killed, or out of room: nothing is half done.

setup() {
  load support/code-servers
  code_servers_setup
}
teardown() { code_servers_teardown; }

@test "what is wrong is refused before anything of it is used: sum, size, contents, version, one that does not start" {
  has 4.139.1
  serve
  local sha256
  make_archive 4.139.2
  sha256=$(sum_of 4.139.1)
  ask code-server-install --version 4.139.2 --operation-id other --sha256 "$sha256" --bytes "$(size_of 4.139.2)" --url "$(at "4.139.2")"
  fails_with 73 setup-failed download
  is_well_with 4.139.1
  [[ -z $(ls -A "$BERTH_HOME/code-server/.incoming") ]]
  name=4.139.2 install 4.139.2 --url "$(at "long/4.139.2")"
  fails_with 73 setup-failed download
  [[ -z $(ls -A "$BERTH_HOME/code-server/.incoming") ]]
  head -c 1000 "$work/archives/4.139.2" >"$(part_of 4.139.2)"
  install 4.139.2 --received
  fails_with 73 setup-failed push
  [[ $(stat -c %s "$(part_of 4.139.2)") == 1000 ]]
  local kind small=1
  for kind in up absolute symlink-up symlink-absolute through hard hard-symlink folders fifo; do
    make_bad "$kind"
    put "$kind"
    name=$kind install 4.139.2 --received
    fails_with 73 setup-failed unpack
    # Before tar has a say in it.
    [[ $document == *'nothing was unpacked'* ]] || { echo "$kind: $document" && return 1; }
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
    hard-symlink)
      # Inside where it lies, but not under its second name.
      mkdir -p "$top/deep/er" && ln -s ../.. "$top/deep/er/link" && ln -P "$top/deep/er/link" "$top/link"
      tar -C "$work/bad" --sort=name -czf "$work/archives/$1" top
      ;;
    folders) mkdir "$work/bad/second" && tar -C "$work/bad" -czf "$work/archives/$1" top second ;;
    fifo) mkfifo "$top/fifo" && tar -C "$work/bad" -czf "$work/archives/$1" top ;;
  esac
  rm -rf "$work/bad" "$work/bad.tar"
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

@test "it is called off at every stage, with what it runs, and what was there goes on" {
  has 4.139.1
  make_archive 4.139.2
  serve
  local -a archive=(--sha256 "$(sum_of 4.139.2)" --bytes "$(size_of 4.139.2)")
  install_off --url "$(at "slow/4.139.2")" "${archive[@]}"
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
  # Nor what is switching just now.
  printf '#!/bin/sh\n"%s/berth" operation-cancel --operation-id switching >>"%s/late"\nexec /bin/ln "$@"\n' "$scripts" "$work" >"$work/stub/ln"
  chmod 755 "$work/stub/ln"
  PATH=$work/stub:$PATH ask code-server-install --version 4.139.1 --received "${archive[@]}" --operation-id switching
  succeeds
  is_well_with 4.139.1
  [[ $(sort -u "$work/late") == '{"ok":true,"value":{"isCancelled":false}}' ]]
}

@test "killed at any moment, the one before goes on working, and the next try comes to its end" {
  has 4.139.1
  make_archive 4.139.2
  serve
  local round operation word pid waited
  for round in 0 5 10 15 20 25 30 40; do
    operation=kill-$round
    berth code-server-install --version 4.139.2 --operation-id "$operation" --sha256 "$(sum_of 4.139.2)" --bytes "$(size_of 4.139.2)" --url "$(at "4.139.2")" \
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
  install 4.139.2 --url "$(at "4.139.2")"
  succeeds
  is_well_with 4.139.2
  is 'd.value.versions.map((v) => v.version).join()' 4.139.2,4.139.1
  # A kill in the moment of a write leaves half a file, which harms nobody until it is seen.
  ask reconcile
  is 'd.value.changes.filter((c) => c.message !== "A file of a write that was cut off was removed.").length' 0
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
      --sha256 "$(sum_of "$version")" --bytes "$(size_of "$version")" --url "$(at "$5$version")" >"$work/stdout" 2>"$work/stderr" 3>&- || code=$?
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

@test "a disk that does not answer is given up on" {
  local small=1
  make_archive 4.139.2
  put 4.139.2
  printf '#!/bin/sh\nexec sleep 60\n' >"$work/stub/tar" && chmod +x "$work/stub/tar"
  local began=$SECONDS
  PATH=$work/stub:$PATH BERTH_ARCHIVE_SECONDS=1 install 4.139.2 --received
  fails_with 124 timed-out unpack
  ((SECONDS - began < 20)) && [[ -f $(part_of 4.139.2) && -z $(operation_pids) && -z $(compgen -G "$BERTH_HOME/code-server/.unpacking-*") ]]
}

@test "a server that gives a byte at a time is given up on" {
  local small=1
  serve
  make_archive 4.139.2
  BERTH_DOWNLOAD_SECONDS=1 install 4.139.2 --url "$(at "cut/1/4.139.2")"
  fails_with 124 timed-out download
  [[ -s $(part_of 4.139.2) ]]
}

@test "what a program says last is heard, also when it ends between two looks at it" {
  # In the language that is read, whatever the user's is.
  LC_ALL=de_DE.UTF-8 bash -c '
    source "$0/lib/load.bash"
    eval "look_at_process() $(declare -f process_start_ticks | tail -n +2)"
    # Not before it has said its last: the look that finds it gone comes late.
    process_start_ticks() {
      if [[ ${looks-0} == 1 ]]; then
        : >"$1.go"
        until ! look_at_process "$CHILD_PID"; do sleep 0.02; done
      fi
      looks=$((${looks-0} + 1))
      look_at_process "$@"
    }
    set -euo pipefail
    BERTH_JOURNAL=$BERTH_HOME/journal/none
    cd "$1"
    child_run check "" hide sh -c "until ls *.go >/dev/null 2>&1; do sleep 0.02; done; printf \"first in \$LC_ALL\\nlast\"" </dev/null
    printf "%s" "$CHILD_OUTPUT"' "$scripts" "$work" >"$work/heard"
  [[ $(<"$work/heard") == $'first in C\nlast' ]]
}
