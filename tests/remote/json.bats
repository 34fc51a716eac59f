#!/usr/bin/env bats
# The JSON encoder and the other codings, under bytes nobody would choose.

setup() {
  load support/helpers
  berth_setup
}
teardown() { rm -rf -- "$work"; }

# Encodes each NUL-ended text of stdin with the function given; one result per line.
encode_all() {
  bash -c 'set -euo pipefail; source "$1/lib/load.bash"; while IFS= read -r -d "" text; do "$2" "$text"; printf "%s\n" "$REPLY"; done' _ "$scripts" "$1"
}

@test "400 random texts become valid JSON; valid UTF-8 comes back as it was" {
  node --input-type=module - "$scripts" <<'JS'
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
let seed = 20261121;
const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor((seed / 2147483648) * n); };
const texts = [];
for (let i = 0; i < 200; i++) texts.push(Buffer.from(Array.from({ length: random(60) }, () => 1 + random(255))));
for (let i = 0; i < 200; i++) {
  let text = '';
  for (let j = random(40); j > 0; j--) { const c = 1 + random([127, 0x7ff, 0xd7ff, 0x10fffe][random(4)]); if (c < 0xd800 || c > 0xdfff) text += String.fromCodePoint(c); }
  texts.push(Buffer.from(text));
}
for (const hex of ['c080', 'e08080', 'eda080', 'f4908080', 'f0808080', 'fe', 'c3', 'e282', 'f09f9a', '22', '5c', '5c22', '0a', '7f', '1b5b', 'c3c3a9', 'efbfbf', 'f09f9a80']) texts.push(Buffer.from(hex, 'hex'));
const input = Buffer.concat(texts.flatMap((text) => [text, Buffer.from([0])]));
const script = 'set -euo pipefail; source "$1/lib/load.bash"; while IFS= read -r -d "" text; do json_string "$text"; printf "%s\\n" "$REPLY"; done';
const run = spawnSync('bash', ['-c', script, '_', process.argv[2]], { input });
assert.equal(run.stderr.toString(), '');
const out = run.stdout;
assert.ok(Buffer.from(out.toString()).equals(out), 'the output is UTF-8');
const lines = out.toString().split('\n').slice(0, -1);
assert.equal(lines.length, texts.length);
lines.forEach((line, index) => {
  assert.ok(!/[\x00-\x1f\x7f]/.test(line), 'no raw control character');
  const back = JSON.parse(line);
  const isValid = Buffer.from(texts[index].toString()).equals(texts[index]);
  if (isValid) assert.equal(back, texts[index].toString());
  else assert.ok(back.includes('\ufffd'), texts[index].toString('hex'));
});
JS
}

@test "a URL-encoded text holds no dangerous byte and comes back as it was" {
  local text encoded
  for text in '/a b' $'/new\nline' '/q"uo'\''te' '/$(x)`y`;{}' $'/\xff\xfe' '/ü🚀' '/%41' '/a?b=c&d#e' '/tab	x' '/back\slash' '/~-._ok'; do
    encoded=$(printf '%s\0' "$text" | encode_all url_encode)
    [[ $encoded =~ ^[A-Za-z0-9/._~%-]+$ ]] || { echo "$encoded" && return 1; }
    [[ $(printf '%s\0' "$encoded" | encode_all url_decode) == "$text" ]] || { echo "$text" && return 1; }
  done
}

@test "a tail is the last 40 lines and at most 8 KB" {
  seq 1 5000 >"$work/log"
  [[ $(printf '%s\0' "$work/log" | encode_all file_tail | wc -l) == 40 ]]
  head -c 100000 /dev/zero | tr '\0' x >"$work/log"
  (($(printf '%s\0' "$work/log" | encode_all file_tail | wc -c) <= 8193))
}
