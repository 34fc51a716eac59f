# shellcheck shell=bash
# Berth's folder on this host: opened once, and the only place where anything is ever removed.

home_refuse() {
  fail_with host-unsupported directories "$1" 'Give the folder back to this user with mode 0700, or move it away.' "$BERTH_HOME"
}

# Makes the folder when it is missing; only the command line needs this, the bootstrap did it for the runner.
home_make() {
  if [[ ! -e $BERTH_HOME && ! -L $BERTH_HOME ]]; then
    mkdir -p -- "${BERTH_HOME%/*}"
    # Another one may be quicker; home_open looks at what is there then.
    mkdir -- "$BERTH_HOME" 2>/dev/null || [[ -d $BERTH_HOME ]]
  fi
}

# Refuses a folder that is not ours alone, then makes its path physical. For the command line: the runner is begun by the bootstrap,
# which has just looked at the same.
home_open() {
  if [[ -L $BERTH_HOME || ! -d $BERTH_HOME || ! -O $BERTH_HOME || $BERTH_HOME == *$'\n'* ]]; then
    home_refuse 'The folder of Berth on this server belongs to somebody else.'
  fi
  if [[ $(stat -c %a -- "$BERTH_HOME") != 700 ]]; then
    home_refuse 'Other users may enter the folder of Berth on this server.'
  fi
  home_settle
}

# Makes the path of the folder physical, without a process, and leaves whatever folder this was started in.
home_settle() {
  cd -P -- "$BERTH_HOME" || return 1
  export BERTH_HOME=$PWD
  cd /
}

# home_runtime: REPLY is our folder in the user's own runtime folder, for a home whose path is too long for sockets; a name of
# its own per home keeps two homes of one user apart. Fails when the user has no runtime folder.
home_runtime() {
  [[ -n ${XDG_RUNTIME_DIR-} && -d $XDG_RUNTIME_DIR && -O $XDG_RUNTIME_DIR ]] || return 1
  local sum
  sum=$(printf '%s' "$BERTH_HOME" | cksum)
  REPLY=$XDG_RUNTIME_DIR/berth-${sum%% *}
}

# path_is_owned <path>: true only for a path proven to lie below BERTH_HOME or our own runtime folder, or to be a repository that is
# being made, or a place of an earlier tool, with no symlink and no dots on the way. A symlink as the last part is fine: it is removed, not followed.
path_is_owned() {
  local path=$1 parent
  [[ $path == /* && $path != */ && $path != *//* && /$path/ != */../* && /$path/ != */./* ]] || return 1
  parent=${path%/*}
  [[ -n $parent ]] || return 1
  while [[ -n $parent ]]; do
    [[ -d $parent && ! -L $parent ]] || return 1
    parent=${parent%/*}
  done
  [[ $path == "$BERTH_HOME"/?* ]] && return 0
  if home_runtime && [[ $path == "$REPLY" || $path == "$REPLY"/?* ]]; then return 0; fi
  making_is_known "$path" || older_path_is_known "$path"
}

# remove_tree <path>: the one way to remove anything.
remove_tree() {
  local rounds=3
  [[ -e $1 || -L $1 ]] || return 0
  if ! path_is_owned "$1"; then
    printf 'not removed, because it is not proven to be ours: %s\n' "$1" >&2 2>/dev/null || :
    return 1
  fi
  # Who has found it there may write into it while it is being emptied; once it is emptied nobody finds it again.
  until rm -rf --one-file-system -- "$1"; do
    ((rounds-- > 0)) || return 1
    pause 0.05
  done
}
