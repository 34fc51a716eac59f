# shellcheck shell=bash
# What the stand-in keeps and calls as Claude Code does: its record of a conversation, and the hooks of the user's settings.

# conversation_open <argument>…: goes on with the last one of this folder when `--continue` or `--resume ID` asks for it.
conversation_open() {
  local folder last='' argument before='' source=startup
  folder=$CONFIG/projects/${PWD//[^a-zA-Z0-9]/-}
  mkdir -p "$folder"
  for argument; do
    [[ $before != --resume && $before != -r ]] || last=$folder/$argument.jsonl
    if [[ $argument == --continue || $argument == -c ]]; then
      last=$(find "$folder" -maxdepth 1 -name '*.jsonl' -printf '%T@ %p\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-)
      if [[ -z $last ]]; then
        printf 'No conversation found to continue\n' >&2
        exit 1
      fi
    fi
    before=$argument
  done
  if [[ -n $last ]]; then
    source=resume SESSION_ID=${last##*/} SESSION_ID=${SESSION_ID%.jsonl} TRANSCRIPT=$last
    SAID+=("● Resumed conversation $SESSION_ID")
  else
    SESSION_ID=$(cat /proc/sys/kernel/random/uuid)
    TRANSCRIPT=$folder/$SESSION_ID.jsonl
  fi
  hook SessionStart source "$source"
}

# conversation_note <user|assistant> <text>: one line of the record, as Claude Code writes it.
conversation_note() {
  local role content
  json_text "$2"
  role=$1 content=$REPLY
  [[ $role == user ]] || content="[{\"type\":\"text\",\"text\":$content}]"
  json_text "$PWD"
  printf '{"type":"%s","message":{"role":"%s","content":%s},"cwd":%s,"sessionId":"%s","uuid":"%s","timestamp":"%s"}\n' \
    "$role" "$role" "$content" "$REPLY" "$SESSION_ID" "$(cat /proc/sys/kernel/random/uuid)" \
    "$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)" >>"$TRANSCRIPT"
}

# json_text <text>: REPLY is it as a string of JSON.
json_text() {
  local text
  # sed, because the shell itself takes long for that with long texts.
  text=$(printf '%s' "$1" | sed -z -e 's/\\/\\\\/g; s/"/\\"/g; s/\n/\\n/g; s/\t/\\t/g; s/\r/\\r/g; s/\x1b/\\u001b/g')
  REPLY="\"$text\""
}

# hook <event> [<name> <value>]…: runs the commands that the user's settings name for it, with what Claude Code tells on stdin.
hook() {
  local event=$1 message command cwd transcript
  shift
  [[ -f $CONFIG/settings.json ]] || return 0
  json_text "$PWD"
  cwd=$REPLY
  json_text "$TRANSCRIPT"
  transcript=$REPLY
  message="{\"session_id\":\"$SESSION_ID\",\"transcript_path\":$transcript,\"cwd\":$cwd,\"permission_mode\":\"default\",\"hook_event_name\":\"$event\""
  while (($# > 0)); do
    json_text "$2"
    message+=",\"$1\":$REPLY"
    shift 2
  done
  while IFS= read -r command; do
    # What a hook says does not matter to this one, and a hook that fails ends nothing.
    printf '%s}\n' "$message" | bash -c "$command" >/dev/null 2>&1 || true
  done < <(hook_commands "$event")
}

# hook_commands <event>: the commands of that event in the user's settings, one line each.
hook_commands() {
  awk -v event="$1" '
    function text(   out, c) {
      out = ""
      for (at++; (c = substr(all, at, 1)) != "\""; at++) {
        if (c == "") exit
        if (c == "\\") { at++; c = substr(all, at, 1); if (c == "n") c = "\n"; else if (c == "t") c = "\t" }
        out = out c
      }
      at++
      return out
    }
    function blank() { while (substr(all, at, 1) ~ /[ \t\r\n]/) at++ }
    function value(path,   name, number) {
      blank()
      c = substr(all, at, 1)
      if (c == "{") {
        for (at++; ; at++) {
          blank()
          if (substr(all, at, 1) == "}") { at++; return }
          name = text(); blank(); at++
          value(path "/" name); blank()
          if (substr(all, at, 1) != ",") { at++; return }
        }
      }
      if (c == "[") {
        for (at++; ; at++) {
          blank()
          if (substr(all, at, 1) == "]") { at++; return }
          value(path "/*"); blank()
          if (substr(all, at, 1) != ",") { at++; return }
        }
      }
      if (c == "\"") { name = text(); if (path == "/hooks/" event "/*/hooks/*/command") print name; return }
      while (substr(all, at, 1) ~ /[-+.0-9a-zA-Z]/) at++
    }
    { all = all $0 "\n" }
    END { at = 1; value("") }
  ' "$CONFIG/settings.json"
}
