#!/usr/bin/env bats
# Pieces of a log: any bytes may be in it, it may grow and begin anew, and what is no log of ours is not read.

setup() {
  load support/helpers
  berth_setup
  mkdir -p "$BERTH_HOME/instances/demo"
  chmod 700 "$BERTH_HOME"
  log=$BERTH_HOME/instances/demo/log
}
teardown() { berth_teardown; }

# piece <from> <bytes> [<run>]
piece() { ask log-read --kind instance --id demo --from "$1" --bytes "$2" --run "${3-current}"; }

@test "the end of a log, then what is added to it, then another run" {
  printf 'one\ntwo\nthree\n' >"$log"
  piece end 6
  succeeds
  is 'd.value.text === "three\n"' true
  is d.value.nextOffset 14
  local run
  run=$(value d.value.run)
  printf 'four' >>"$log"
  piece 14 65536
  is d.value.text four
  is d.value.run "$run"
  piece 18 65536
  is d.value.text ''
  is d.value.nextOffset 18
  mv "$log" "$log.1"
  : >"$log"
  piece 18 65536
  is d.value.text ''
  [[ $(value d.value.run) != "$run" ]]
  piece end 1000 previous
  is d.value.run "$run"
  is d.value.text $'one\ntwo\nthree\nfour'
  piece end 0
  is d.value.text ''
}

@test "a real run writes a log that can be followed, and the run before it too" {
  start demo
  local run
  piece end 1000
  [[ $(value d.value.text) == *'fake code-server, mode well'* ]]
  run=$(value d.value.run)
  stop demo
  start demo
  piece end 1000
  [[ $(value d.value.run) != "$run" ]]
  piece end 1000 previous
  is d.value.run "$run"
}

@test "no character is cut, neither by the piece nor by a write that is under way" {
  local text='aä€🚀' size from to
  printf '%s' "$text$text" >"$log"
  for size in 0 1 2 3 5 8 10; do
    piece end "$size"
    [[ $(value d.value.text) != *'�'* && "$text$text" == *"$(value d.value.text)" ]]
  done
  # Piece by piece it is the whole again.
  for size in 1 5; do
    local whole='' next=0
    while ((next < 20)); do
      piece "$next" "$size"
      whole+=$(value d.value.text)
      to=$(value d.value.nextOffset)
      ((to > next))
      next=$to
    done
    [[ $whole == "$text$text" ]]
  done
  printf 'x\xf0\x9f\x9a' >"$log"
  piece end 100
  is d.value.text x
  is d.value.nextOffset 1
  printf '\x80' >>"$log"
  piece 1 100
  is d.value.text 🚀
}

@test "a log that grows while it is read is told as it was, and the rest by the next look" {
  printf 'one\n' >"$log"
  # A program that writes at the very moment when the log was looked at, more than a pipe holds.
  mkdir "$work/bin"
  cat >"$work/bin/stat" <<END
#!/bin/bash
$(command -v stat) "\$@"
code=\$?
if [[ \$* == *%d.%i.%W* ]]; then head -c 300000 /dev/zero | tr '\\0' a >>"$log"; fi
exit \$code
END
  chmod 755 "$work/bin/stat"
  PATH=$work/bin:$PATH piece 4 65536
  succeeds
  is '[d.value.text, d.value.nextOffset]' '["",4]'
  PATH=$work/bin:$PATH piece end 3
  is d.value.text aaa
  piece 4 10
  is d.value.text aaaaaaaaaa
}

@test "control characters, colours and bytes that are no text are not told" {
  printf 'a\tb\r\n\0\a\x7f\e[1;31mred\e[0m \\ "q" \xff\xc3\n\xc2\x85\xe2\x82\xac ok' >"$log"
  piece end 1000
  succeeds
  is d.value.text $'a\tb\nred \\ "q" ��\n€ ok'
}

@test "a long line without ASCII, and a whole megabyte, are told in time and rightly" {
  node -e '
    const lines = Array.from({ length: 9000 }, (_, i) => i % 3 ? `line ${i} "quoted" \\ plain text of a log`.padEnd(100) : "日本語のログ🚀 " + i);
    require("fs").writeFileSync(process.argv[1], lines.join("\n") + "\n" + "ü".repeat(150000));
  ' "$log"
  SECONDS=0
  piece end 1048576
  succeeds
  ((SECONDS < 8))
  node -e '
    const fs = require("fs");
    const told = JSON.parse(fs.readFileSync(process.argv[1], "utf8").trim().split("\n").pop()).value.text;
    process.exit(Buffer.from(fs.readFileSync(process.argv[2])).subarray(-Buffer.byteLength(told)).toString() === told && told.length > 500000 ? 0 : 1);
  ' "$work/stdout" "$log"
}

@test "what is no plain file of ours is refused, and what is not there is empty" {
  piece end 10
  succeeds
  is d.value '{"text":"","offset":0,"nextOffset":0,"run":"none"}'
  echo secret >"$work/secret"
  ln -s "$work/secret" "$log"
  piece end 10
  fails_with 69 unavailable store
  [[ $lines != *secret* ]]
  rm "$log"
  mkfifo "$log"
  piece end 10
  fails_with 69 unavailable store
  rm "$log"
  mkdir "$log"
  piece end 10
  fails_with 69 unavailable store
  mv "$BERTH_HOME/instances/demo" "$work/demo"
  ln -s "$work/demo" "$BERTH_HOME/instances/demo"
  piece end 10
  fails_with 66 instance-not-found store
  piece end 1048577
  fails_with 64 invalid-input input
  piece -1 10
  fails_with 64 invalid-input input
}
