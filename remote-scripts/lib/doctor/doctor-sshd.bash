# shellcheck shell=bash
# What sshd permits, as far as this user may know: root asks sshd itself, others read its configuration, where the first value of a
# keyword counts and `Match` blocks may say otherwise.

# Keyword in small letters -> its first value; how many Match blocks there are; whether anything could be read at all.
declare -gA SSHD_VALUES
SSHD_MATCHES=0
SSHD_IS_READ=''
# Only these are looked for.
SSHD_KEYWORDS=' maxsessions allowtcpforwarding disableforwarding permitopen '
SSHD_DEEPEST=4

doctor_sshd() {
  local file=/etc/ssh/sshd_config is_effective='' option
  local -a SSHD_WORDS=()
  SSHD_VALUES=() SSHD_MATCHES=0 SSHD_IS_READ=''
  sshd_serving_words
  sshd_option_f && file=$REPLY
  if sshd_ask "$file"; then
    is_effective=1
  else
    # What is said on its command line comes first.
    for option in ${SSHD_WORDS[@]+"${SSHD_WORDS[@]}"}; do
      [[ $option != *=* ]] || sshd_note "${option%%=*}" "${option#*=}"
    done
    sshd_read "$file" 1
  fi
  doctor_object isReadable flag "$SSHD_IS_READ" isEffective flag "$is_effective" file text "$file" matchCount number "$SSHD_MATCHES" \
    maxSessions number "${SSHD_VALUES[maxsessions]-}" tcpForwarding text "${SSHD_VALUES[allowtcpforwarding]-}" \
    disableForwarding text "${SSHD_VALUES[disableforwarding]-}" permitOpen text "${SSHD_VALUES[permitopen]-}"
}

# sshd_serving_words: fills SSHD_WORDS with the command line of the sshd that serves this very session. It tells it in its title.
sshd_serving_words() {
  local pid=$$ title
  parents_read
  while parent_of "$pid" && [[ -n $REPLY && $REPLY != 0 ]]; do
    pid=$REPLY
    title=''
    { IFS= read -r -d '' title <"/proc/$pid/cmdline" || :; } 2>/dev/null
    if [[ $title == 'sshd: '*'[listener]'* ]]; then
      title=${title#sshd: }
      read -r -a SSHD_WORDS <<<"${title%%\[listener\]*}"
      return
    fi
  done
}

# sshd_option_f: REPLY is the file that its command line names.
sshd_option_f() {
  local index
  for ((index = 1; index < ${#SSHD_WORDS[@]}; index++)); do
    if [[ ${SSHD_WORDS[index - 1]} == -f && ${SSHD_WORDS[index]} == /* ]]; then
      REPLY=${SSHD_WORDS[index]}
      return 0
    fi
  done
  return 1
}

# sshd_ask <file>: what counts for this user and this client. Only root may read the keys that sshd wants for it.
sshd_ask() {
  local program text client keyword value index
  local -a options=()
  ((EUID == 0)) && program_find sshd /usr/sbin /usr/local/sbin /sbin || return 1
  program=$REPLY
  unit_user || return 1
  client=${SSH_CONNECTION-}
  client=${client%% *}
  for ((index = 1; index < ${#SSHD_WORDS[@]}; index++)); do
    if [[ ${SSHD_WORDS[index - 1]} == -o && ${SSHD_WORDS[index]} == *=* ]]; then options+=(-o "${SSHD_WORDS[index]}"); fi
  done
  text=$(timeout 1 "$program" -T -f "$1" ${options[@]+"${options[@]}"} -C "user=$REPLY,host=${client:-localhost},addr=${client:-127.0.0.1}" 2>/dev/null </dev/null) || return 1
  SSHD_IS_READ=1
  while read -r keyword value; do sshd_note "$keyword" "$value"; done <<<"$text"
}

# sshd_note <keyword> <value>: the first one counts.
sshd_note() {
  local keyword=${1,,} value=${2%%#*}
  value=${value//\"/}
  value=${value%"${value##*[![:space:]]}"}
  if [[ $SSHD_KEYWORDS == *" $keyword "* && -z ${SSHD_VALUES[$keyword]-} ]]; then SSHD_VALUES[$keyword]=$value; fi
}

# sshd_read <file> <depth>: up to the first Match block, which reaches to the end of its file.
sshd_read() {
  local line keyword value path is_in_match=''
  if ! { : <"$1"; } 2>/dev/null; then return 0; fi
  SSHD_IS_READ=1
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line/=/ }
    read -r keyword value <<<"$line" || continue
    case ${keyword,,} in
      match)
        is_in_match=1
        if [[ ${value,,} == all* ]]; then is_in_match=''; else SSHD_MATCHES=$((SSHD_MATCHES + 1)); fi
        ;;
      include)
        if [[ -n $is_in_match ]] || (($2 >= SSHD_DEEPEST)); then continue; fi
        sshd_include "$value" $(($2 + 1))
        ;;
      *) [[ -n $is_in_match ]] || sshd_note "$keyword" "$value" ;;
    esac
  done <"$1"
}

# sshd_include <patterns> <depth>: files and patterns, those without a slash in front below /etc/ssh.
sshd_include() {
  local pattern path
  local -a patterns=()
  read -r -a patterns <<<"$1"
  for pattern in ${patterns[@]+"${patterns[@]}"}; do
    [[ $pattern == /* ]] || pattern=/etc/ssh/$pattern
    while IFS= read -r path; do
      if [[ -f $path ]]; then sshd_read "$path" "$2"; fi
    done < <(compgen -G "$pattern" | sort)
  done
}
