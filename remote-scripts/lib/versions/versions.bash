# shellcheck shell=bash
# Berth's own code-servers, side by side: code-server/<version>/bin/code-server. `code-server/current` leads to the one that starts
# use, `previous` to the one before. What runs was started by the path of its version, so a switch does not touch it.

# Those that are installed, newest first.
declare -ga VERSIONS
# By version: the instances that run with it, and whether any process at all does.
declare -gA VERSION_USERS VERSION_BUSY

VERSION_PATTERN='^[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$'

version_is_installed() {
  local folder=$BERTH_HOME/code-server/$1
  [[ $1 =~ $VERSION_PATTERN && -d $folder && ! -L $folder && -f $folder/bin/code-server && -x $folder/bin/code-server ]]
}

versions_all() {
  local path
  local -a found=()
  for path in "$BERTH_HOME"/code-server/[0-9]*; do
    if version_is_installed "${path##*/}"; then found+=("${path##*/}"); fi
  done
  VERSIONS=()
  ((${#found[@]} == 0)) || mapfile -t VERSIONS < <(printf '%s\n' "${found[@]}" | sort -rV)
}

# version_linked <current|previous>: REPLY is the installed version that the link leads to; fails when it leads to none.
version_linked() {
  local link=$BERTH_HOME/code-server/$1
  [[ -L $link ]] && REPLY=$(readlink -- "$link") && version_is_installed "$REPLY"
}

# version_current: REPLY is the one that starts use, the newest where nobody chose; fails when none is installed.
version_current() {
  if version_linked current; then return 0; fi
  versions_all
  REPLY=${VERSIONS[0]-}
  [[ -n $REPLY ]]
}

# version_previous: REPLY is the one that was current before; fails when there is none.
version_previous() {
  local current=''
  if version_current; then current=$REPLY; fi
  version_linked previous && [[ $REPLY != "$current" ]]
}

# version_of_program <path>: REPLY is the version when the path leads into one of Berth's own, else empty.
version_of_program() {
  local rest=${1#"$BERTH_HOME"/code-server/}
  REPLY=''
  [[ $rest != "$1" && ${rest%%/*} =~ $VERSION_PATTERN ]] || return 0
  REPLY=${rest%%/*}
}

# versions_find_used: fills VERSION_USERS and VERSION_BUSY: what records and processes say.
versions_find_used() {
  local id
  VERSION_USERS=() VERSION_BUSY=()
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    if ! record_read "$id" || [[ -z ${RECORD[version]-} ]]; then continue; fi
    # A start writes its record before anything runs.
    if { [[ ${RECORD[state]} == running ]] && instance_is_alive; } ||
      { [[ ${RECORD[state]} == starting ]] && lock_is_held "$BERTH_HOME/locks/$id"; }; then
      version_used_by "${RECORD[version]}" "$id"
    fi
  done
  versions_find_processes
}

# Of instances that were started before records told the version, and of programs that somebody started by hand, only the
# processes tell. What a command under way tries out is none of them.
versions_find_processes() {
  local path pid word
  local -a words
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%%/*}
    words=()
    { mapfile -d '' -t words <"/proc/$pid/cmdline"; } 2>/dev/null || continue
    word=$(readlink -- "/proc/$pid/exe" 2>/dev/null) && words+=("$word")
    for word in ${words[@]+"${words[@]}"}; do
      version_of_program "$word"
      [[ -n $REPLY ]] || continue
      word=$REPLY
      if process_owner "$pid"; then version_used_by "$word" "$REPLY"; elif ! child_operation "$pid"; then VERSION_BUSY[$word]=1; fi
      break
    done
  done < <(versions_suspects)
}

# The processes that may be of a version: by their arguments, or by their program.
versions_suspects() {
  grep -lsF -e "$BERTH_HOME/code-server/" /proc/[0-9]*/cmdline || :
  find /proc/[0-9]*/exe -maxdepth 0 -printf '%p %l\n' 2>/dev/null | grep -F -e " $BERTH_HOME/code-server/" | cut -d' ' -f1 || :
}

# version_is_busy <version>: needs versions_find_used.
version_is_busy() { [[ -n ${VERSION_BUSY[$1]-} ]]; }

# version_used_by <version> <id>
version_used_by() {
  VERSION_BUSY[$1]=1
  [[ " ${VERSION_USERS[$1]-} " == *" $2 "* ]] || VERSION_USERS[$1]+="${VERSION_USERS[$1]:+ }$2"
}

# versions_lock <stage>: one command at a time changes what is installed. What a cut one left running or lying about goes first.
versions_lock() {
  # What lies behind a link is not ours to fill or to empty.
  [[ ! -L $BERTH_HOME/code-server ]] ||
    fail_with setup-failed "$1" "The folder of Berth's code-servers on the server is a link." 'Put a real folder in its place.' "$BERTH_HOME/code-server"
  folder_make "$BERTH_HOME/code-server/.incoming" 2>/dev/null || version_fail_write "$1"
  receive_make_way ''
  lock_take "$BERTH_HOME/code-server.lock" "$1"
  lock_keep
  children_end '' || fail_with busy "$1" 'Programs of an installation that was cut off do not end.' 'Wait a minute, then try again.'
  versions_drop_cut
}

# versions_drop_cut: needs the lock.
versions_drop_cut() {
  local path
  file_drop "$BERTH_HOME/code-server/.incoming/receiver"
  for path in "$BERTH_HOME"/code-server/.unpacking-* "$BERTH_HOME"/code-server/{current,previous}.tmp.*; do remove_tree "$path" || :; done
}

# versions_remove_cut <path>: fails while somebody is at it.
versions_remove_cut() {
  local lock code=0
  lock_try "$BERTH_HOME/code-server.lock" 0 || return 1
  lock=$REPLY
  remove_tree "$1" || code=1
  lock_release "$lock"
  return "$code"
}

# versions_keep_away <stage>: ends a transfer, and lets no installation begin.
versions_keep_away() {
  local sha256=''
  [[ -d $BERTH_HOME/code-server ]] || return 0
  if file_read "$BERTH_HOME/code-server/.incoming/receiver"; then sha256=${REPLY##* }; fi
  receive_make_way "$sha256"
  lock_take "$BERTH_HOME/code-server.lock" "$1"
}

# version_fail_write <stage>: ends the command because something cannot be written.
version_fail_write() {
  if disk_is_full "$BERTH_HOME"; then
    fail_with disk-full "$1" 'The disk of the server is full.' 'Free some disk space on the server, then try again.' "${CHILD_OUTPUT-}"
  fi
  fail_with setup-failed "$1" 'The folder of Berth on the server cannot be written to.' 'Check disk space and permissions on the server.' "${CHILD_OUTPUT-}"
}

# disk_is_full <folder>: as the program said that failed last, or as a write there shows: a quota shows in nothing else.
disk_is_full() {
  local probe=$1/full.tmp.$BASHPID code=0
  [[ ${CHILD_OUTPUT-} != *'No space left on device'* && ${CHILD_OUTPUT-} != *'Disk quota exceeded'* ]] || return 0
  disk_free_bytes "$1"
  ((REPLY > 262144)) || return 0
  { head -c 262144 /dev/zero >"$probe"; } 2>/dev/null || code=1
  rm -f -- "$probe"
  ((code))
}

# disk_need <stage> <bytes>: ends the command when the host has less.
disk_need() {
  local free
  disk_free_bytes "$BERTH_HOME"
  free=$REPLY
  ((free < $2)) || return 0
  fail_with disk-full "$1" "The server has $((free / 1000000)) MB of disk left, and code-server needs $((($2 + 999999) / 1000000)) MB to be installed." \
    'Free some disk space on the server, then try again.'
}
