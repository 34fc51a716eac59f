# shellcheck shell=bash
# The file systems of a host and how full they are. A network disk may hang for ever, so they are measured beside the sampler, those
# of the network apart from the others, and one that was asked and has not answered is not asked again.

# Index -> path of what is told, and path -> index; group (local, remote) -> indexes, and -> the descriptor that the answer comes from.
declare -gA SAMPLE_DISK_PATHS SAMPLE_DISK_INDEXES SAMPLE_DISK_GROUPS SAMPLE_DISK_ANSWERS
# What was chosen, by the numbers of its device, and which of them holds the home.
declare -gA SAMPLE_DISK_PATH_OF SAMPLE_DISK_TYPE_OF SAMPLE_DISK_SOURCE_OF
SAMPLE_HOME_DISK=''
SAMPLE_MOUNTS=''
SAMPLE_DISKS_MOST=24
SAMPLE_DISK_SECONDS=10

# sample_disks_begin: forgets what was known, for an awk that knows nothing.
sample_disks_begin() {
  local group fd
  for group in "${!SAMPLE_DISK_ANSWERS[@]}"; do
    fd=${SAMPLE_DISK_ANSWERS[$group]}
    exec {fd}<&-
  done
  SAMPLE_DISK_ANSWERS=() SAMPLE_MOUNTS=''
}

# sample_disks_ask: looks which there are, and has them measured.
sample_disks_ask() {
  local group
  file_read /proc/self/mountinfo || return 0
  if [[ $REPLY != "$SAMPLE_MOUNTS" ]]; then
    SAMPLE_MOUNTS=$REPLY
    sample_disks_choose
    sample_disks_name
  fi
  for group in "${!SAMPLE_DISK_GROUPS[@]}"; do
    if [[ -z ${SAMPLE_DISK_ANSWERS[$group]-} ]]; then sample_disks_measure "$group"; fi
  done
}

# sample_disks_choose: of each device in SAMPLE_MOUNTS the mount with the shortest path, and whatever holds the home.
sample_disks_choose() {
  local line device path tail type source key home_length=-1
  SAMPLE_DISK_PATH_OF=() SAMPLE_DISK_TYPE_OF=() SAMPLE_DISK_SOURCE_OF=() SAMPLE_HOME_DISK=''
  while IFS= read -r line; do
    read -r _ _ device _ path _ <<<"$line"
    tail=${line##* - }
    type=${tail%% *}
    tail=${tail#* }
    source=${tail%% *}
    # Blanks and the like are written as octal numbers; a path with anything else that cannot be seen is not worth its trouble.
    printf -v path '%b' "$path"
    printf -v source '%b' "$source"
    [[ $path == /* && $path != *[!\ -~]* && $source != *[!\ -~]* && ${#path} -le 200 && ${#source} -le 200 ]] || continue
    key=$device
    if [[ $BERTH_HOME/ == "${path%/}"/* ]] && ((${#path} >= home_length)); then
      home_length=${#path} SAMPLE_HOME_DISK=$key
    elif ! sample_disk_is_told "$type" "$source" "$path"; then
      continue
    fi
    if [[ -n ${SAMPLE_DISK_PATH_OF[$key]-} ]] && ((${#SAMPLE_DISK_PATH_OF[$key]} <= ${#path})); then continue; fi
    SAMPLE_DISK_PATH_OF[$key]=$path SAMPLE_DISK_TYPE_OF[$key]=$type SAMPLE_DISK_SOURCE_OF[$key]=$source
  done <<<"$SAMPLE_MOUNTS"
}

# sample_disk_is_told <type> <source> <path>: what can fill up or fail.
sample_disk_is_told() {
  [[ $3 != / ]] || return 0
  case $1 in
    squashfs | iso9660 | udf | erofs | overlay) return 1 ;;
    zfs | btrfs | bcachefs | virtiofs | 9p) return 0 ;;
  esac
  if sample_disk_is_remote "$1"; then return 0; fi
  # Containers have single files mounted.
  [[ $2 == /dev/* && -d $3 ]]
}

sample_disk_is_remote() { [[ $1 == @(nfs|nfs4|cifs|smb3|ceph|glusterfs|afs|fuse.sshfs|fuse.rclone|fuse.s3fs|fuse.glusterfs|lustre) ]]; }

# sample_disks_name: tells awk of them, in the order of their paths, and sorts them into groups.
sample_disks_name() {
  local key path index=0 group name text=$'n\n' is_home
  SAMPLE_DISK_PATHS=() SAMPLE_DISK_INDEXES=() SAMPLE_DISK_GROUPS=()
  local -A key_of=()
  for key in "${!SAMPLE_DISK_PATH_OF[@]}"; do key_of[${SAMPLE_DISK_PATH_OF[$key]}]=$key; done
  while IFS= read -r path; do
    key=${key_of[$path]-}
    is_home=0
    if [[ $key == "$SAMPLE_HOME_DISK" ]]; then is_home=1; fi
    if [[ -z $key ]] || ((index >= SAMPLE_DISKS_MOST && !is_home)); then continue; fi
    index=$((index + 1))
    SAMPLE_DISK_PATHS[$index]=$path SAMPLE_DISK_INDEXES[$path]=$index
    group=local
    if sample_disk_is_remote "${SAMPLE_DISK_TYPE_OF[$key]}"; then group=remote; fi
    SAMPLE_DISK_GROUPS[$group]+="$index "
    json_string "$path"
    name=$REPLY
    json_string "${SAMPLE_DISK_SOURCE_OF[$key]}"
    text+="m"$'\t'"$index"$'\t'"$key"$'\t'"${SAMPLE_DISK_SOURCE_OF[$key]##*/}"$'\t'"$is_home"$'\t'"$name"$'\t'"$REPLY"$'\n'
  done < <(printf '%s\n' "${!key_of[@]}" | sort)
  sample_tell "$text"
}

# sample_disks_measure <group>
sample_disks_measure() {
  local index fd
  local -a paths=()
  for index in ${SAMPLE_DISK_GROUPS[$1]}; do paths+=("${SAMPLE_DISK_PATHS[$index]}"); done
  exec {fd}< <(beside_exec timeout "$SAMPLE_DISK_SECONDS" stat -f -c '%S %b %a %f %n' -- "${paths[@]}")
  SAMPLE_DISK_ANSWERS[$1]=$fd
}

# sample_disks_hear: passes on what was measured by now, without waiting.
sample_disks_hear() {
  local group fd block blocks available free path text=''
  for group in "${!SAMPLE_DISK_ANSWERS[@]}"; do
    fd=${SAMPLE_DISK_ANSWERS[$group]}
    while read -r -t 0 -u "$fd"; do
      if ! IFS=' ' read -r -t 1 -u "$fd" block blocks available free path; then
        exec {fd}<&-
        unset "SAMPLE_DISK_ANSWERS[$group]"
        break
      fi
      # Another mount may have its place by now.
      [[ $block$blocks$available$free =~ ^[0-9]+$ && -n ${SAMPLE_DISK_INDEXES[$path]-} ]] || continue
      text+="d"$'\t'"${SAMPLE_DISK_INDEXES[$path]}"$'\t'"$block"$'\t'"$blocks"$'\t'"$available"$'\t'"$free"$'\n'
    done
  done
  [[ -z $text ]] || sample_tell "$text"
}
