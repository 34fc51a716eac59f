# shellcheck shell=bash
# An archive that the desktop sends: what arrives is added to the part, and stays there when the link is lost.
# code-server/.incoming/receiver: `<pid> <start ticks> <boot id> <sha256>` of who is at it.

# Set by the runner in the mode `receive`.
RECEIVE_NONCE=''
receive_open() { RECEIVE_NONCE=$1; }

# A link that died unheard sends nothing for ever.
BERTH_RECEIVE_SECONDS=${BERTH_RECEIVE_SECONDS:-60}
# How long a receiver may have heard nothing before somebody else goes first.
RECEIVE_SILENT_SECONDS=10
RECEIVE_PART='' RECEIVE_BYTES=0 RECEIVE_HEARD=0

# receive_make_way <sha256 or ''>: ends a receiver whose link is dead: one of the same archive, because the desktop sends it
# again, or one that has heard nothing for a while.
receive_make_way() {
  local pid='' ticks boot sha256 heard='' now path=$BERTH_HOME/code-server/.incoming/receiver
  [[ -f $path && ! -L $path ]] || return 0
  read -r pid ticks boot sha256 <"$path" || :
  [[ $pid =~ ^[0-9]+$ && $boot == "$BERTH_BOOT_ID" && $sha256 =~ ^[0-9a-f]{64}$ ]] || return 0
  if [[ $sha256 != "$1" ]]; then
    archive_part "$sha256"
    heard=$(stat -c %Y -- "$REPLY" "$path" 2>/dev/null | sort -n | tail -n 1) || heard=''
    now_ms
    now=$((REPLY / 1000))
    ((now - ${heard:-0} > RECEIVE_SILENT_SECONDS)) || return 0
  fi
  process_signal_known TERM "$pid" "$ticks" || :
}

# receive <sha256> <bytes>: tells the desktop where to go on, and takes in what comes. REPLY is how much is there then.
receive() {
  local part from
  archive_part "$1"
  part=$REPLY
  archive_part_size "$part" || version_fail_write push
  from=$REPLY
  if ((from > $2)); then
    remove_tree "$part" || version_fail_write push
    from=0
  fi
  { : >>"$part"; } 2>/dev/null || version_fail_write push
  disk_need push $((4 * $2 - from))
  process_start_ticks "$BASHPID"
  file_put "$BERTH_HOME/code-server/.incoming/receiver" "$BASHPID $REPLY $BERTH_BOOT_ID $1"$'\n' || version_fail_write push
  trap receive_ousted TERM
  progress_begin push 'Receiving code-server' "$2"
  RECEIVE_PART=$part RECEIVE_BYTES=$from RECEIVE_HEARD=$SECONDS
  printf 'BERTH %s receive %d\n' "$RECEIVE_NONCE" "$from"
  child_run push receive_look hide dd bs=32K "count=$(($2 - from))" iflag=count_bytes,fullblock oflag=append conv=notrunc status=none "of=$part" ||
    version_fail_write push
  file_drop "$BERTH_HOME/code-server/.incoming/receiver"
  archive_part_size "$part"
  progress_tell "$REPLY"
  archive_part_size "$part"
}

receive_look() {
  local bytes
  bytes=$(stat -c %s -- "$RECEIVE_PART" 2>/dev/null) || return 1
  progress_tell "$bytes"
  if ((bytes != RECEIVE_BYTES)); then RECEIVE_BYTES=$bytes RECEIVE_HEARD=$SECONDS; fi
  ((SECONDS - RECEIVE_HEARD <= BERTH_RECEIVE_SECONDS)) ||
    fail_with timed-out push "Nothing arrived for $BERTH_RECEIVE_SECONDS s." 'Try again: it goes on where it was cut off.'
}

receive_ousted() {
  # A trap is run with the variables of the `IFS= read` that it interrupts.
  local IFS=$' \t\n'
  fail_with busy push 'Another transfer to this server took over.' 'Wait until it is done, then look again.'
}
