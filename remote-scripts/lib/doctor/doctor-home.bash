# shellcheck shell=bash
# The home folder, its file system and its disk, for the doctor.

doctor_home() {
  local path=${HOME:-} facts owner='' mode='' is_writable='' locks
  facts=$(timeout 1 stat -L -c '%u %a' -- "$path" 2>/dev/null) && read -r owner mode <<<"$facts"
  if [[ -w $path ]]; then is_writable=1; fi
  doctor_mount "$BERTH_HOME"
  local mount=$REPLY
  locks=$(doctor_locks)
  doctor_object path text "$path" owner number "$owner" mode text "$mode" isWritable flag "$is_writable" \
    locks text "$locks" mount raw "$mount"
}

# doctor_mount <folder>: REPLY is {"point","kind","isReadOnly"} of the mount that holds it: the longest that leads there, and of two
# on the same place the later one.
doctor_mount() {
  local point options dashed best='' best_kind='' best_options='' rest is_read_only=''
  while read -r _ _ _ _ point options rest; do
    printf -v point '%b' "${point//\\/\\0}"
    [[ $point == / || $1 == "$point" || $1 == "$point"/* ]] || continue
    ((${#point} >= ${#best})) || continue
    dashed=${rest#*- }
    best=$point best_options=$options best_kind=${dashed%% *}
    # A file system may be read-only as a whole, too.
    best_options+=,${dashed##* }
  done </proc/self/mountinfo
  if [[ ,$best_options, == *,ro,* ]]; then is_read_only=1; fi
  REPLY=$(doctor_object point text "$best" kind text "$best_kind" isReadOnly flag "$is_read_only")
}

# doctor_locks: prints `work`, `broken`, `useless` (two at once get it) or `unwritable`, from a real try in Berth's folder.
doctor_locks() {
  local path=$BERTH_HOME/doctor.lock code=0 first second
  if ! { exec {first}>>"$path" {second}>>"$path"; } 2>/dev/null; then printf unwritable && return; fi
  timeout 1 flock -n -E 75 "$first" 2>/dev/null || code=$?
  # Somebody else's look has it, which proves as much.
  if ((code == 75)); then printf work && return; fi
  if ((code != 0)); then printf broken && return; fi
  timeout 1 flock -n -E 75 "$second" 2>/dev/null || code=$?
  case $code in
    75) printf work ;;
    0) printf useless ;;
    *) printf broken ;;
  esac
}

doctor_disk() {
  local block blocks free inodes inodes_free facts
  facts=$(timeout 1 stat -f -c '%S %b %a %c %d' -- "$BERTH_HOME") || return 1
  read -r block blocks free inodes inodes_free <<<"$facts"
  doctor_object path text "$BERTH_HOME" totalBytes number "$((block * blocks))" availableBytes number "$((block * free))" \
    inodesTotal number "$inodes" inodesFree number "$inodes_free"
}
