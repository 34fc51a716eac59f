# shellcheck shell=bash
# What became of an operation, for a desktop that lost the link half-way.
# journal/<operation id>: line 1 `running <pid> <start ticks> <boot id>` or `done <exit code>`; line 2 the document; line 3, until it is
# done, what the log of operations is to tell when it never is.
# journal/<operation id>.off: whoever asked was told that it never began, so it never may.

BERTH_JOURNAL=''

# journal_begin <operation id>: an operation that was done before answers again and has no second effect.
journal_begin() {
  local path=$BERTH_HOME/journal/$1 begun
  folder_make "$BERTH_HOME/journal"
  if journal_read "$1" && [[ $JOURNAL_STATE == 'done' ]]; then
    answer_print "$JOURNAL_CODE" "$JOURNAL_DOCUMENT"
    exit "$JOURNAL_CODE"
  fi
  audit_begun
  begun=$REPLY
  process_start_ticks "$BASHPID"
  BERTH_JOURNAL=$path
  file_put "$path" "running $BASHPID $REPLY $BERTH_BOOT_ID"$'\n\n'"$begun"$'\n' || journal_fail
  # Looked for after the entry was made, and made before the entry is looked for: one of the two sees the other.
  if [[ -e $path.off ]]; then
    fail_with link-lost script 'The link was lost before this began, so it was called off.' 'Try again.'
  fi
}

journal_fail() {
  local kind=script-failed
  if disk_is_full "$BERTH_HOME"; then kind=disk-full; fi
  fail_with "$kind" script 'The journal on this server cannot be written.' 'Free some disk space on the server and try again.'
}

# journal_call_off <operation id>: an operation that has not begun never will; one that has is left alone.
journal_call_off() {
  folder_make "$BERTH_HOME/journal"
  : >"$BERTH_HOME/journal/$1.off"
  journal_read "$1" || :
}

# journal_forget: for a part of an operation that answers nobody.
journal_forget() { BERTH_JOURNAL=''; }

journal_finish() {
  [[ -n $BERTH_JOURNAL && -d ${BERTH_JOURNAL%/*} ]] || return 0
  # Before it counts as done, so that nobody is told of having called off what was done.
  cancel_forget "$BERTH_JOURNAL"
  file_write "$BERTH_JOURNAL" "done $1"$'\n'"$2"$'\n' || printf 'the journal cannot be written: %s\n' "$BERTH_JOURNAL" >&2 2>/dev/null || :
}

# journal_read <operation id>: sets JOURNAL_STATE (unknown, running, done, or ended without an answer), JOURNAL_CODE and
# JOURNAL_DOCUMENT.
journal_read() {
  local path=$BERTH_HOME/journal/$1
  JOURNAL_STATE=unknown JOURNAL_CODE=70 JOURNAL_DOCUMENT=''
  [[ -f $path ]] || return 1
  journal_read_entry "$path"
  # It may have been done between the look at its entry and the look for its process.
  if [[ $JOURNAL_STATE == ended ]]; then journal_read_entry "$path"; fi
}

journal_read_entry() {
  local head='' word first second third
  { IFS= read -r head && IFS= read -r JOURNAL_DOCUMENT; } <"$1" || :
  read -r word first second third <<<"$head"
  if [[ $word == 'done' && -n $JOURNAL_DOCUMENT ]] && answer_is_code "$first"; then
    JOURNAL_STATE='done' JOURNAL_CODE=$first
  elif [[ $word == running && $third == "$BERTH_BOOT_ID" ]] && process_start_ticks "$first" && [[ $REPLY == "$second" ]]; then
    JOURNAL_STATE=running
  else
    JOURNAL_STATE=ended
  fi
}
