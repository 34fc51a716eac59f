# shellcheck shell=bash
# Taking the settings and extensions of an instance over as the base: a draft beside it, then one rename. What a user signed in
# with is in globalStorage, which is not taken.

BASE_SPARE_MEGABYTES=200

# base_installed <instance folder>: fills BASE_EXTENSIONS with the folders of its extensions, those that VS Code lists; all of them
# where it has listed none yet. What was uninstalled may still lie there.
base_installed() {
  local path name
  local -A listed=()
  BASE_EXTENSIONS=()
  if [[ -f $1/extensions/extensions.json && ! -L $1/extensions/extensions.json ]]; then
    while IFS= read -r name; do
      name=${name%\"}
      listed[${name##*\"}]=1
    done < <(head -c 16777216 -- "$1/extensions/extensions.json" | grep -ao '"relativeLocation":"[A-Za-z0-9._+-]*"' || :)
  else
    listed[all]=1
  fi
  for path in "$1"/extensions/*; do
    name=${path##*/}
    [[ -d $path && ! -L $path && -f $path/package.json && $name =~ $BASE_FOLDER_FORM ]] || continue
    if [[ -n ${listed[all]-}${listed[$name]-} ]]; then BASE_EXTENSIONS+=("$name"); fi
  done
}

# base_check_disk <instance folder>: ends the command when the extensions do not fit beside what is there.
base_check_disk() {
  local name needed=0 free
  local -a paths=()
  for name in ${BASE_EXTENSIONS[@]+"${BASE_EXTENSIONS[@]}"}; do paths+=("$1/extensions/$name"); done
  if ((${#paths[@]} > 0)); then
    needed=$(timeout 60 du -s -c -x -B1M -- "${paths[@]}" | tail -n 1) || needed=''
    needed=${needed%%[!0-9]*}
  fi
  disk_free_bytes "$BERTH_HOME"
  free=$((REPLY >> 20))
  if [[ -z $needed ]] || ((free < needed + BASE_SPARE_MEGABYTES)); then
    fail_with script-failed store 'The disk of the server has no room for the extensions.' \
      "Free at least $((${needed:-0} + BASE_SPARE_MEGABYTES)) MB on the server, then try again." "free: $free MB"
  fi
}

# base_save <instance folder> <repository> <draft>: the base is this one afterwards, or what it was.
base_save() {
  local folder=$1 draft=$3 name source
  mkdir -p -- "$draft/extensions" && base_copy_texts "$folder/user-data/User" "$draft" || return 1
  for name in ${BASE_EXTENSIONS[@]+"${BASE_EXTENSIONS[@]}"}; do
    cp -a --reflink=auto -- "$folder/extensions/$name" "$draft/extensions/" || return 1
  done
  # Files only: what lies in a folder without write permission could not be removed.
  find "$draft/extensions" -type f -exec chmod a-w -- '{}' + || return 1
  url_encode "$2"
  source=schema=1$'\n'repository=$REPLY$'\n'
  now_ms
  file_write "$draft/source" "${source}savedAtMs=$REPLY"$'\n'end=1$'\n' && base_replace "$draft"
}

# base_replace <draft>: the old one has another name for a moment; base_recover brings it back when it was the last.
base_replace() {
  local root=$BERTH_HOME/base
  remove_tree "$BERTH_HOME/base.previous" || return 1
  if [[ -e $root || -L $root ]]; then mv -T -- "$root" "$BERTH_HOME/base.previous" || return 1; fi
  if ! mv -T -- "$1" "$root"; then
    base_recover
    return 1
  fi
  remove_tree "$BERTH_HOME/base.previous"
}

# base_recover: makes good what a cut replacement left. Callers hold the lock of the base. Fails when there was nothing to do.
base_recover() {
  local previous=$BERTH_HOME/base.previous path is_done=1
  if [[ -e $previous && ! -e $BERTH_HOME/base ]]; then
    mv -T -- "$previous" "$BERTH_HOME/base" && is_done=0
  elif [[ -e $previous ]]; then
    remove_tree "$previous" && is_done=0
  fi
  for path in "$BERTH_HOME"/base.tmp.*; do
    if [[ -e $path || -L $path ]]; then remove_tree "$path" && is_done=0; fi
  done
  return "$is_done"
}
