# shellcheck shell=bash
# Small files, and texts that survive in them.

# file_write <path> <content>: the file is the old one or the new one, never half of either, also when the host goes down.
file_write() { file_replace "$1" "$2" sync; }

# file_put <path> <content>: the same while the host is up, for what means nothing after it went down; a slow disk takes 20 ms
# for each sync.
file_put() { file_replace "$1" "$2" true; }

# file_replace <path> <content> <sync|true>
file_replace() {
  local temporary=$1.tmp.$BASHPID
  if printf '%s' "$2" 2>/dev/null >"$temporary" && "$3" -- "$temporary" 2>/dev/null && mv -fT -- "$temporary" "$1"; then
    return 0
  fi
  rm -f -- "$temporary"
  return 1
}

# folder_make <path>…: as mkdir -p, without a process when all of them are there.
folder_make() {
  local path
  for path in "$@"; do
    [[ -d $path ]] && continue
    mkdir -p -- "$@"
    return
  done
}

# file_drop <path>…: as rm -f, without a process when none of them is there.
file_drop() {
  local path
  for path in "$@"; do
    [[ -e $path || -L $path ]] || continue
    rm -f -- "$@"
    return
  done
}

# file_read <path>: REPLY is the content without NUL bytes and last newlines; fails when it cannot be read.
file_read() {
  REPLY=''
  [[ -r $1 && ! -d $1 ]] || return 1
  { IFS= read -r -d '' REPLY <"$1" || :; } 2>/dev/null
  REPLY=${REPLY%$'\n'}
}

# file_tail <path>: REPLY is the last 40 lines, at most 8 KB.
file_tail() {
  REPLY=''
  [[ -f $1 ]] || return 0
  REPLY=$(tail -c 8192 -- "$1" 2>/dev/null | tail -n 40 | tr -d '\000') || REPLY=''
}

# url_encode <text>: REPLY holds only letters, digits and / . _ ~ - % ; safe in a URL, a conf and a key=value line.
url_encode() {
  local rest=$1 out='' plain escaped
  while [[ -n $rest ]]; do
    plain=${rest%%[!A-Za-z0-9/._~-]*}
    out+=$plain
    rest=${rest:${#plain}}
    [[ -n $rest ]] || break
    byte_value "$rest"
    printf -v escaped '%%%02X' "$REPLY"
    out+=$escaped
    rest=${rest:1}
  done
  REPLY=$out
}

# url_decode <text>: REPLY is what url_encode was given; fails on anything url_encode does not write.
url_decode() {
  local decoded
  [[ $1 =~ ^([A-Za-z0-9/._~-]|%[0-9A-F]{2})*$ && $1 != *%00* ]] || return 1
  printf -v decoded '%b_' "${1//%/\\x}"
  REPLY=${decoded%_}
}

# now_ms: REPLY is the host's clock, epoch milliseconds.
now_ms() {
  local now=${EPOCHREALTIME-}
  if [[ -z $now ]]; then
    REPLY=$(date +%s%3N)
  else
    now=${now//[!0-9]/}
    REPLY=${now:0:-3}
  fi
}
