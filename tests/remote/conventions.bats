#!/usr/bin/env bats
# Rules of the scripts that a reader would otherwise have to check.

setup() {
  load support/helpers
  berth_setup
  cd "$scripts"
  mapfile -t files < <(find . -type f -not -name '*.md')
  ((${#files[@]} > 30))
}
teardown() { rm -rf -- "$work"; }

# code_of: the files without their comments.
code_of() { sed 's/^ *#.*//' "$@"; }

@test "nothing is killed by name and nothing is evaluated" {
  local found
  found=$(code_of "${files[@]}" | grep -nE '\b(pkill|killall|pgrep|eval|fuser)\b' || :)
  [[ -z $found ]] || { echo "$found" && return 1; }
  # Signals are sent in few places only, each of which knows who it is talking to.
  [[ $(grep -lE '(^|[ ;])kill ' "${files[@]}" | sort | xargs) == './launch ./lib/host/process.bash ./lib/nginx/nginx.bash ./lib/nginx/route-own.bash ./lib/nginx/system-nginx-live.bash ./lib/nginx/system-nginx.bash ./session-launch' ]]
}

@test "tmux is never led by its control mode, which can end it, nor is a window given a size of its own" {
  local found
  found=$(code_of "${files[@]}" | grep -nE 'tmux.* -CC?( |$)|resize-window|pane-died' || :)
  [[ -z $found ]] || { echo "$found" && return 1; }
}

@test "trees are removed in one place, which proves the path first" {
  [[ $(grep -lE 'rm -[a-z]*r' "${files[@]}" | sort | xargs) == './bootstrap ./lib/host/home.bash' ]]
  [[ $(grep -cE 'rm -[a-z]*r' lib/host/home.bash) == 1 ]]
}

@test "no tool is needed that a minimal host lacks, and nothing lies in /tmp" {
  local found
  found=$(code_of "${files[@]}" | grep -nE '(^ *|[|;&] *|\$\( *)(ps|free|ss|ip|jq|lsof|netstat|curl|wget|python3?|perl|node|sudo|bc)( |$)' || :)
  [[ -z $found ]] || { echo "$found" && return 1; }
  # But for what an earlier tool left there.
  found=$(for file in "${files[@]}"; do
    if [[ $file != ./lib/cleanup/older-layout.bash ]]; then code_of "$file" | grep -n '/tmp' || :; fi
  done)
  [[ -z $found ]] || { echo "$found" && return 1; }
}

@test "every verb of the README has a command, and every command is in the README" {
  local verbs
  verbs=$(sed -n -e '/^## The verbs/,/^## /{/^| `/p}' -e '/^## Verbs/,/^## /{/^| `/p}' README.md SESSIONS.md | cut -d'|' -f2 | grep -o '`[a-z-]*`' | tr -d '`' | sort)
  [[ $verbs == "$(ls commands | sort)" ]] || { diff <(echo "$verbs") <(ls commands) && return 1; }
}

@test "a command has a journal, is told in the log of operations without one, or changes nothing that anybody would ask for" {
  local file verb asked=''
  for file in commands/*; do
    verb=${file##*/}
    grep -qE 'journal_begin|start_open' "$file" || grep -q "^AUDIT_SHORT_VERBS=.* $verb " lib/logs/audit.bash || asked+="$verb "
  done
  # An archive that is received, and what is called off, are told by the operations that they are for.
  [[ $asked == "alert-settings alerts-list alerts-look base-show code-server-list code-server-receive doctor hello host-settings instance-access \
instance-list instance-public instance-settings log-read logs-list operation-cancel operation-status packages-plan ports-list repositories-inspect \
repositories-list session-capture session-control session-hooks session-keys session-list session-settings session-transcript stats stats-history stats-sample supervision " ]] || { echo "$asked" && return 1; }
}

@test "files stay small" {
  local file
  for file in "${files[@]}"; do
    (($(wc -l <"$file") <= 250)) || { echo "$file" && return 1; }
  done
}
