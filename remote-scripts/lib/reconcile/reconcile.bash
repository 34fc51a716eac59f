# shellcheck shell=bash
# Making files agree with what runs. The order matters: cut operations first, because they say what was wanted; then what lives;
# then what belongs to nobody by then.

# JSON rows {target,message} of what was changed.
declare -ga RECONCILE_CHANGES
# Set when newer scripts look after an instance of this home.
RECONCILE_NEWER=''

# reconcile_note <target> <message>
reconcile_note() {
  local row
  json_string "$1"
  row="{\"target\":$REPLY"
  json_string "$2"
  RECONCILE_CHANGES+=("$row,\"message\":$REPLY}")
}

reconcile_run() {
  local id
  RECONCILE_CHANGES=() RECONCILE_NEWER=''
  cleanup_resume
  if [[ -n $REPLY ]]; then reconcile_note cleanup 'A cleanup that was cut off was finished.'; fi
  reconcile_base
  folder_make "$BERTH_HOME/locks" 2>/dev/null || :
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do reconcile_instance "$id"; done
  reconcile_under_home_lock
  reconcile_routes
  reconcile_drafts
  reconcile_versions
  reconcile_clones
  reconcile_sessions
  reconcile_keeper
  audit_tell_cut
}

# reconcile_instance <id>: whoever holds its lock decides about it, and nobody else.
reconcile_instance() {
  local id=$1 lock code=0
  lock_try "$BERTH_HOME/locks/$id" 0 || return 0
  lock=$REPLY
  sweep_find
  record_read "$id" || code=$?
  # What newer scripts wrote means things that these do not know.
  if ((code == 3)); then RECONCILE_NEWER=1; else reconcile_locked "$id" "$code"; fi
  lock_release "$lock"
}

# reconcile_locked <id> <what record_read said>
reconcile_locked() {
  local id=$1 code=$2 verb='' before='' folder=$BERTH_HOME/instances/$1
  if [[ -f $folder/operation && ! -L $folder/operation ]]; then
    read -r -n 256 verb _ before <"$folder/operation" || :
    reconcile_operation "$id" "$verb" "$before"
    file_drop "$folder/operation"
  elif ((code == 0)) && [[ ${RECORD[state]} == starting ]]; then
    reconcile_operation "$id" instance-start ''
  elif ((code != 0)) && [[ -n ${MARKED_PIDS[$id]-} ]] && rebuild_record "$id"; then
    reconcile_note "$id" 'The record of a running instance was damaged, and was rebuilt from its processes.'
  fi
  [[ -d $folder ]] || return 0
  file_drop "$folder/cancel"
  if record_read "$id" && [[ ${RECORD[state]} == running ]] && instance_is_alive; then
    reconcile_live "$id"
  elif [[ ! -e $folder/record && ! -e $folder/user-data && ! -e $folder/settings && -z ${MARKED_PIDS[$id]-} ]] && remove_tree "$folder"; then
    reconcile_note "$id" 'The folder of a start that was cut off was removed.'
  fi
}

# reconcile_live <id>: gives a running instance of RECORD back what is missing.
reconcile_live() {
  local id=$1 port=${RECORD[port]} lock
  if ! { claim_owner "$port" && [[ $REPLY == "$id" ]]; } && claim_is_held_by_mark "$port" "$id"; then
    lock_take_home claim
    lock=$REPLY
    # Nobody else can use a port that this one listens on, whoever claims it.
    if folder_make "$BERTH_HOME/ports" && [[ ! -d $BERTH_HOME/ports/$port ]] && rm -f -- "$BERTH_HOME/ports/$port" && claim_make "$port" "$id"; then
      reconcile_note "$id" "The claim of port $port was lost, and was written again."
    fi
    lock_release "$lock"
  fi
  if [[ ! -e $BERTH_HOME/instances/$id/token ]] && rebuild_token "$id"; then
    reconcile_note "$id" 'The token of a running instance was lost, and was written again.'
  fi
  if settings_host_is_known && nginx_find && ! route_is_live "$id" && route_apply "$id" "$port" "${RECORD[path]}"; then
    reconcile_note "$id" 'The route of a running instance was missing, and was added again.'
  fi
}

reconcile_base() {
  local lock
  [[ -e $BERTH_HOME/base.previous || -n $(compgen -G "$BERTH_HOME/base.tmp.*") ]] || return 0
  lock_try "$BERTH_HOME/base.lock" 0 || return 0
  lock=$REPLY
  if base_recover; then reconcile_note "$BERTH_HOME/base" 'What a cut copy of settings for new instances left was put right.'; fi
  lock_release "$lock"
}

reconcile_clones() {
  local work
  making_clear_old
  for work in ${MAKING_CLEARED[@]+"${MAKING_CLEARED[@]}"}; do
    reconcile_note "$work" 'A repository that was cut off while it was made was removed.'
  done
}

# reconcile_keeper: a keeper lives while an instance or an agent runs, and no longer. One of newer scripts knows better.
reconcile_keeper() {
  local pids
  keeper_pids
  pids=$REPLY
  if keeper_is_needed; then
    # In its first moments it is not signed yet.
    [[ -z $pids ]] || return 0
    keeper_ensure
    keeper_pids
    if [[ -n $REPLY ]]; then reconcile_note keeper 'Instances run, so the keeper was started.'; fi
  elif [[ -z $RECONCILE_NEWER && (-n $pids || -e $BERTH_HOME/keeper) ]]; then
    if keeper_release && [[ ! -e $BERTH_HOME/keeper ]]; then reconcile_note keeper 'No instance runs, so the keeper was ended.'; fi
  fi
}
