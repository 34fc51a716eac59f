# shellcheck shell=bash
# One version of code-server, from whatever source, beside the others: tried out before anything changes, and then made current
# in one rename.

# Of the installation under way: the folder that goes with the command, whatever becomes of it.
VERSION_WORK=''
# The oldest C library that code-server's own Node runs with.
VERSION_GLIBC_MINOR=28

# version_check_host: ends the command where no code-server runs.
version_check_host() {
  host_libc
  case $REPLY in
    musl*)
      fail_with host-unsupported check "This server has the C library musl, which code-server's releases do not run with." \
        'Use a server with glibc, for example Debian, Ubuntu or Fedora.' "$REPLY"
      ;;
    'glibc 2.'*)
      local minor=${REPLY#glibc 2.}
      ((10#${minor%%.*} >= VERSION_GLIBC_MINOR)) ||
        fail_with host-unsupported check "The C library of this server is too old for code-server, which needs glibc 2.$VERSION_GLIBC_MINOR." \
          'Update the system of the server.' "$REPLY"
      ;;
  esac
}

# version_work <stage>: makes VERSION_WORK. Needs the lock.
version_work() {
  VERSION_WORK=$BERTH_HOME/code-server/.unpacking-$BASHPID
  # Not told: it is nothing that takes a while.
  BERTH_UNDO+=("$1|Clearing what was unpacked|version_undo_work")
  mkdir -p -- "$VERSION_WORK/tree" 2>/dev/null || version_fail_write "$1"
}

version_undo_work() { remove_tree "$VERSION_WORK"; }

# version_install <version>: puts what lies in VERSION_WORK/tree to its place, after seeing that it is that version and answers.
version_install() {
  local tree=$VERSION_WORK/tree
  { version_read "$tree" && [[ $REPLY == "$1" && -x $tree/bin/code-server ]]; } ||
    fail_with setup-failed check "What was unpacked is not code-server $1." 'Try again, or choose another source.' "it says: ${REPLY:-nothing}"
  version_check "$tree" "$VERSION_WORK"
  version_settle "$tree"
  cancel_forbid switch
  if [[ -e $BERTH_HOME/code-server/$1 || -L $BERTH_HOME/code-server/$1 ]]; then
    mv -T -- "$BERTH_HOME/code-server/$1" "$VERSION_WORK/replaced" || version_fail_write switch
  fi
  mv -T -- "$tree" "$BERTH_HOME/code-server/$1" || version_fail_write switch
}

# version_settle <folder>: adds its size up, and has the disk keep it before anything leads there.
version_settle() {
  local bytes title='Writing it to the disk'
  step check started "$title"
  bytes=$(timeout 60 du -s -B1 -- "$1" 2>/dev/null) || bytes=''
  if [[ -n $bytes ]]; then file_put "$1/.berth-size" "${bytes%%[!0-9]*}"$'\n' || version_fail_write check; fi
  child_run check '' hide timeout 300 sync -f "$1" || :
  step check 'done' "$title"
}

# version_switch <version>: starts use it from here on; the one before is kept.
version_switch() {
  local title="Making $1 the one of further starts" old=''
  step switch started "$title"
  if version_current; then old=$REPLY; fi
  if [[ -n $old && $old != "$1" ]]; then version_link previous "$old" || version_fail_write switch; fi
  version_link current "$1" || version_fail_write switch
  step switch 'done' "$title"
}

# version_link <current|previous> <version>: in one rename.
version_link() {
  local link=$BERTH_HOME/code-server/$1
  ln -s -- "$2" "$link.tmp.$BASHPID" && mv -fT -- "$link.tmp.$BASHPID" "$link" && return 0
  rm -f -- "$link.tmp.$BASHPID"
  return 1
}

# versions_prune: removes what is neither current nor the one before, nor in use. What cannot be removed is in nobody's way.
versions_prune() {
  local version keep=' '
  if version_current; then keep+="$REPLY "; fi
  if version_previous; then keep+="$REPLY "; fi
  versions_all
  for version in ${VERSIONS[@]+"${VERSIONS[@]}"}; do
    if [[ $keep != *" $version "* ]]; then version_remove "$version" || :; fi
  done
}

# version_remove <version>: fails when something runs with it. It is out of sight first: a start that found it before has
# written its record by then, or does not find it.
version_remove() {
  local folder=$BERTH_HOME/code-server/$1 gone=$BERTH_HOME/code-server/.unpacking-$BASHPID-$1
  versions_find_used
  ! version_is_busy "$1" || return 1
  mv -T -- "$folder" "$gone" || return 1
  versions_find_used
  if version_is_busy "$1"; then
    mv -T -- "$gone" "$folder"
    return 1
  fi
  if [[ -L $BERTH_HOME/code-server/previous && ! -e $BERTH_HOME/code-server/previous ]]; then rm -f -- "$BERTH_HOME/code-server/previous"; fi
  remove_tree "$gone"
}
