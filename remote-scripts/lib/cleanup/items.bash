# shellcheck shell=bash
# The items of a cleanup: noted, told apart by a key, told as JSON.

# WAYS: how an item goes (removal.bash). OBSTACLES: why it cannot; OPTIONALS: 1 for what only goes when it is ticked.
declare -ga ITEM_WAYS ITEM_KINDS ITEM_TARGETS ITEM_IDS ITEM_REASONS ITEM_OBSTACLES ITEM_OPTIONALS ITEM_KEYS
# By target: what tells a thing from another of the same name, whose it is, how long it has been there, how large it is.
declare -gA ITEM_IDENTITIES ITEM_OWNERS ITEM_AGES ITEM_SIZES

ITEMS_MOST=5000

items_clear() {
  ITEM_WAYS=() ITEM_KINDS=() ITEM_TARGETS=() ITEM_IDS=() ITEM_REASONS=() ITEM_OBSTACLES=() ITEM_OPTIONALS=() ITEM_KEYS=()
  ITEM_IDENTITIES=() ITEM_OWNERS=() ITEM_AGES=() ITEM_SIZES=()
}

# item_add <way> <kind> <path or `pid N`> <instance id or ''> <reason> [<obstacle or ''>] [1 when it is optional]
item_add() {
  ((${#ITEM_KINDS[@]} < ITEMS_MOST)) || return 0
  ITEM_WAYS+=("$1")
  ITEM_KINDS+=("$2")
  ITEM_TARGETS+=("$3")
  ITEM_IDS+=("$4")
  ITEM_REASONS+=("$5")
  ITEM_OBSTACLES+=("${6-}")
  ITEM_OPTIONALS+=("${7-}")
}

# items_identify: looks at every target once and fills ITEM_KEYS.
items_identify() {
  local target type identity time owner uid now entry
  local -a paths=() found=()
  for target in ${ITEM_TARGETS[@]+"${ITEM_TARGETS[@]}"}; do
    if [[ $target == /* ]]; then paths+=("$target"); else item_identify_process "${target#pid }"; fi
  done
  now=$(date +%s)
  if ((${#paths[@]} > 0)); then
    mapfile -d '' -t found < <(stat --printf='%F|%d:%i|%Y|%U|%u|%n\0' -- "${paths[@]}" 2>/dev/null || :)
  fi
  for entry in ${found[@]+"${found[@]}"}; do
    IFS='|' read -r -d '' type identity time owner uid target <<<"$entry" || :
    target=${target%$'\n'}
    # A file of ours is written anew under its name; a folder of that name may be another one.
    if [[ $type == 'regular '* ]]; then identity='file'; fi
    ITEM_IDENTITIES[$target]=$identity
    if [[ $owner == UNKNOWN ]]; then owner=$uid; fi
    ITEM_OWNERS[$target]=$owner
    ITEM_AGES[$target]=$((now > time ? now - time : 0))
  done
  items_key
}

# item_identify_process <pid>: start ticks are hundredths of a second since the boot, whatever the kernel's own clock.
item_identify_process() {
  local target="pid $1" up
  process_start_ticks "$1" || return 0
  ITEM_IDENTITIES[$target]="$REPLY $BERTH_BOOT_ID"
  read -r up _ </proc/uptime
  ITEM_AGES[$target]=$((${up%.*} - REPLY / 100))
  ((ITEM_AGES[$target] >= 0)) || ITEM_AGES[$target]=0
  ITEM_OWNERS[$target]=$(stat -c %U -- "/proc/$1" 2>/dev/null) || ITEM_OWNERS[$target]=''
}

# How many texts one sha256sum adds up: each needs a descriptor.
ITEMS_PER_SUM=100

# items_key: the first bytes of a sum over what each item is. A process per item would be slow with thousands of them.
items_key() {
  local index=0 text sum fd
  local -a fds=() files=()
  ITEM_KEYS=()
  while ((index < ${#ITEM_KINDS[@]})); do
    fds=() files=()
    while ((index < ${#ITEM_KINDS[@]} && ${#fds[@]} < ITEMS_PER_SUM)); do
      text="${ITEM_KINDS[index]}|${ITEM_IDS[index]}|${ITEM_IDENTITIES[${ITEM_TARGETS[index]}]-}|${ITEM_TARGETS[index]}"
      exec {fd}<<<"$text"
      fds+=("$fd")
      files+=("/proc/self/fd/$fd")
      index=$((index + 1))
    done
    while read -r sum _; do ITEM_KEYS+=("${sum:0:16}"); done < <(sha256sum -- "${files[@]}")
    for fd in "${fds[@]}"; do exec {fd}<&-; done
  done
}

# Where a thing is somebody else's, only root removes it; and what is in another user's folders of an earlier tool, only when it is
# ticked.
items_find_obstacles() {
  local index target owner self
  self=$(id -un)
  for ((index = 0; index < ${#ITEM_KINDS[@]}; index++)); do
    target=${ITEM_TARGETS[index]}
    owner=${ITEM_OWNERS[$target]-}
    [[ -n $owner && $owner != "$self" ]] || continue
    if ((EUID == 0)); then
      if [[ ${ITEM_WAYS[index]} == older-* ]]; then ITEM_OPTIONALS[index]=1; fi
    elif [[ -z ${ITEM_OBSTACLES[index]} ]]; then
      ITEM_OBSTACLES[index]="belongs to $owner"
    fi
  done
}

# items_digest: REPLY stands for exactly this list. Optional items are not in it: each of them is ticked by its own key, and
# programs that are none of Berth's come and go.
items_digest() {
  local index sum
  sum=$(for ((index = 0; index < ${#ITEM_KEYS[@]}; index++)); do
    if [[ -z ${ITEM_OPTIONALS[index]} ]]; then printf '%s\n' "${ITEM_KEYS[index]}"; fi
  done | sort | sha256sum)
  REPLY=${sum%% *}
}

# items_measure: fills ITEM_SIZES with one du for all. The home itself holds most of the others, so it has no size of its own.
items_measure() {
  local entry target
  local -a paths=() found=()
  for target in ${ITEM_TARGETS[@]+"${ITEM_TARGETS[@]}"}; do
    if [[ $target == /* && $target != "$BERTH_HOME" ]]; then paths+=("$target"); fi
  done
  ((${#paths[@]} > 0)) || return 0
  # Not held to one file system: on an overlay, as in a container, files have another one than their folder.
  # A slow disk is no reason to keep anybody waiting: what was not added up in time has no size.
  mapfile -d '' -t found < <(timeout 20 du -0 -s -B1 -- "${paths[@]}" 2>/dev/null || :)
  for entry in ${found[@]+"${found[@]}"}; do ITEM_SIZES[${entry#*$'\t'}]=${entry%%$'\t'*}; done
}

# items_describe <name of a list> <index>…: adds one JSON row per item to the list.
items_describe() {
  local -n rows_of=$1
  local index
  shift
  for index in "$@"; do
    item_describe "$index"
    rows_of+=("$REPLY")
  done
}

item_describe() {
  local index=$1 row target=${ITEM_TARGETS[$1]} is_optional=false
  if [[ -n ${ITEM_OPTIONALS[index]} ]]; then is_optional=true; fi
  json_string "$target"
  row="{\"key\":\"${ITEM_KEYS[index]}\",\"kind\":\"${ITEM_KINDS[index]}\",\"target\":$REPLY"
  json_string_or_null "${ITEM_IDS[index]}"
  row+=",\"instanceId\":$REPLY"
  json_string_or_null "${ITEM_OWNERS[$target]-}"
  row+=",\"owner\":$REPLY"
  json_number_or_null "${ITEM_SIZES[$target]-}"
  row+=",\"sizeBytes\":$REPLY"
  json_number_or_null "${ITEM_AGES[$target]-}"
  row+=",\"ageSeconds\":$REPLY"
  json_string "${ITEM_REASONS[index]}"
  row+=",\"reason\":$REPLY,\"isOptional\":$is_optional"
  json_string_or_null "${ITEM_OBSTACLES[index]}"
  REPLY="$row,\"obstacle\":$REPLY}"
}
