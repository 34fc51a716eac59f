# shellcheck shell=bash
# What a cleanup keeps of records, confs and settings before it removes them.

BACKUPS_KEPT=5

# backup_make <level>: REPLY is the folder with the files as they are, or empty when there are none; fails when they cannot be
# kept. Everything of Berth goes at the widest level, its backups too; what another tool left is kept beside the home then.
backup_make() {
  local level=$1 folder draft
  local -a own=() older=()
  if [[ $level != everything ]] && backup_is_worth; then backup_own; fi
  backup_older
  REPLY=''
  ((${#own[@]} + ${#older[@]} > 0)) || return 0
  now_ms
  folder=$BERTH_HOME/backups/$REPLY-$level
  if [[ $level == everything ]]; then folder=${BERTH_HOME%/*}/berth-backup-$REPLY; fi
  draft=$BERTH_HOME/backups/${folder##*/}.tmp.$BASHPID
  folder_make "${draft%/*}" && mkdir -- "$draft" || return 1
  if ! backup_copy "$draft" || ! mv -T -- "$draft" "$folder"; then
    remove_tree "$draft" || :
    return 1
  fi
  if [[ $level != everything ]]; then backup_prune; fi
  REPLY=$folder
}

# backup_has_drafts: true when a backup was cut off while it was made.
backup_has_drafts() { compgen -G "$BERTH_HOME/backups/*.tmp.*" >/dev/null; }

# backup_forget_drafts: needs the home lock, which whoever makes a backup holds.
backup_forget_drafts() {
  local path
  for path in "$BERTH_HOME"/backups/*.tmp.*; do remove_tree "$path" || :; done
}

# backup_is_worth: true when a record or a conf goes; a copy of what stays would only push an older one out.
backup_is_worth() {
  local index
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    case ${ITEM_WAYS[index]} in
      record | route | nginx | system) return 0 ;;
    esac
  done
  return 1
}

# backup_own: fills `own` with the paths of what describes instances and routes, from the home on.
backup_own() {
  local path
  for path in "$BERTH_HOME"/instances/*/{record,identity,settings} "$BERTH_HOME"/nginx/routes/*.conf "$BERTH_HOME"/nginx/conf/nginx.conf "$BERTH_HOME"/settings; do
    if [[ -f $path && ! -L $path && -r $path ]]; then own+=("${path#"$BERTH_HOME"/}"); fi
  done
}

# backup_older: fills `older` with the lists and confs of another tool that are about to go. Other files of it are as large as a
# program, and whoever cleans up may be short of room.
backup_older() {
  local index path
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    path=${ITEM_TARGETS[index]}
    [[ ${ITEM_WAYS[index]} == older-ports || (${ITEM_WAYS[index]} == older-tree && ${ITEM_KINDS[index]} == conf) ]] || continue
    [[ -z ${ITEM_OBSTACLES[index]} && -f $path && ! -L $path && -r $path ]] || continue
    older+=("$path")
  done
}

# backup_copy <folder>: the files keep their paths below it.
backup_copy() {
  if ((${#own[@]} > 0)); then
    (cd -- "$BERTH_HOME" && cp --preserve=timestamps --parents -- "${own[@]}" "$1") || return 1
  fi
  ((${#older[@]} == 0)) || cp --preserve=timestamps --parents -- "${older[@]}" "$1" || return 1
  sync -f -- "$1" 2>/dev/null || :
}

# backup_prune: keeps the last few. Others have backups of their own in the same folder.
backup_prune() {
  local -a all=()
  local index path
  for path in "$BERTH_HOME"/backups/[0-9]*; do
    if [[ -d $path && ! -L $path && $path == *-@(leftovers|instances) ]]; then all+=("$path"); fi
  done
  for ((index = 0; index < ${#all[@]} - BACKUPS_KEPT; index++)); do remove_tree "${all[index]}" || :; done
}
