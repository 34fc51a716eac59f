# shellcheck shell=bash
# Who else installs packages on this host: Berth itself, asked from elsewhere or earlier, and other programs.

# How long another program that installs packages is waited for.
: "${BERTH_PACKAGES_LOCK_SECONDS:=120}"

# packages_lock: one installation at a time. One whose desktop is gone is waited for, so that whoever runs the setup again is not
# refused.
packages_lock() {
  local path=$BERTH_HOME/packages.lock code told=0 deadline=$((SECONDS + BERTH_PACKAGES_LOCK_SECONDS))
  while :; do
    code=0
    lock_try "$path" 1 || code=$?
    if ((code == 0)); then
      lock_keep
      return 0
    fi
    if ((code != 1 || SECONDS >= deadline)); then break; fi
    ((told)) || step packages output 'Waiting for an installation on this server that Berth began earlier'
    told=1
    cancel_check packages
  done
  lock_take "$path" packages
  lock_keep
}

# packages_lock_holder: REPLY is who installs packages just now; fails when nobody does.
packages_lock_holder() {
  local kind pid place inode name line
  local -A locks=()
  case $PACKAGES_MANAGER in
    apt)
      while IFS= read -r inode; do
        if [[ -n $inode ]]; then locks[$inode]=1; fi
      done < <(stat -c %i /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock 2>/dev/null)
      ;;
    pacman)
      REPLY='another program (the file /var/lib/pacman/db.lck is there)'
      [[ -e /var/lib/pacman/db.lck ]]
      return
      ;;
    *) return 1 ;;
  esac
  while IFS= read -r line; do
    read -r _ kind _ _ pid place _ <<<"$line"
    [[ $kind == POSIX && -n ${locks[${place##*:}]-} ]] || continue
    name=''
    { IFS= read -r name <"/proc/$pid/comm"; } 2>/dev/null || :
    REPLY="${name:-another program} (process $pid)"
    return 0
  done </proc/locks
  return 1
}

# These locks cannot be waited for by anybody but root, so they are looked at.
packages_wait_lock() {
  local deadline=$((SECONDS + BERTH_PACKAGES_LOCK_SECONDS)) holder told=''
  while packages_lock_holder; do
    holder=$REPLY
    if [[ $told != "$holder" ]]; then step packages output "Waiting for $holder, which installs packages too"; fi
    told=$holder
    ((SECONDS < deadline)) || fail_with busy packages "Another program installs packages on this server: $holder." 'Wait until it is done, then run the setup again.'
    cancel_check packages
    pause 0.5
  done
}
