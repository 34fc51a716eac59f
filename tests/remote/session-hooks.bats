#!/usr/bin/env bats
# Berth's hooks in the settings of Claude Code: they are put there and taken out without touching anything else, and what they call
# never keeps or disturbs an agent.

setup() {
  load support/helpers
  berth_setup
  mkdir -m 700 "$BERTH_HOME"
  file=$HOME/.claude/settings.json
}
teardown() { berth_teardown; }

configure() { ask session-hooks-configure --agent claude-code --installed "$1"; }
state_is() { is 'd.value.find((row) => row.agent === "claude-code").state' "$1"; }
# settings <JavaScript on `s`, the settings>
settings() { node -e "const s = JSON.parse(require('fs').readFileSync('$file')); console.log(JSON.stringify($1))"; }

@test "they are put into whatever settings there are, and every byte is as before when they are taken out" {
  local text number=0
  mkdir "$HOME/.claude"
  while IFS= read -r -d '' text; do
    number=$((number + 1))
    printf '%s' "$text" >"$file"
    chmod 640 "$file"
    cp -p "$file" "$work/before"
    configure yes
    succeeds
    state_is installed
    [[ $(settings 'Object.keys(s.hooks).filter((k) => s.hooks[k].some((g) => g.hooks?.some((h) => h.command.endsWith(`/sessions/hook\x27 ${k}`)))).length') == 7 ]]
    cp "$file" "$work/once"
    configure yes
    cmp "$file" "$work/once"
    [[ $(stat -c %a "$file") == 640 ]]
    configure no
    succeeds
    state_is missing
    cmp "$file" "$work/before" || { cat "$file" && return 1; }
    [[ $(stat -c %a "$file") == 640 && ! -e $BERTH_HOME/hooks ]]
  done < <(
    printf '%s\0' '{}' $'{}\n' '{"model":"opus"}' $'{\r\n\t"model": "opus",\r\n\t"env": {"A": "\\"}, \\u007b"}\r\n}\r\n' '{"hooks":{}}' \
      '{"hooks":{"Stop":[]},"x":-1.5e-3}' \
      $'{\n  "hooks": {\n    "Stop": [\n      {\n        "hooks": [{ "type": "command", "command": "say \'done\'" }]\n      }\n    ],\n    "Other": [{"matcher": "x", "hooks": []}]\n  },\n  "z": null\n}'
  )
  ((number == 7))
}

@test "without settings there are none afterwards, and a home with odd letters in its path is quoted twice" {
  configure yes
  succeeds
  [[ $(stat -c %a "$file") == 600 ]]
  configure no
  [[ ! -e $file ]]
  mv "$BERTH_HOME" "$work/h 'x\$(touch y)\""
  BERTH_HOME="$work/h 'x\$(touch y)\""
  configure yes
  succeeds
  state_is installed
  mkdir -p "$BERTH_HOME/sessions/demo"
  touch "$BERTH_HOME/sessions/demo/record"
  # As Claude Code runs it.
  (cd "$work" && BERTH_SESSION=demo BERTH_SESSION_HOME=$BERTH_HOME sh -c "$(settings 's.hooks.Stop[0].hooks[0].command' | node -p 'JSON.parse(require("fs").readFileSync(0))')" <<<'{}')
  [[ $(<"$BERTH_HOME/sessions/demo/hook") == 'done '* && ! -e $work/y ]]
  configure no
  [[ ! -e $file ]]
}

@test "what somebody changed meanwhile stays, also when the agent wrote the file anew" {
  mkdir "$HOME/.claude"
  echo '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"mine"}]}]}}' >"$file"
  configure yes
  node -e "const fs = require('fs'); const s = JSON.parse(fs.readFileSync('$file')); s.model = 'opus'; s.hooks.Stop[0].hooks.push(s.hooks.Stop[1].hooks[0]); s.hooks.Stop.pop(); fs.writeFileSync('$file', JSON.stringify(s, null, 2))"
  ask session-hooks
  state_is installed
  configure no
  [[ $(settings s) == '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"mine"}]}]},"model":"opus"}' ]]
}

@test "those of other scripts of Berth are told, and replaced; those of another home are none of ours" {
  mkdir "$HOME/.claude"
  echo '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"'"'/elsewhere/sessions/hook' Stop"'"}]}]}}' >"$file"
  ask session-hooks
  state_is missing
  configure yes
  sed -i 's/PermissionRequest/PermissionAsked/g' "$file"
  ask session-hooks
  state_is outdated
  configure yes
  state_is installed
  [[ $(settings 's.hooks.PermissionAsked ?? null') == null ]]
  echo '#!/bin/sh' >"$BERTH_HOME/sessions/hook"
  ask session-hooks
  state_is outdated
  configure yes
  cmp "$scripts/session-hook" "$BERTH_HOME/sessions/hook"
  configure no
  [[ $(settings s.hooks.Stop) == *"'/elsewhere/sessions/hook' Stop"* && $(settings 'Object.keys(s.hooks)') == '["Stop"]' ]]
}

@test "what somebody changed before the hooks were brought up to date is not taken back with them" {
  mkdir "$HOME/.claude"
  printf '{"model" : "opus"}' >"$file"
  configure yes
  # Hooks of an older Berth, and a choice of the user.
  sed -i -e 's/PermissionRequest/PermissionAsked/g' -e 's/opus/sonnet/' "$file"
  configure yes
  state_is installed
  configure no
  [[ $(<"$file") == '{"model" : "sonnet"}' ]]
  # An older Berth that left no note of what was there before.
  configure yes
  rm -r "$BERTH_HOME/hooks"
  sed -i 's/PermissionRequest/PermissionAsked/g' "$file"
  configure yes
  configure no
  state_is missing
  [[ $(<"$file") == '{"model" : "sonnet"}' ]]
  # As that Berth left it, every byte comes back.
  printf '{ }\n' >"$file"
  configure yes
  sed -i 's/PermissionRequest/PermissionAsked/g' "$file" "$BERTH_HOME/hooks/claude-code/after"
  configure yes
  configure no
  printf '{ }\n' | cmp - "$file"
}

@test "settings that are no JSON, or a link, or somebody else's, are left alone and named" {
  mkdir "$HOME/.claude"
  local text
  for text in '' '[]' '{"a":1,}' '{"hooks":[]}' '{"hooks":{"Stop":{}}}' '{"a":"' $'// mine\n{}' '{} {}' '{"hooks":{},"hooks":{}}'; do
    printf '%s' "$text" >"$file"
    configure yes
    fails_with 69 unavailable store
    is "d.failure.message.includes('$file')" true
    [[ $(<"$file") == "$text" ]]
  done
  printf '{}\0' >"$file"
  configure yes
  fails_with 69 unavailable store
  printf '{}' >"$file"
  chmod 400 "$file"
  configure yes
  fails_with 69 unavailable store
  [[ $(<"$file") == '{}' && $(stat -c %a "$file") == 400 ]]
  mv "$file" "$work/dotfile"
  chmod 600 "$work/dotfile"
  printf '{}' >"$work/dotfile"
  ln -s "$work/dotfile" "$file"
  configure yes
  fails_with 69 unavailable store
  [[ $(<"$work/dotfile") == '{}' && -L $file ]]
  ask session-hooks-configure --agent codex --installed yes
  fails_with 69 unavailable store
  [[ -z $(compgen -G "$HOME/.claude/*.tmp.*") ]]
}

hook() { BERTH_SESSION=${as-demo} BERTH_SESSION_HOME=$BERTH_HOME "$scripts/session-hook" "$@"; }

@test "a hook says nothing, never fails, and writes in its own session only" {
  mkdir -p "$BERTH_HOME/sessions/demo"
  touch "$BERTH_HOME/sessions/demo/record"
  local as
  for as in '' ../demo 'a b' none -x; do
    run hook Stop <<<'{}'
    [[ $status == 0 && -z $output ]]
  done
  [[ ! -e $BERTH_HOME/sessions/demo/hook && $(ls "$BERTH_HOME/sessions") == demo ]]
  as=demo
  run hook Stop < <(head -c 3000000 /dev/urandom)
  [[ $status == 0 && -z $output && $(<"$BERTH_HOME/sessions/demo/hook") =~ ^done\ [0-9]{13}\ = ]]
  run hook PermissionRequest <<<'{"tool_name":"Bash","tool_input":{"command":"echo \"ü\"\n\u001b[31m rm","description":"x"}}'
  [[ $(<"$BERTH_HOME/sessions/demo/hook") =~ ^waiting\ [0-9]{13}\ Bash%3A%20echo%20%22%C3%BC%22%20%5B31m%20rm$ ]]
  run hook PermissionRequest <<<"{\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"$(printf 'ü%.0s' {1..400})\"}}"
  [[ $(<"$BERTH_HOME/sessions/demo/hook") =~ (%C3%BC)$ && $(wc -c <"$BERTH_HOME/sessions/demo/hook") -lt 1000 ]]
  run hook Nonsense <<<'{}'
  [[ $status == 0 ]]
  chmod 500 "$BERTH_HOME/sessions/demo"
  run hook Stop <<<'{}'
  [[ $status == 0 && -z $output ]]
  chmod 700 "$BERTH_HOME/sessions/demo"
}

@test "a hook wakes the keeper with news only, and neither a pipe that nobody reads nor a full one keeps it" {
  mkdir -p "$BERTH_HOME/sessions/demo" "$BERTH_HOME/keeper"
  touch "$BERTH_HOME/sessions/demo/record"
  mkfifo "$BERTH_HOME/keeper/fifo"
  timeout 5 env BERTH_SESSION=demo BERTH_SESSION_HOME="$BERTH_HOME" "$scripts/session-hook" UserPromptSubmit <<<'{}'
  exec 8<>"$BERTH_HOME/keeper/fifo"
  hook Stop <<<'{}'
  hook UserPromptSubmit <<<'{}'
  hook PreToolUse <<<'{}'
  hook PostToolUse <<<'{}'
  printf 'end\n' >&8
  local line
  IFS= read -r -u 8 line && [[ $line == 'session demo' ]]
  IFS= read -r -u 8 line && [[ $line == 'session demo' ]]
  IFS= read -r -u 8 line && [[ $line == end ]]
  head -c 65536 /dev/zero >&8
  timeout 5 env BERTH_SESSION=demo BERTH_SESSION_HOME="$BERTH_HOME" "$scripts/session-hook" Stop <<<'{}'
  exec 8>&-
}
