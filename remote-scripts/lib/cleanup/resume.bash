# shellcheck shell=bash
# A cleanup under way: cleanup/list says what it meant to remove, cleanup/done what of it was seen to. A cut one is taken up by
# the next look at the host.

# When the list was written, epoch milliseconds, and for which level; what was started after that is none of it.
NOTED_MS=0
NOTED_LEVEL=''
# Of a list that is taken up, in the order of the ITEM_ lists: what the items were when they were noted, and under which number.
declare -ga ITEM_NOTED ITEM_NUMBERS

# No start gets past its claim while the home lock is held; the wider levels also call off starts under way and wait for them, the
# widest one every long operation.
cleanup_lock() {
  local id
  LOCKED=()
  if [[ $1 != leftovers ]]; then
    instances_all
    for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
      if lock_is_held "$BERTH_HOME/locks/$id"; then { : >"$BERTH_HOME/instances/$id/cancel"; } 2>/dev/null || :; fi
      lock_take_instance "$id" cleanup
      LOCKED["$id"]=1
      file_drop "$BERTH_HOME/instances/$id/cancel"
    done
  fi
  if [[ $1 == everything ]]; then sessions_lock; fi
  lock_take_home cleanup
  if [[ $1 == everything ]]; then
    cancel_all cleanup
    versions_keep_away cleanup
    # What is noted of them goes with the home, and without it nobody may remove them.
    making_clear_old
  fi
}

# cleanup_note <level>: writes the list of what is selected.
cleanup_note() {
  local index content folder=$BERTH_HOME/cleanup
  now_ms
  content="schema=1 level=$1 atMs=$REPLY"$'\n'
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    [[ -z ${ITEM_OBSTACLES[index]} ]] || continue
    url_encode "${ITEM_TARGETS[index]}"
    content+="$index ${ITEM_WAYS[index]} ${ITEM_KINDS[index]} ${ITEM_IDS[index]:--} $REPLY ${ITEM_IDENTITIES[${ITEM_TARGETS[index]}]-}"$'\n'
  done
  folder_make "$folder" && file_drop "$folder/done" && file_write "$folder/list" "$content"end=1$'\n'
}

# cleanup_note_done <index>: not synced, because looking twice at a thing that is gone does no harm. The second cut of a cleanup
# finds the numbers of the same list.
cleanup_note_done() {
  [[ ! -d $BERTH_HOME/cleanup ]] || printf '%s\n' "${ITEM_NUMBERS[$1]-$1}" >>"$BERTH_HOME/cleanup/done" || :
}

cleanup_note_end() { remove_tree "$BERTH_HOME/cleanup"; }

# cleanup_resume: takes up a cleanup that was cut off; REPLY is 1 when there was one, else empty. Callers do not hold the home
# lock: a cleanup holds it all the time, so whoever gets it knows that nobody is at that list any more. What a killed one was
# waiting for, an `rm` for example, holds it a moment longer.
cleanup_resume() {
  local lock
  REPLY=''
  if [[ ! -e $BERTH_HOME/cleanup ]] && ! backup_has_drafts; then return 0; fi
  lock_try "$BERTH_HOME/lock" 2 || {
    REPLY=''
    return 0
  }
  lock=$REPLY REPLY=''
  if [[ -e $BERTH_HOME/cleanup ]] || backup_has_drafts; then
    resume_locked
    REPLY=1
  fi
  lock_release "$lock"
}

# resume_locked: removes the rest of what the cut cleanup was to remove. What was started or changed since stays, and so do these
# scripts and the home. Leaves the ITEM_ lists as they are. Needs the home lock.
resume_locked() {
  backup_forget_drafts
  if [[ -f $BERTH_HOME/cleanup/list && ! -L $BERTH_HOME/cleanup/list ]]; then
    (resume_run) >&2 || printf 'a cut cleanup could not be taken up\n' >&2 2>/dev/null || :
  fi
  cleanup_note_end
}

resume_run() {
  local index
  answer_hide_steps
  items_clear
  resume_read || return 0
  resume_find_fresh
  items_identify
  items_select
  for index in "${!ITEM_KINDS[@]}"; do resume_judge "$index"; done
  items_remove
}

# resume_read: fills the ITEM_ lists from the noted ones that nobody saw to; fails when the list is a torso.
resume_read() {
  local line index way kind id target identity seen=' '
  local -a lines=()
  ITEM_NOTED=() ITEM_NUMBERS=()
  if file_read "$BERTH_HOME/cleanup/done"; then seen=" ${REPLY//$'\n'/ } "; fi
  mapfile -t lines <"$BERTH_HOME/cleanup/list"
  [[ ${lines[0]-} =~ ^schema=1\ level=([a-z]+)\ atMs=([0-9]{13})$ && ${lines[-1]-} == end=1 ]] || return 1
  NOTED_LEVEL=${BASH_REMATCH[1]} NOTED_MS=${BASH_REMATCH[2]}
  for line in "${lines[@]:1:${#lines[@]}-2}"; do
    read -r index way kind id target identity <<<"$line"
    if [[ $seen == *" $index "* ]] || ! url_decode "$target"; then continue; fi
    target=$REPLY
    if [[ $id == - ]]; then id=''; fi
    item_add "$way" "$kind" "$target" "$id" 'left by a cleanup that was cut off'
    ITEM_NOTED+=("$identity")
    ITEM_NUMBERS+=("$index")
  done
}

# resume_find_fresh: fills RUNNING with the instances that somebody began to use since.
resume_find_fresh() {
  local id path code
  RUNNING=() LIVE_PORTS=()
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    code=0
    record_read "$id" || code=$?
    if ((code == 3)) || { ((code == 0)) && ((${RECORD[sinceMs]:-0} > NOTED_MS)); }; then RUNNING["$id"]=-; fi
    if [[ -n ${RUNNING[$id]-} && -n ${RECORD[port]-} ]]; then LIVE_PORTS["${RECORD[port]}"]=1; fi
  done
  for path in "$BERTH_HOME"/locks/*; do
    id=${path##*/}
    if [[ -z ${LOCKED[$id]-} ]] && lock_is_held "$path"; then RUNNING["$id"]=-; fi
  done
}

# resume_judge <index>: what is not the same thing any more, or somebody's again, gets an obstacle and stays.
resume_judge() {
  local target=${ITEM_TARGETS[$1]} id=${ITEM_IDS[$1]} way=${ITEM_WAYS[$1]} identity=${ITEM_IDENTITIES[${ITEM_TARGETS[$1]}]-}
  now_ms
  local since_seconds=$(((REPLY - NOTED_MS) / 1000))
  if [[ -n $id && -n ${RUNNING[$id]-} ]]; then
    ITEM_OBSTACLES[$1]='somebody uses it again'
  elif [[ $way != marked && $identity != "${ITEM_NOTED[$1]}" ]]; then
    ITEM_OBSTACLES[$1]='it is another one by now'
  elif [[ $way == session ]] && session_is_fresh "$target" "$NOTED_MS"; then
    ITEM_OBSTACLES[$1]='somebody uses it again'
  elif [[ $identity == file ]] && ((${ITEM_AGES[$target]:-0} < since_seconds - 1)); then
    ITEM_OBSTACLES[$1]='somebody wrote it since'
  elif [[ $target == "$BERTH_HOME"/run/* && -n ${LIVE_PORTS[${target##*/}]-} ]]; then
    ITEM_OBSTACLES[$1]='somebody uses it again'
  elif [[ $way == tree && -z $id && $NOTED_LEVEL == everything ]] && ((${#RUNNING[@]} > 0)); then
    ITEM_OBSTACLES[$1]='somebody began anew'
  elif [[ $way == home || $BERTH_LIB/ == "$target"/* ]]; then
    ITEM_OBSTACLES[$1]='in use by these scripts'
  fi
}
