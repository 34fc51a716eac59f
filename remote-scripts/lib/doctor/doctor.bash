# shellcheck shell=bash
# What a doctor looks at, as plain facts: the desktop judges them. Every part is read in a subshell of its own, so one that cannot
# be read is null and takes nothing else with it.

# After this many seconds nothing further is looked at, which only a host that is very busy needs; tests set it.
BERTH_DOCTOR_SECONDS=${BERTH_DOCTOR_SECONDS:-8}

declare -ga DOCTOR_PARTS

# doctor_look <first port> <last port>: REPLY is the document of facts.
doctor_look() {
  local deadline=$((SECONDS + BERTH_DOCTOR_SECONDS)) parts
  DOCTOR_PARTS=()
  doctor_part system doctor_system
  doctor_part libc doctor_libc
  doctor_part tools doctor_tools
  doctor_part proc doctor_proc
  doctor_part locale doctor_locale
  doctor_part account doctor_account
  doctor_part home doctor_home
  doctor_part disk doctor_disk
  doctor_part memory doctor_memory
  doctor_part supervision doctor_supervision
  doctor_part sshd doctor_sshd
  doctor_part programs doctor_programs
  doctor_part listeners doctor_listeners "$1" "$2"
  # These are asked, and a host that is busy answers late.
  doctor_part servers doctor_servers "$((deadline + 5))"
  doctor_part nginxProxies doctor_nginx_proxies
  doctor_part privateFiles doctor_private_files
  doctor_part oldLayout doctor_old_layout
  doctor_part inotify doctor_inotify
  printf -v parts '%s,' "${DOCTOR_PARTS[@]}"
  now_ms
  REPLY="{$parts\"clockMs\":$REPLY}"
}

# doctor_part <name> <function> <argument>…: what the function prints, or null.
doctor_part() {
  local name=$1 text=''
  shift
  if ((SECONDS < deadline)); then text=$("$@") || text=''; fi
  DOCTOR_PARTS+=("\"$name\":${text:-null}")
}

# doctor_object (<name> <text|number|flag|raw> <value>)…: prints an object. An empty text or number is null, an empty flag false.
doctor_object() {
  local out=''
  while (($# > 0)); do
    case $2 in
      text) json_string_or_null "$3" ;;
      number) json_number_or_null "$3" ;;
      flag) if [[ -n $3 ]]; then REPLY=true; else REPLY=false; fi ;;
      *) REPLY=${3:-null} ;;
    esac
    out+=",\"$1\":$REPLY"
    shift 3
  done
  printf '{%s}' "${out#,}"
}

# doctor_first_line <command> <argument>…: REPLY is the first line that it prints anywhere, within a second.
doctor_first_line() {
  local text
  text=$(timeout 1 "$@" 2>&1 </dev/null) || :
  REPLY=${text%%$'\n'*}
}

doctor_programs() {
  local nginx tmux git code_server
  program_row nginx_find -v
  nginx=$REPLY
  doctor_program tmux -V
  tmux=$REPLY
  doctor_program git --version
  git=$REPLY
  program_row code_server_find --version
  code_server=$REPLY
  doctor_object nginx raw "$nginx" tmux raw "$tmux" git raw "$git" codeServer raw "$code_server"
}

# doctor_program <name> <option that prints the version>: REPLY is {"path","version"} or null.
doctor_program() {
  local path version=unknown
  if ! program_find "$1" /usr/bin /usr/local/bin; then
    REPLY=null
    return
  fi
  path=$REPLY
  doctor_first_line "$path" "$2"
  if [[ $REPLY =~ [0-9]+(\.[0-9]+)+[0-9A-Za-z.-]* ]]; then version=${BASH_REMATCH[0]}; fi
  REPLY=$(doctor_object path text "$path" version text "$version")
}

doctor_supervision() {
  local kind systemd='' lingering=''
  unit_kind
  kind=$REPLY
  if [[ -d /run/systemd/system ]]; then systemd=1; fi
  if unit_is_lingering; then lingering=1; fi
  doctor_object hasSystemd flag "$systemd" kind text "$kind" isLingering flag "$lingering"
}
