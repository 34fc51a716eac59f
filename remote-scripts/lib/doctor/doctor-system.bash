# shellcheck shell=bash
# The machine and the account, for the doctor.

doctor_system() {
  local id='' name='' bits
  if [[ -r /etc/os-release ]]; then
    id=$(doctor_os_value ID)
    name=$(doctor_os_value PRETTY_NAME)
  fi
  bits=$(getconf LONG_BIT 2>/dev/null) || bits=''
  doctor_object id text "$id" name text "$name" kernel text "$(</proc/sys/kernel/osrelease)" architecture text "$(uname -m)" wordBits number "$bits"
}

# doctor_os_value <name>: prints a value of os-release, which is written for shells but never run here.
doctor_os_value() {
  local line
  while IFS= read -r line; do
    [[ $line == "$1="* ]] || continue
    line=${line#*=}
    line=${line#[\"\']}
    printf '%s' "${line%[\"\']}"
    return
  done </etc/os-release
}

doctor_libc() {
  local kind version
  host_libc
  read -r kind version < <(printf '%s\n' "$REPLY") || :
  doctor_object kind text "$kind" version text "${version#unknown}"
}

doctor_tools() {
  local tool coreutils
  local -a missing=()
  for tool in cat cut date find awk flock grep gzip head id mv readlink rm setsid sha256sum sort stat tail tar timeout tr; do
    type -P "$tool" >/dev/null || { json_string "$tool" && missing+=("$REPLY"); }
  done
  json_array ${missing[@]+"${missing[@]}"}
  local list=$REPLY
  coreutils=$(timeout 1 stat --version 2>&1 </dev/null) || :
  # One that knows no such option says who it is among other things.
  if [[ $coreutils =~ BusyBox\ v[0-9.]+ ]]; then coreutils=${BASH_REMATCH[0]}; fi
  doctor_object bash text "${BASH_VERSION%%(*}" coreutils text "${coreutils%%$'\n'*}" missing raw "$list"
}

# Whoever hides the processes of others hides who holds a port, too.
doctor_proc() {
  local is_whole='' has_ports=''
  if { : </proc/1/stat; } 2>/dev/null; then is_whole=1; fi
  if { : </proc/net/tcp; } 2>/dev/null; then has_ports=1; fi
  doctor_object isWhole flag "$is_whole" hasPorts flag "$has_ports"
}

# What the account's programs get, not what these scripts set for themselves.
doctor_locale() {
  local name=${BERTH_USER_LC_ALL:-${LC_CTYPE:-${LANG-}}} charmap=''
  if type -P locale >/dev/null; then charmap=$(LC_ALL=${name:-C} timeout 1 locale charmap 2>/dev/null) || :; fi
  doctor_object name text "$name" charmap text "$charmap"
}

doctor_account() {
  local user='' shell='' name uid is_there=''
  while IFS=: read -r name _ uid _ _ _ shell; do
    if [[ $uid == "$EUID" ]]; then
      user=$name
      break
    fi
  done </etc/passwd
  # Users of a directory service are in no file.
  if [[ -z $user ]]; then
    IFS=: read -r user _ _ _ _ _ shell < <(timeout 1 getent passwd "$EUID" 2>/dev/null) || :
  fi
  if [[ -f $shell && -x $shell ]]; then is_there=1; fi
  doctor_object user text "${user:-$EUID}" uid number "$EUID" shell text "$shell" isShellThere flag "$is_there"
}

doctor_memory() {
  memory_read
  doctor_object totalBytes number "${MEMORY[MemTotal]}" availableBytes number "${MEMORY[MemAvailable]}" \
    swapTotalBytes number "${MEMORY[SwapTotal]}" swapFreeBytes number "${MEMORY[SwapFree]}"
}

# Of this user's own processes: the limits are per user. Counting a million watches takes the kernel a while, so it has a second.
doctor_inotify() {
  local folder=/proc/sys/fs/inotify watches instances counts=''
  local -a paths=()
  file_read "$folder/max_user_watches" && watches=$REPLY
  file_read "$folder/max_user_instances" && instances=$REPLY
  mapfile -t paths < <(timeout 1 find /proc/[0-9]*/fd -maxdepth 1 -user "$EUID" -lname 'anon_inode:inotify' 2>/dev/null || :)
  if ((${#paths[@]} > 0)); then
    counts=$(timeout 1 cat -- "${paths[@]/\/fd\//\/fdinfo\/}" 2>/dev/null | grep -c '^inotify') || :
  else
    counts=0
  fi
  doctor_object watchesMost number "${watches-}" watchesUsed number "$counts" instancesMost number "${instances-}" instancesUsed number "${#paths[@]}"
}
