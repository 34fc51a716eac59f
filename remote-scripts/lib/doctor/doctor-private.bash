# shellcheck shell=bash
# What other users of this host may read although it is nobody's business, and what an earlier tool left, for the doctor.

# Paths below the home folder: a password, settings and sign-ins of editors, what a VS Code server keeps.
declare -ga DOCTOR_PRIVATE=(.config/code-server/config.yaml .local/share/code-server .vscode-server .vscode-remote .cursor-server)

# doctor_private_list: fills PRIVATE_PATHS with those of them that others can read, and PRIVATE_MODES. Only what is really there and
# belongs to this user: a link may lead anywhere.
doctor_private_list() {
  local name path mode
  PRIVATE_PATHS=() PRIVATE_MODES=()
  [[ -n ${HOME-} ]] || return 0
  for name in "${DOCTOR_PRIVATE[@]}"; do
    path=$HOME/$name
    [[ -e $path && ! -L $path && -O $path ]] || continue
    doctor_private_matters "$path" || continue
    mode=$(timeout 1 stat -c %a -- "$path" 2>/dev/null) || continue
    # Folders are entered with x, files are read with r; the group counts for a file, whose password needs no second reader.
    if [[ -d $path ]]; then ((8#$mode & 8#005)) || continue; else ((8#$mode & 8#044)) || continue; fi
    doctor_is_reachable "$path" || continue
    PRIVATE_PATHS+=("$path")
    PRIVATE_MODES+=("$mode")
  done
}

# doctor_private_matters <path>: a folder that holds a heartbeat and logs only gives nothing away.
doctor_private_matters() {
  [[ $1 != */.local/share/code-server ]] || [[ -d $1/User || -d $1/Machine || -d $1/extensions ]]
}

# doctor_is_reachable <path>: true when every folder on the way may be passed by others.
doctor_is_reachable() {
  local parent=${1%/*} mode
  while [[ -n $parent ]]; do
    mode=$(timeout 1 stat -L -c %a -- "$parent" 2>/dev/null) || return 1
    ((8#$mode & 8#001)) || return 1
    parent=${parent%/*}
  done
}

doctor_private_files() {
  local index
  local -a PRIVATE_PATHS=() PRIVATE_MODES=() rows=()
  doctor_private_list
  for index in "${!PRIVATE_PATHS[@]}"; do
    rows+=("$(doctor_object path text "${PRIVATE_PATHS[index]}" mode text "${PRIVATE_MODES[index]}")")
  done
  json_array ${rows[@]+"${rows[@]}"}
  printf '%s' "$REPLY"
}

# doctor_private_fix: takes away what others may do with them; fails when one of them stays open.
doctor_private_fix() {
  local path code=0
  local -a PRIVATE_PATHS=() PRIVATE_MODES=()
  doctor_private_list
  for path in ${PRIVATE_PATHS[@]+"${PRIVATE_PATHS[@]}"}; do chmod go-rwx -- "$path" 2>/dev/null || code=1; done
  return "$code"
}

# doctor_older_find: fills the ITEM_ lists with what an earlier tool left, as a cleanup would.
doctor_older_find() {
  items_clear
  older_hurry
  items_find_older
  items_identify
  items_find_obstacles
}

doctor_old_layout() {
  local index
  local -a rows=()
  doctor_older_find
  for index in "${!ITEM_WAYS[@]}"; do
    [[ ${ITEM_WAYS[index]} == older-* && ${#rows[@]} -lt 100 ]] || continue
    rows+=("$(doctor_object path text "${ITEM_TARGETS[index]}" owner text "${ITEM_OWNERS[${ITEM_TARGETS[index]}]-}" \
      isOptional flag "${ITEM_OPTIONALS[index]}" obstacle text "${ITEM_OBSTACLES[index]}")")
  done
  json_array ${rows[@]+"${rows[@]}"}
  printf '%s' "$REPLY"
}
