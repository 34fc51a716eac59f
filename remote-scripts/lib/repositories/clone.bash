# shellcheck shell=bash
# The run of `git clone`: its login, its time, its progress.

# How long the largest clone may take.
CLONE_SECONDS=7200
# How often a login may be asked for in one clone.
CLONE_LOGINS_MOST=8
# url, login (host, token, deploy-key), user, token, share and title (as told last), deadline, isLate.
declare -gA CLONE=()

# clone_run: returns the exit code of git. The token goes through a pipe to `askpass`, so it is in no argument, no environment and
# no file.
clone_run() {
  local code=0 url=${CLONE[url]}
  # A folder of hooks that the user's settings name from the working copy on is the repository's own.
  local -a options=(-c core.hooksPath=/dev/null -c http.lowSpeedLimit=1 -c http.lowSpeedTime=120)
  git_settle
  export GIT_ALLOW_PROTOCOL=https:http:ssh:git
  clone_ssh
  # A login that was given is for this address, not for one that the user's settings put in its place. git takes no name with a =.
  if [[ ${CLONE[login]} != host && $url != *=* ]]; then options+=(-c "url.$url.insteadOf=$url"); fi
  if [[ ${CLONE[login]} == token ]]; then
    export GIT_ASKPASS=$BERTH_LIB/../askpass BERTH_ASKPASS_PLACE=${FORGE[place]}
    # Helpers of the user's would keep it, and `askpass` answers for a place, not for a path.
    options+=(-c credential.helper= -c core.askPass= -c credential.useHttpPath=false)
    # Without TLS it would be a proxy's to read.
    if [[ ${FORGE[scheme]} == http ]]; then options+=(-c http.proxy=); fi
  fi
  CLONE[share]='' CLONE[title]='' CLONE[isLate]='' CLONE[deadline]=$((SECONDS + CLONE_SECONDS))
  child_run clone clone_look hide "$BERTH_LIB/../git-progress" "$BERTH_USER_UMASK" "$BERTH_GIT" "${options[@]}" clone --progress --no-local \
    -- "$url" "${MAKING[work]}" < <(clone_answers) || code=$?
  if [[ -n ${CLONE[isLate]} ]]; then
    fail_with timed-out clone 'The clone took too long.' 'Clone it in a terminal on the server, then add the folder to the list.' "$CHILD_OUTPUT"
  fi
  return "$code"
}

# clone_answers: what git may ask for, for as many programs as ask: that of git-lfs is another one. All of it fits into the pipe.
clone_answers() {
  local count
  [[ ${CLONE[login]} == token ]] || return 0
  for ((count = 0; count < CLONE_LOGINS_MOST; count++)); do
    printf 'Username %s\nPassword %s\n' "${CLONE[user]}" "${CLONE[token]}"
  done
}

# clone_ssh: ssh that asks nobody. A command of the user's own is left as it is, but for a deploy key.
clone_ssh() {
  local quiet='-o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4'
  if [[ ${CLONE[login]} == deploy-key ]]; then
    deploy_key_path "${CLONE[url]}"
    deploy_key_command "$REPLY"
    export GIT_SSH_COMMAND="$REPLY $quiet"
  elif ! "$BERTH_GIT" config --get core.sshCommand >/dev/null 2>&1; then
    export GIT_SSH_COMMAND="ssh $quiet"
  fi
}

# clone_look: tells how far the clone is; fails when it takes too long. Most of the time is for receiving.
clone_look() {
  local line=${CHILD_OUTPUT%$'\n'} share='' title
  if ((SECONDS > CLONE[deadline])); then
    CLONE[isLate]=1
    return 1
  fi
  line=${line##*$'\n'}
  clone_is_progress "$line" || return 0
  title=${line%%[[:space:]]}
  case $line in
    Receiving*) share=$((BASH_REMATCH[3] * 80)) ;;
    Resolving*) share=$((8000 + BASH_REMATCH[3] * 10)) ;;
    Updating*) share=$((9000 + BASH_REMATCH[3] * 10)) ;;
  esac
  [[ $title != "${CLONE[title]}" ]] || return 0
  CLONE[title]=$title
  if [[ -n $share ]]; then
    # It never goes back; what comes after the last file is told by the end.
    if [[ -n ${CLONE[share]} ]] && ((share < CLONE[share])); then share=${CLONE[share]}; fi
    CLONE[share]=$share
    printf -v share '0.%04d' $((share < 9999 ? share : 9999))
  fi
  step clone progress "$title" "$share"
}

# clone_is_progress <line>: BASH_REMATCH[3] is the percentage.
clone_is_progress() {
  [[ $1 =~ ^(remote:\ )?([A-Z][a-z]+\ [a-z]+):\ +([0-9]{1,3})%\ \( ]]
}

# clone_said: REPLY is what git said besides its progress, the last 40 lines.
clone_said() {
  local line
  local -a lines=() said=()
  mapfile -t lines <<<"${CHILD_OUTPUT%$'\n'}"
  for line in "${lines[@]}"; do
    if [[ -n $line ]] && ! clone_is_progress "$line"; then said+=("$line"); fi
  done
  REPLY=''
  if ((${#said[@]} > 40)); then said=("${said[@]: -40}"); fi
  if ((${#said[@]} > 0)); then printf -v REPLY '%s\n' "${said[@]}"; fi
  REPLY=${REPLY%$'\n'}
}
