# shellcheck shell=bash
# base/: what new instances begin with: settings.json, keybindings.json, snippets/, extensions/ and `source`, which tells where it
# was taken from and, by its last line, that it is whole.

# More is no settings file that anybody wrote.
BASE_FILE_BYTES_MOST=1048576
BASE_SNIPPETS_MOST=200
# A folder of an extension is named `<publisher>.<name>-<version>`.
BASE_FOLDER_FORM='^([A-Za-z0-9_-]{1,128}\.[A-Za-z0-9_-]{1,128})-[0-9]+\.[0-9]+\.[0-9A-Za-z.+_-]{1,64}$'

declare -gA BASE
declare -ga BASE_EXTENSIONS

# base_read: fills BASE (repository, savedAtMs) and BASE_EXTENSIONS, names of folders. Returns 1 when there is no base, 2 when it is
# damaged or not a folder of this user.
base_read() {
  local root=$BERTH_HOME/base key value path
  BASE=() BASE_EXTENSIONS=()
  [[ -e $root || -L $root ]] || return 1
  [[ -d $root && ! -L $root && -O $root && -f $root/source && ! -L $root/source ]] || return 2
  while IFS='=' read -r key value; do
    if [[ $key =~ ^[a-zA-Z]+$ ]]; then BASE[$key]=$value; fi
  done <"$root/source"
  [[ ${BASE[schema]-} == 1 && ${BASE[end]-} == 1 && ${BASE[savedAtMs]-} =~ ^[0-9]{1,15}$ ]] || return 2
  url_decode "${BASE[repository]-}" || return 2
  BASE[repository]=$REPLY
  for path in "$root"/extensions/*; do
    if [[ -d $path && ! -L $path && ${path##*/} =~ $BASE_FOLDER_FORM ]]; then BASE_EXTENSIONS+=("${path##*/}"); fi
  done
}

# base_row: REPLY is the JSON of the base, of nulls when there is none that can be used.
base_row() {
  local name row size=0 code=0
  local -a names=()
  base_read || code=$?
  if ((code != 0)); then
    REPLY='{"repository":null,"savedAtMs":null,"extensions":[],"sizeBytes":0}'
    return
  fi
  for name in ${BASE_EXTENSIONS[@]+"${BASE_EXTENSIONS[@]}"}; do
    [[ $name =~ $BASE_FOLDER_FORM ]] || continue
    json_string "${BASH_REMATCH[1]}"
    ((${#names[@]} >= 1000)) || names+=("$REPLY")
  done
  size=$(timeout 20 du -s -x -B1 -- "$BERTH_HOME/base" 2>/dev/null) || size=0
  json_string "${BASE[repository]}"
  row="{\"repository\":$REPLY,\"savedAtMs\":${BASE[savedAtMs]}"
  json_array ${names[@]+"${names[@]}"}
  REPLY="$row,\"extensions\":$REPLY,\"sizeBytes\":${size%%[!0-9]*}}"
}

# base_lock: one change of the base at a time. REPLY is the descriptor.
base_lock() { lock_take "$BERTH_HOME/base.lock" store; }

# base_seed <instance folder>: an instance without user data begins with what the base holds. Without one, or with a damaged one,
# it begins plain, which is no failure.
base_seed() {
  local folder=$1 code=0 title
  [[ ! -e $folder/user-data ]] || return 0
  base_read || code=$?
  ((code != 1)) || return 0
  if ((code == 0)); then
    title="Taking over settings and extensions of ${BASE[repository]}"
    step directories started "$title"
    # Twice, because another base may take its place meanwhile.
    if base_copy_to "$folder" || { base_read && base_copy_to "$folder"; }; then
      step directories 'done' "$title"
      return 0
    fi
  fi
  title='The settings for new instances cannot be read: VS Code begins with plain ones'
  step directories started "$title"
  step directories 'done' "$title"
}

# base_copy_to <instance folder>: user-data/ comes last and in one piece, because it tells whether this was done.
base_copy_to() {
  local root=$BERTH_HOME/base draft=$1/seed.tmp.$BASHPID code=0
  base_copy_files "$root" "$draft" && base_link_extensions "$draft" || code=1
  if ((code == 0)) && [[ -d $draft/extensions && ! -e $1/extensions ]]; then
    mv -T -- "$draft/extensions" "$1/extensions" || code=1
  fi
  if ((code == 0)); then mv -T -- "$draft/user-data" "$1/user-data" || code=1; fi
  remove_tree "$draft" && return "$code"
}

# base_copy_files <folder of the base> <draft>
base_copy_files() {
  local user=$2/user-data/User
  mkdir -p -- "$user" || return 1
  base_copy_texts "$1" "$user" && chmod -R u+w -- "$user"
}

# base_link_extensions <draft>: the files are the base's own, so that they are on the disk and in memory once for all instances;
# the folders are the instance's, so that it may remove and replace what it likes. VS Code lists what it finds there by itself.
base_link_extensions() {
  local name folder=$1/extensions
  mkdir -p -- "$folder" || return 1
  for name in ${BASE_EXTENSIONS[@]+"${BASE_EXTENSIONS[@]}"}; do
    # Some file systems have no hard links.
    cp -al -- "$BERTH_HOME/base/extensions/$name" "$folder/" 2>/dev/null ||
      { remove_tree "$folder/$name" && cp -a -- "$BERTH_HOME/base/extensions/$name" "$folder/"; } 2>/dev/null || return 1
  done
}

# base_copy_texts <from> <to>: settings, keys and snippets, as far as they are plain files of a sensible size.
base_copy_texts() {
  local name path count=0
  for name in settings.json keybindings.json; do
    if base_is_text "$1/$name"; then cp -- "$1/$name" "$2/$name" || return 1; fi
  done
  [[ -d $1/snippets && ! -L $1/snippets ]] || return 0
  mkdir -p -- "$2/snippets" || return 1
  for path in "$1"/snippets/*; do
    base_is_text "$path" || continue
    ((count < BASE_SNIPPETS_MOST)) || break
    cp -- "$path" "$2/snippets/" || return 1
    count=$((count + 1))
  done
}

base_is_text() {
  local size
  [[ -f $1 && ! -L $1 && -r $1 ]] && size=$(stat -c %s -- "$1") && ((size <= BASE_FILE_BYTES_MOST))
}
