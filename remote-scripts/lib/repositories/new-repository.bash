# shellcheck shell=bash
# Making a repository: all of it is done in a hidden folder beside its place, so that nobody ever meets half of one, and what is
# removed when it fails is only that folder. repositories/clones/<operation id>: its URL-encoded path, while it is there.

# What is being made: target, parent, work (folders), note. MAKING_PARENTS: parents that are made for it, deepest first.
declare -gA MAKING=()
declare -ga MAKING_PARENTS=() MAKING_CLEARED=()

# making_place <path> <1 when an empty folder may be there>: sets MAKING[target] and MAKING[parent]; changes nothing.
making_place() {
  local path rest
  folder_expand "$1"
  path=$REPLY
  while [[ $path == ?*/ ]]; do path=${path%/}; done
  if [[ $path == / || ${#path} -gt 4000 || $path == *//* || $path/ == */./* || $path/ == */../* || $path == *$'\n'* ]]; then
    refuse_input 'The path of the folder must be plain: no //, no ., no .. and no line break in it.'
  fi
  if [[ -L $path || -e $path ]] && ! making_may_take "$path" "$2"; then
    fail_with repository-exists directories 'There is a folder of that name already.' 'Choose another folder, or add that one to the list.' "$path"
  fi
  MAKING_PARENTS=()
  rest=${path%/*}
  while [[ -n $rest && ! -e $rest && ! -L $rest ]]; do
    MAKING_PARENTS+=("$rest")
    rest=${rest%/*}
  done
  folder_physical "${rest:-/}"
  if [[ -z $REPLY || ! -w $REPLY ]]; then
    fail_with unavailable directories 'This user may not make a folder there.' 'Choose a folder that belongs to this user.' "${rest:-/}"
  fi
  [[ $REPLY != / ]] || REPLY=''
  MAKING[target]=$REPLY${path#"$rest"}
  MAKING[parent]=${MAKING[target]%/*}
}

# making_may_take <path> <1 when an empty folder will do>
making_may_take() {
  [[ -n $2 && -d $1 && ! -L $1 && -O $1 && -z $(ls -A -- "$1" 2>/dev/null) ]]
}

# making_begin <stage> <title>: makes the hidden folder; from here on whatever fails removes it.
making_begin() {
  local note=$BERTH_HOME/repositories/clones/${ARGUMENTS[operation_id]}
  making_clear_old
  MAKING[note]=$note
  MAKING[work]=${MAKING[parent]}/.berth-clone-${ARGUMENTS[operation_id]}
  transaction_step "$1" "$2" making_undo
  url_encode "${MAKING[work]}"
  { folder_make "${note%/*}" && file_put "$note" "$REPLY"$'\n'; } 2>/dev/null || known_fail
  (umask "$BERTH_USER_UMASK" && mkdir -p -- "${MAKING[parent]:-/}" && mkdir -- "${MAKING[work]}") 2>/dev/null ||
    fail_with unavailable directories 'The folder cannot be made.' 'Check disk space and permissions on the server.' "${MAKING[target]}"
}

# making_finish: the folder gets its name, and its place on the list.
making_finish() {
  local target=${MAKING[target]}
  if making_may_take "$target" 1; then rmdir -- "$target" 2>/dev/null || :; fi
  # Where somebody was quicker, -n leaves both where they are.
  if ! mv -nT -- "${MAKING[work]}" "$target" || [[ -e ${MAKING[work]} ]]; then
    fail_with repository-exists directories 'There is a folder of that name by now.' 'Choose another folder, or add that one to the list.' "$target"
  fi
  transaction_commit
  file_drop "${MAKING[note]}"
  known_change "$target" isAdded 1 isHidden ''
}

making_undo() {
  local parent
  remove_tree "${MAKING[work]}" && file_drop "${MAKING[note]}" || return 1
  # Only what is empty goes, so that nothing of anybody else's does.
  for parent in ${MAKING_PARENTS[@]+"${MAKING_PARENTS[@]}"}; do rmdir -- "$parent" 2>/dev/null || break; done
}

# making_is_known <path>: true for a hidden folder that was noted before it was made.
making_is_known() {
  local note=$BERTH_HOME/repositories/clones/${1##*/.berth-clone-}
  [[ ${1##*/} == .berth-clone-?* && -d $1 && ! -L $1 && -O $1 && -f $note && ! -L $note ]] || return 1
  file_read "$note" && url_decode "$REPLY" && [[ $REPLY == "$1" ]]
}

# making_clear_old: removes what was left by one that the host or somebody ended. Sets MAKING_CLEARED to their folders.
making_clear_old() {
  local note work
  MAKING_CLEARED=()
  for note in "$BERTH_HOME"/repositories/clones/*; do
    [[ -f $note && ! -L $note && $note != *.tmp.* ]] || continue
    if journal_read "${note##*/}" && [[ $JOURNAL_STATE == running ]]; then continue; fi
    if ! { file_read "$note" && url_decode "$REPLY"; }; then continue; fi
    work=$REPLY
    children_end "${note##*/}" || continue
    if [[ -e $work ]]; then
      remove_tree "$work" || continue
      MAKING_CLEARED+=("$work")
    fi
    file_drop "$note"
  done
}
