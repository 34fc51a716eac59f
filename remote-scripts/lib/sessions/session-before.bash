# shellcheck shell=bash
# What is known of the run before, while a session is taken up again: it counts again when that fails. sessions/<id>/before/, whole as
# soon as it has a record.

SESSION_BEFORE_FILES=(root ended hook judged screen memory idle idle-stopped command)

# session_before_keep <id>: puts it aside; nothing of it is in the way of the next run then.
session_before_keep() {
  local folder=$BERTH_HOME/sessions/$1 name
  remove_tree "$folder/before" && mkdir -- "$folder/before" || return 1
  for name in "${SESSION_BEFORE_FILES[@]}"; do
    if [[ -f $folder/$name ]]; then mv -fT -- "$folder/$name" "$folder/before/$name" || return 1; fi
  done
  cp -- "$folder/record" "$folder/before/record.tmp" && mv -fT -- "$folder/before/record.tmp" "$folder/before/record"
}

# session_before_restore <id>: fails when there is nothing to restore. Callers have ended what ran since.
session_before_restore() {
  local folder=$BERTH_HOME/sessions/$1 name
  [[ -f $folder/before/record && ! -L $folder/before ]] || return 1
  file_drop "$folder/environment" "$folder/scope"
  for name in "${SESSION_BEFORE_FILES[@]}"; do
    if [[ -f $folder/before/$name ]]; then
      mv -fT -- "$folder/before/$name" "$folder/$name" || return 1
    else
      file_drop "$folder/$name"
    fi
  done
  mv -fT -- "$folder/before/record" "$folder/record" && remove_tree "$folder/before"
}

# session_before_drop <id>: it is over.
session_before_drop() {
  if [[ -d $BERTH_HOME/sessions/$1/before ]]; then remove_tree "$BERTH_HOME/sessions/$1/before" || :; fi
}
