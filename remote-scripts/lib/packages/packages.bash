# shellcheck shell=bash
# What the distribution can bring to this host: its package manager, the right to use it, and the names that packages have there.

# How this user becomes root: root, sudo or none.
PACKAGES_ELEVATION=''
# apt, dnf, zypper, apk, pacman, or '' where none is known.
PACKAGES_MANAGER=''

# packages_look: finds out both.
packages_look() {
  packages_find_manager
  packages_find_elevation
}

# A host may have the tools of several; its own one is told by what it calls itself.
packages_find_manager() {
  local manager kin line
  local -a found=()
  PACKAGES_MANAGER=''
  for manager in apt dnf zypper apk pacman; do
    case $manager in
      apt) program_find apt-get && program_find dpkg ;;
      apk) program_find apk /usr/sbin /sbin ;;
      *) program_find "$manager" ;;
    esac || continue
    found+=("$manager")
  done
  ((${#found[@]} > 0)) || return 0
  PACKAGES_MANAGER=${found[0]}
  ((${#found[@]} > 1)) && [[ -r /etc/os-release ]] || return 0
  while IFS= read -r line; do
    [[ $line == ID=* || $line == ID_LIKE=* ]] || continue
    for kin in $(tr -c 'a-z\n' ' ' <<<"${line#*=}"); do
      case $kin in
        debian | ubuntu) manager=apt ;;
        fedora | rhel | centos) manager=dnf ;;
        suse | opensuse) manager=zypper ;;
        alpine) manager=apk ;;
        arch) manager=pacman ;;
        *) continue ;;
      esac
      if [[ " ${found[*]} " == *" $manager "* ]]; then PACKAGES_MANAGER=$manager; fi
    done
  done </etc/os-release
}

# packages_elevated: REPLY_WORDS is how the part that needs root is called.
packages_elevated() {
  REPLY_WORDS=("${BASH:-bash}" "$BERTH_LIB/../packages-root")
  if [[ $PACKAGES_ELEVATION == sudo ]]; then
    program_find sudo
    REPLY_WORDS=("$REPLY" -n -- "${REPLY_WORDS[@]}")
  fi
}

# Tried with the very program that is to run, because a sudoers file may allow anything else. It neither asks nor holds up: what
# sudo waits for is nothing that this user could end.
packages_find_elevation() {
  local answer='' fd
  local -a REPLY_WORDS=()
  PACKAGES_ELEVATION=root
  ((EUID != 0)) || return 0
  PACKAGES_ELEVATION=none
  program_find sudo || return 0
  PACKAGES_ELEVATION=sudo
  packages_elevated
  exec {fd}< <(
    process_close_files
    exec "${REPLY_WORDS[@]}" "${PACKAGES_MANAGER:-none}" probe </dev/null 2>/dev/null
  )
  read -r -t 20 -u "$fd" answer || :
  exec {fd}<&-
  [[ $answer == elevated ]] || PACKAGES_ELEVATION=none
}

# packages_name <need>: REPLY is the package that brings it.
packages_name() {
  REPLY=$1
  if [[ $1 == nginx && $PACKAGES_MANAGER == apt ]] && packages_is_known nginx-light; then REPLY=nginx-light; fi
}

# packages_words <need> <package>: REPLY_WORDS is all that is asked of the package manager for it. What these two only recommend is
# what they cannot do without: whom to believe on the way to a server of https.
packages_words() {
  REPLY_WORDS=("$2")
  case $PACKAGES_MANAGER-$1 in
    apt-git | apt-curl) REPLY_WORDS+=(ca-certificates) ;;
    zypper-git | zypper-curl) REPLY_WORDS+=(ca-certificates-mozilla) ;;
    *) ;;
  esac
}

# packages_is_known <package>: false when the index of this host does not know it, and should be refreshed.
packages_is_known() {
  local policy
  case $PACKAGES_MANAGER in
    apt)
      policy=$(LC_ALL=C apt-cache policy -- "$1" 2>/dev/null) || return 1
      [[ $policy == *'Candidate: '* && $policy != *'Candidate: (none)'* ]]
      ;;
    apk) [[ -n $(apk search --exact --quiet "$1" 2>/dev/null) ]] ;;
    pacman) pacman -Si "$1" >/dev/null 2>&1 ;;
    *) return 0 ;;
  esac
}

# packages_command <need> <package>: REPLY is what an administrator runs for it as root; empty where no manager is known.
packages_command() {
  local -a REPLY_WORDS=()
  packages_words "$@"
  case $PACKAGES_MANAGER in
    apt) REPLY='apt-get update && apt-get install -y --no-install-recommends' ;;
    dnf) REPLY='dnf install -y' ;;
    zypper) REPLY='zypper --non-interactive install --no-recommends' ;;
    apk) REPLY='apk add --update-cache' ;;
    pacman) REPLY='pacman -Sy --needed --noconfirm' ;;
    *)
      REPLY=''
      return 0
      ;;
  esac
  REPLY+=" ${REPLY_WORDS[*]}"
  if [[ $1 == nginx && $PACKAGES_MANAGER == apt ]]; then
    if [[ -d /run/systemd/system ]]; then
      REPLY+=' && systemctl disable --now nginx'
    else
      REPLY+=' && service nginx stop; update-rc.d nginx disable'
    fi
  fi
}

# packages_find <need>: REPLY is the path of the program; fails when it is not there, or was not finished.
packages_find() {
  local path
  case $1 in
    nginx) nginx_find ;;
    *) program_find "$1" /usr/local/bin ;;
  esac || return 1
  path=$REPLY
  if [[ $1 == nginx ]] && packages_quiet_is_pending; then return 1; fi
  # An installation that was cut off leaves the program without its configuration.
  if [[ $PACKAGES_MANAGER == apt ]] && dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qE '^(half|unpacked|triggers)'; then
    return 1
  fi
  REPLY=$path
}

# packages_version <need> <path>: REPLY is what the program calls its version, or empty.
packages_version() {
  local option=--version text
  case $1 in nginx) option=-v ;; tmux) option=-V ;; esac
  text=$(timeout 10 "$2" "$option" 2>&1 </dev/null) || text=''
  if [[ $text =~ [0-9]+(\.[0-9]+)+[a-z]? ]]; then REPLY=${BASH_REMATCH[0]}; else REPLY=''; fi
}

# packages_sizes <package>…: sets PACKAGES_DOWNLOAD_BYTES and PACKAGES_DISK_BYTES, or empties them where the manager does not tell
# without changing or fetching anything.
packages_sizes() {
  local uris
  local -a words=()
  PACKAGES_DOWNLOAD_BYTES='' PACKAGES_DISK_BYTES=''
  if (($# == 0)); then
    PACKAGES_DOWNLOAD_BYTES=0 PACKAGES_DISK_BYTES=0
    return 0
  fi
  [[ $PACKAGES_MANAGER == apt ]] || return 0
  uris=$(timeout 30 apt-get -qq --no-install-recommends --print-uris install "$@" 2>/dev/null </dev/null) || return 0
  PACKAGES_DOWNLOAD_BYTES=$(awk '{ sum += $3 } END { printf "%.0f", sum }' <<<"$uris")
  # What a question would be asked with is no source: apt asks only where more comes than was asked for, and installs otherwise.
  mapfile -t words < <(timeout 30 apt-get -qq --no-install-recommends --simulate install "$@" 2>/dev/null </dev/null |
    awk '$1 == "Inst" && match($0, /\([^ ]+/) { print $2 "=" substr($0, RSTART + 1, RLENGTH - 1) }')
  ((${#words[@]} > 0)) || return 0
  PACKAGES_DISK_BYTES=$(timeout 30 apt-cache show -- "${words[@]}" 2>/dev/null |
    awk '$1 == "Installed-Size:" { sum += $2 } END { printf "%.0f", sum * 1024 }') || :
}

# packages_row <need>: REPLY is its row; adds the package to the caller's `missing` when it is not there.
packages_row() {
  local need=$1 path='' package='' version='' command='' is_installed=false
  if packages_find "$need"; then
    path=$REPLY is_installed=true
    packages_version "$need" "$path"
    version=$REPLY
  fi
  if [[ -n $PACKAGES_MANAGER ]]; then
    packages_name "$need"
    package=$REPLY
    if [[ $is_installed == false ]]; then
      packages_command "$need" "$package"
      command=$REPLY
    fi
  fi
  if [[ $is_installed == false ]]; then
    packages_words "$need" "${package:-$need}"
    missing+=("${REPLY_WORDS[@]}")
  fi
  json_string_or_null "$package"
  package=$REPLY
  json_string_or_null "$version"
  version=$REPLY
  json_string_or_null "$command"
  REPLY="{\"need\":\"$need\",\"package\":$package,\"isInstalled\":$is_installed,\"version\":$version,\"command\":$REPLY}"
}

# packages_plan <need>…: REPLY is the whole plan.
packages_plan() {
  local need manager rows
  local -a missing=() list=() REPLY_WORDS=()
  for need in "$@"; do
    packages_row "$need"
    list+=("$REPLY")
  done
  packages_sizes ${missing[@]+"${missing[@]}"}
  json_array ${list[@]+"${list[@]}"}
  rows=$REPLY
  json_string_or_null "$PACKAGES_MANAGER"
  manager=$REPLY
  json_number_or_null "$PACKAGES_DOWNLOAD_BYTES"
  rows+=",\"downloadBytes\":$REPLY"
  json_number_or_null "$PACKAGES_DISK_BYTES"
  REPLY="{\"elevation\":\"$PACKAGES_ELEVATION\",\"manager\":$manager,\"packages\":$rows,\"diskBytes\":$REPLY}"
}

# packages_needs <name of an array>: fills it with what was asked for, each once.
packages_needs() {
  local -n needs_of=$1
  local -a asked=()
  local need
  needs_of=()
  arguments_list need asked
  ((${#asked[@]} > 0)) || refuse_input 'The option --need is missing.'
  for need in "${asked[@]}"; do
    [[ $need =~ ^(nginx|tmux|git|curl)$ ]] || refuse_input 'The option --need must be nginx, tmux, git or curl.'
    if [[ " ${needs_of[*]-} " != *" $need "* ]]; then needs_of+=("$need"); fi
  done
}
