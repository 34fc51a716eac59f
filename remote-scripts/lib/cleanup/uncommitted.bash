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
  git_find || return 0
  for id in ${ITEM_IDS[@]+"${ITEM_IDS[@]}"}; do
    [[ -n $id && -z ${seen[$id]-} ]] || continue
    seen[$id]=1
    if record_read "$id" && [[ -d ${RECORD[path]}/.git || -f ${RECORD[path]}/.git ]]; then
      repositories+=("${RECORD[repository]}")
      paths+=("${RECORD[path]}")
    fi
  done
  for ((index = 0; index < ${#paths[@]} && index < 1000 && SECONDS < deadline; index++)); do
    exec {fd}< <(git_counts "${paths[index]}" "$UNCOMMITTED_SECONDS")
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
    read -r count untracked _ <&"$fd" || :
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
