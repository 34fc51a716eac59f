# shellcheck shell=bash
# An archive of code-server: the file that it comes in, whether it is the right one, and unpacking it where nothing can leave.

# One look through all of an archive, on whatever disk; tests shorten it.
BERTH_ARCHIVE_SECONDS=${BERTH_ARCHIVE_SECONDS:-1800}
ARCHIVE_DEADLINE=0
# What progress is told of: the descriptor that a program reads, of how many bytes, under which stage and title.
PROGRESS_FD='' PROGRESS_BYTES=1 PROGRESS_STAGE='' PROGRESS_TITLE='' PROGRESS_SHARE=''

# archive_part <sha256>: REPLY is the file that an archive comes in, bit by bit.
archive_part() { REPLY=$BERTH_HOME/code-server/.incoming/$1.part; }

# archive_part_size <part>: REPLY is how much of it is there. What is no plain file of ours is thrown away.
archive_part_size() {
  if [[ -L $1 || (-e $1 && (! -f $1 || ! -O $1)) ]]; then remove_tree "$1" || return 1; fi
  REPLY=0
  [[ ! -e $1 ]] || REPLY=$(stat -c %s -- "$1")
}

# archive_drop_others <sha256>: parts of other archives are of no use once another one is asked for.
archive_drop_others() {
  local path
  for path in "$BERTH_HOME"/code-server/.incoming/*; do
    [[ $path == */"$1.part" ]] || remove_tree "$path" || :
  done
}

# progress_begin <stage> <title> <bytes>
progress_begin() { PROGRESS_STAGE=$1 PROGRESS_TITLE=$2 PROGRESS_BYTES=$(($3 > 0 ? $3 : 1)) PROGRESS_SHARE=''; }

# progress_tell <bytes done>: once for each share.
progress_tell() {
  local permille=$(($1 * 1000 / PROGRESS_BYTES)) share
  permille=$((permille > 1000 ? 1000 : permille))
  printf -v share '%d.%03d' $((permille / 1000)) $((permille % 1000))
  [[ $share != "$PROGRESS_SHARE" ]] || return 0
  PROGRESS_SHARE=$share
  step "$PROGRESS_STAGE" progress "$PROGRESS_TITLE" "$share"
}

# progress_of_reading: how far the program is that reads PROGRESS_FD: it shares this process's place in the file.
progress_of_reading() {
  local key value
  if ((SECONDS > ARCHIVE_DEADLINE)); then
    fail_with timed-out "$PROGRESS_STAGE" "$PROGRESS_TITLE took more than $((BERTH_ARCHIVE_SECONDS / 60)) minutes." 'Look at the disk of the server, then try again.'
  fi
  { read -r key value <"/proc/$BASHPID/fdinfo/$PROGRESS_FD"; } 2>/dev/null && [[ $key == pos: ]] || return 0
  progress_tell "$value"
}

# archive_read <stage> <title> <part> <program> <argument>…: the program reads the archive as its stdin, with progress.
archive_read() {
  local stage=$1 title=$2 part=$3 code=0
  shift 3
  exec {PROGRESS_FD}<"$part"
  ARCHIVE_DEADLINE=$((SECONDS + BERTH_ARCHIVE_SECONDS))
  progress_begin "$stage" "$title" "$(stat -c %s -- "$part")"
  child_run "$stage" progress_of_reading hide "$@" <&"$PROGRESS_FD" || code=$?
  exec {PROGRESS_FD}<&-
  return "$code"
}

# archive_verify <part> <sha256> <bytes> <stage that it came in>: ends the command when it is another one, or not whole.
archive_verify() {
  local part=$1 title='Checking the archive'
  transaction_step check "$title" :
  archive_part_size "$part"
  if ((REPLY < $3)); then
    fail_with setup-failed "$4" "Only $REPLY of $3 bytes of code-server have arrived." 'Try again: it goes on where it was cut off.'
  fi
  archive_read check "$title" "$part" sha256sum ||
    fail_with setup-failed check 'The archive cannot be read on the server.' 'Check the disk of the server, then try again.' "$CHILD_OUTPUT"
  [[ ${CHILD_OUTPUT%% *} == "$2" ]] || archive_refuse "$part" "$4"
  step check 'done' "$title"
  transaction_keep
}

# archive_refuse <part> <stage that it came in>: it would be wrong again, so it goes.
archive_refuse() {
  remove_tree "$1" || :
  fail_with setup-failed "$2" 'What arrived is not the code-server that was asked for, and was thrown away.' \
    'Try again, or choose another source.'
}

# archive_unpack <part> <folder>: fills the folder with what is in the archive's only folder.
archive_unpack() {
  local part=$1 title='Looking through the archive'
  transaction_step unpack "$title" :
  archive_read unpack "$title" "$part" awk -f "$BERTH_LIB/../templates/archive-names.awk" ||
    archive_fail 'The archive has files that have no place in a code-server, or it is damaged; nothing was unpacked.'
  step unpack 'done' "$title"
  transaction_keep
  title='Unpacking code-server'
  transaction_step unpack "$title" :
  archive_read unpack "$title" "$part" tar -xz --strip-components=1 --no-same-owner --no-same-permissions -f - -C "$2" ||
    archive_fail 'The archive cannot be unpacked.'
  step unpack 'done' "$title"
  transaction_keep
}

# archive_fail <message>
archive_fail() {
  if disk_is_full "$BERTH_HOME/code-server"; then version_fail_write unpack; fi
  fail_with setup-failed unpack "$1" 'Read the detail, then try again.' "$CHILD_OUTPUT"
}
