# shellcheck shell=bash
# Files of Berth's own that a cleanup finds: other versions' scripts, old answers, and at the widest level the rest of the home.

# items_find_files <level>
items_find_files() {
  items_find_scripts "$1"
  if [[ $1 == everything ]]; then
    items_find_everything
  else
    items_find_old
  fi
}

items_find_scripts() {
  local path own
  own=$(cd -P -- "$BERTH_LIB/.." && pwd -P)
  for path in "$BERTH_HOME"/scripts/*; do
    [[ -d $path ]] || continue
    if [[ $1 == everything ]]; then
      item_add tree directory "$path" '' 'scripts of Berth'
    elif [[ $path != "$own" ]] && ! grep -qszF -e "$path/" /proc/[0-9]*/cmdline; then
      item_add tree directory "$path" '' 'scripts of another version'
    fi
  done
}

items_find_old() {
  local path
  items_find_cut
  while IFS= read -r -d '' path; do
    item_add tree other "$path" '' 'answer of an operation of more than 7 days ago'
  done < <(find "$BERTH_HOME/journal" -maxdepth 1 -type f -mtime +6 -print0 2>/dev/null || :)
  while IFS= read -r -d '' path; do
    item_add tree other "$path" '' 'file of a write that was cut off'
  done < <(find "$BERTH_HOME" -maxdepth 3 \( -path "$BERTH_HOME/backups" -o -path "$BERTH_HOME/base" -o -path "$BERTH_HOME/run" \) -prune -o \
    -mmin +60 \( -name '*.tmp.[0-9]*' -o -path "$BERTH_HOME/scripts/.push-*" -prune \) -print0 2>/dev/null || :)
}

# items_find_cut: what installations of code-server left that were cut off. A part may be gone on with for an hour.
items_find_cut() {
  local path
  if lock_is_held "$BERTH_HOME/code-server.lock"; then return 0; fi
  for path in "$BERTH_HOME"/code-server/.unpacking-*; do
    if [[ -e $path ]]; then item_add cut directory "$path" '' 'left by an installation that was cut off'; fi
  done
  while IFS= read -r -d '' path; do
    item_add cut other "$path" '' 'part of a code-server that was not received whole'
  done < <(find "$BERTH_HOME/code-server/.incoming" -maxdepth 1 -name '*.part' -mmin +60 -print0 2>/dev/null || :)
}

items_find_everything() {
  local path
  for path in "$BERTH_HOME"/code-server/*; do
    # The links to some of them go with the home.
    if [[ -d $path && ! -L $path ]]; then item_add tree directory "$path" '' 'code-server installed by Berth'; fi
  done
  for path in "$BERTH_HOME"/code-server/.unpacking-* "$BERTH_HOME"/code-server/.incoming/*.part; do
    if [[ -e $path ]]; then item_add tree directory "$path" '' 'code-server that is not installed yet'; fi
  done
  if [[ -d $BERTH_HOME/base ]]; then item_add tree directory "$BERTH_HOME/base" '' 'what further instances begin with'; fi
  if [[ -d $BERTH_HOME/history ]]; then item_add tree directory "$BERTH_HOME/history" '' 'how much memory instances took'; fi
  if [[ -d $BERTH_HOME/backups ]]; then item_add home directory "$BERTH_HOME/backups" '' 'backups of earlier cleanups'; fi
  if [[ -d $BERTH_HOME/repositories ]]; then item_add tree directory "$BERTH_HOME/repositories" '' 'names of repositories, and their deploy keys'; fi
  if [[ -f $BERTH_HOME/settings ]]; then item_add tree other "$BERTH_HOME/settings" '' 'settings of this server'; fi
  if home_runtime && [[ -d $REPLY ]]; then item_add tree directory "$REPLY" '' 'sockets'; fi
  item_add home directory "$BERTH_HOME" '' 'the folder of Berth itself'
}
