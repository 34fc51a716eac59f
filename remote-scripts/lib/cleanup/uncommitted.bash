# shellcheck shell=bash
# Work in repositories that is in no commit: told before a cleanup, which never touches a repository.

# How long all repositories together may take; a slow disk is no reason to keep anybody waiting.
UNCOMMITTED_SECONDS=10
# As many looks at a time as a small host bears.
UNCOMMITTED_AT_ONCE=8

# cleanup_warnings: REPLY is the JSON list for the repositories of the instances among the items.
cleanup_warnings() {
  local id index fd count untracked deadline=$((SECONDS + UNCOMMITTED_SECONDS))
  local -a repositories=() paths=() fds=() rows=()
  local -A seen=()
  REPLY='[]'
  type -P git >/dev/null || return 0
  for id in ${ITEM_IDS[@]+"${ITEM_IDS[@]}"}; do
    [[ -n $id && -z ${seen[$id]-} ]] || continue
    seen[$id]=1
    if record_read "$id" && [[ -d ${RECORD[path]}/.git || -f ${RECORD[path]}/.git ]]; then
      repositories+=("${RECORD[repository]}")
      paths+=("${RECORD[path]}")
    fi
  done
  for ((index = 0; index < ${#paths[@]} && index < 1000 && SECONDS < deadline; index++)); do
    exec {fd}< <(uncommitted_count "${paths[index]}")
    fds+=("$index $fd")
    if ((${#fds[@]} == UNCOMMITTED_AT_ONCE || index == ${#paths[@]} - 1)); then
      uncommitted_collect
      fds=()
    fi
  done
  uncommitted_collect
  json_array ${rows[@]+"${rows[@]}"}
}

# uncommitted_collect: adds to `rows` what the looks behind `fds` say.
uncommitted_collect() {
  local entry index fd message
  for entry in ${fds[@]+"${fds[@]}"}; do
    index=${entry% *} fd=${entry#* } count='' untracked=''
    read -r count untracked <&"$fd" || :
    exec {fd}<&-
    uncommitted_message || continue
    json_string "$REPLY"
    message=$REPLY
    json_string "${repositories[index]}"
    entry="{\"repository\":$REPLY"
    json_string "${paths[index]}"
    rows+=("$entry,\"path\":$REPLY,\"message\":$message}")
  done
}

# uncommitted_message: REPLY is the text for `count` changes of which `untracked` are files that git does not know; fails when
# there is nothing to say.
uncommitted_message() {
  if [[ ! $count =~ ^[0-9]+$ ]]; then
    REPLY='could not be looked at for uncommitted work'
    return 0
  fi
  ((count + untracked > 0)) || return 1
  REPLY=''
  if ((count == 1)); then REPLY='1 changed file'; elif ((count > 1)); then REPLY="$count changed files"; fi
  if ((untracked > 0)); then REPLY+="${REPLY:+, }$untracked not in git"; fi
}

# uncommitted_count <folder>: prints the number of changed files and of those git does not know; nothing when git will not say.
# The repository may be a stranger's: none of its programs run but the filters of one that is this user's own, git itself refuses
# the others, and nothing is written to it.
uncommitted_count() {
  exec 2>/dev/null </dev/null
  unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_PARAMETERS
  export GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0 GIT_CEILING_DIRECTORIES=${1%/*}
  {
    timeout -k 1 "$UNCOMMITTED_SECONDS" git -c core.fsmonitor= -c core.hooksPath=/dev/null -C "$1" \
      status --porcelain -z --no-renames --ignore-submodules=dirty && printf 'end\0'
  } | tr '\n\0' '?\n' | awk '
    /^end$/ { is_whole = 1; next }
    /^\?\? / { untracked++; next }
    { changed++ }
    END { if (is_whole) print changed + 0, untracked + 0 }'
}
