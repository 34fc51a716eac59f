# shellcheck shell=bash
# Installing one of the distribution's packages, with what the package manager says told line by line.

# The last lines that the package manager printed.
declare -ga PACKAGES_TAIL=()

# packages_install <need>: ends the command when that fails.
packages_install() {
  local need=$1 package code=0
  local -a quietly=() REPLY_WORDS=()
  packages_name "$need"
  package=$REPLY
  packages_need_rights "$need" "$package"
  packages_finish_interrupted
  if ! packages_is_known "$package"; then
    packages_refresh "$need" "$package"
    packages_name "$need"
    package=$REPLY
  fi
  packages_download "$need" "$package"
  # A package manager that is cut off in the middle leaves packages half-configured.
  cancel_forbid packages
  if [[ $need == nginx ]]; then
    quietly=(quietly)
    packages_quiet_begin
  fi
  packages_words "$need" "$package"
  packages_step "Installing $package" install ${quietly[@]+"${quietly[@]}"} "${REPLY_WORDS[@]}" || code=$?
  if ((code < 128)); then packages_quiet_end; fi
  # What is there counts: a package of somebody else that cannot be configured makes the manager fail as well.
  packages_find "$need" || packages_fail "$need" "$package"
  step packages 'done' "Installing $package"
  transaction_commit
  cancel_allow
}

packages_need_rights() {
  packages_command "$1" "$2"
  if [[ -z $PACKAGES_MANAGER ]]; then
    fail_with unavailable packages 'Berth knows no package manager of this server.' "Install $1 on the server, then run the setup again."
  elif [[ $PACKAGES_ELEVATION == none ]]; then
    fail_with unavailable packages 'This user may not install packages on this server.' "Ask its administrator to run: $REPLY."
  fi
}

# packages_step <title> <action> <argument>…: tells that it begins, and how it ended; of an installation that is known later.
packages_step() {
  local code=0
  transaction_step packages "$1" :
  packages_root "${@:2}" || code=$?
  cancel_check packages
  [[ $2 != install ]] || return "$code"
  if ((code != 0)); then
    transaction_abort
    return "$code"
  fi
  step packages 'done' "$1"
  transaction_commit
}

# packages_refresh <need> <package>: whatever else it comes to, the package is asked for next, and what that says is worth more.
packages_refresh() {
  [[ $PACKAGES_MANAGER != dnf ]] || return 0
  local code=0 title='Refreshing the list of packages'
  transaction_step packages "$title" :
  packages_root refresh || code=$?
  cancel_check packages
  # apt calls it a success when it reached nobody.
  if ((code != 0)) || packages_is_offline; then
    transaction_abort
    if packages_is_offline && ! packages_is_known "$2"; then packages_fail "$@"; fi
    return 0
  fi
  step packages 'done' "$title"
  transaction_commit
}

# packages_download <need> <package>: of a manager that can; an index that is too old is refreshed, once.
packages_download() {
  local -a REPLY_WORDS=()
  [[ $PACKAGES_MANAGER != apk ]] || return 0
  packages_words "$1" "$2"
  ! packages_step "Downloading $2" download "${REPLY_WORDS[@]}" || return 0
  packages_says '404 |not find|no installation candidate|Unable to locate|target not found|Unable to find|No match|not found|No provider|Hash Sum' ||
    packages_fail "$1" "$2"
  packages_refresh "$1" "$2"
  packages_step "Downloading $2" download "${REPLY_WORDS[@]}" || packages_fail "$1" "$2"
}

# An installation that was cut off is finished first, because dpkg does nothing else before; nginx is not started by that either.
packages_finish_interrupted() {
  local -a quietly=()
  [[ $PACKAGES_MANAGER == apt ]] || return 0
  [[ -n $(compgen -G '/var/lib/dpkg/updates/[0-9]*') || -n $(dpkg --audit 2>/dev/null) ]] || return 0
  packages_find nginx || quietly=(quietly)
  # What is wrong with packages of somebody else is not for this to mend.
  packages_step 'Finishing an installation that was cut off' configure ${quietly[@]+"${quietly[@]}"} || :
}

# packages_root <action> <argument>…: runs the part that needs root, and returns its exit code. Its stdin is closed when the
# operation is called off, because nobody but root may signal it.
packages_root() {
  local output control code pid is_over=0 limit
  local -a REPLY_WORDS=()
  packages_wait_lock
  limit=$((SECONDS + 1000))
  packages_elevated
  PACKAGES_TAIL=()
  # Held at both ends, so that nothing is lost when a program ends; who ends is seen by its process.
  exec {output}<> <(:)
  exec {control}> >(packages_exec "${REPLY_WORDS[@]}" "$PACKAGES_MANAGER" "$@" >&"$output" 2>&1)
  pid=$!
  process_hear_begin
  while ((SECONDS <= limit)); do
    code=0
    process_hear "$output" "$pid" || code=$?
    if ((code != 1)); then packages_hear "$REPLY"; fi
    if ((code == 2)); then
      is_over=1
      break
    fi
    if [[ -n $control ]] && cancel_is_asked; then
      exec {control}>&-
      control=''
    fi
  done
  exec {output}>&-
  if [[ -n $control ]]; then exec {control}>&-; fi
  ((is_over)) || fail_with timed-out packages 'The package manager of this server did not end in time.' 'Look at what it does on the server, then run the setup again.'
  code=0
  wait "$pid" || code=$?
  return "$code"
}

packages_exec() {
  trap - PIPE ERR EXIT TERM HUP INT
  set +eE
  process_close_files
  exec env -u BERTH_HOME "$@"
}

# packages_hear <line>: of a line that was drawn over, the last state counts.
packages_hear() {
  local line=${1%$'\r'}
  line=${line##*$'\r'}
  # The tail of all of them has to fit into the answer.
  line=${line:0:500}
  [[ -n ${line// /} ]] || return 0
  if ((${#PACKAGES_TAIL[@]} == 40)); then PACKAGES_TAIL=("${PACKAGES_TAIL[@]:1}"); fi
  PACKAGES_TAIL+=("$line")
  step packages output "$line"
}

packages_says() {
  local IFS=$'\n'
  grep -qE -- "$1" <<<"${PACKAGES_TAIL[*]-}"
}

# packages_is_offline: whether the package manager reached nobody.
packages_is_offline() {
  packages_says 'ould(n.t| not) (resolve|connect)|Temporary failure|Cannot initiate the connection|[Cc]onnection (timed out|failed|refused)|[Oo]peration timed out|[Uu]nreachable|No route to host|DNS: |DNS lookup|network error|temporary error|failed retrieving file|Curl error|Unable to connect|[Tt]imeout'
}

# packages_fail <need> <package>: names what went wrong.
packages_fail() {
  local by_hand detail
  packages_command "$1" "$2"
  by_hand="run as root: $REPLY."
  local IFS=$'\n'
  detail=${PACKAGES_TAIL[*]-}
  unset IFS
  if packages_says 'No space left on device|enough free (disk )?space|more space needed|not enough space|No space'; then
    fail_with disk-full packages "The disk of the server is full, so $1 was not installed." 'Free some space on the server, then run the setup again.' "$detail"
  elif packages_says 'Could not get lock|acquire the dpkg|atabase is locked|lock database|management is locked|transaction lock'; then
    fail_with busy packages "Another program installs packages on this server, so $1 was not installed." 'Wait until it is done, then run the setup again.' "$detail"
  elif packages_is_offline; then
    fail_with setup-failed packages "The server reached no mirror of its distribution, so $1 was not installed." "Give the server a way to its mirrors, or bring $1 to it by hand." "$detail"
  elif packages_says 'remove is disabled'; then
    fail_with setup-failed packages "Installing $2 would remove other packages, which Berth never does." "Look at the details, then $by_hand" "$detail"
  elif packages_says 'Unable to locate|no installation candidate|target not found|no such package|Unable to find a match|No match for|not found in package names|No provider of'; then
    fail_with setup-failed packages "The distribution of this server offers no package $2." "Install $1 in another way, then run the setup again." "$detail"
  fi
  fail_with setup-failed packages "The package $2 could not be installed." "Read the details; by hand, $by_hand" "$detail"
}

# Noted before nginx is installed and forgotten when it was kept from starting, so that a run that was cut off is made good by the
# next one. After a day whoever looks after the host has had a say in it.
packages_quiet_begin() {
  now_ms
  file_put "$BERTH_HOME/packages-nginx" "$REPLY"$'\n' ||
    fail_with disk-full packages 'The disk of the server is full.' 'Free some space on the server, then run the setup again.'
}

packages_quiet_end() { file_drop "$BERTH_HOME/packages-nginx"; }

packages_quiet_is_pending() {
  local begun
  file_read "$BERTH_HOME/packages-nginx" || return 1
  begun=$REPLY
  [[ $begun =~ ^[0-9]{1,15}$ ]] || return 1
  now_ms
  ((REPLY - begun < 86400000))
}
