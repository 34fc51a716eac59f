# shellcheck shell=bash
# The address of a repository, and the SSH server behind it, which some call the forge.

# Of the URL: scheme, user, host (without brackets), port; empty where it does not say.
declare -gA FORGE=()

# forge_read <url>: fills FORGE; ends the command for what git could take for an option, a command or a file.
forge_read() {
  local url=$1 place user
  FORGE=()
  [[ ${#url} -le 2048 && $url != *[[:cntrl:][:space:]]* ]] || refuse_input 'The URL is too long, or holds spaces or control characters.'
  if [[ $url =~ ^(https?|ssh|git)://([^/?#]+)(/.*)$ ]]; then
    FORGE[scheme]=${BASH_REMATCH[1]}
    place=${BASH_REMATCH[2]}
  elif [[ $url =~ ^([^/:@-][^/:@]*@(\[[0-9a-fA-F:.]+\]|[^/:@]+)):.+$ ]]; then
    FORGE[scheme]=ssh
    place=${BASH_REMATCH[1]}
  else
    refuse_input 'The URL must begin with https://, http://, ssh:// or git://, or look like git@host:path.'
  fi
  user=${place%@*}
  if [[ $place == *@* ]]; then FORGE[user]=$user; fi
  [[ ${FORGE[user]-} != *:* ]] || refuse_input 'The URL must not hold a password.'
  [[ ${FORGE[user]-} != -* && ${place##*@} =~ ^(\[([0-9a-fA-F:.]+)\]|([^]:@[-][^]:@[]*))(:([0-9]{1,5}))?$ ]] || refuse_input 'The URL names no server.'
  FORGE[host]=${BASH_REMATCH[2]}${BASH_REMATCH[3]} FORGE[port]=${BASH_REMATCH[5]}
  # Where the user's configuration of ssh names a command for the way, an older ssh hands both to a shell.
  [[ $place != *[\$\`\;\|\&\<\>\(\)\'\"]* ]] || refuse_input 'The URL names no server.'
  # As git writes it when it asks for a login.
  FORGE[place]=${FORGE[scheme]}://${place##*@}
}

# forge_is_private: whether a token may be sent there: nobody on the way can read it.
forge_is_private() {
  [[ ${FORGE[scheme]} == https ]] || [[ ${FORGE[scheme]} == http && ${FORGE[host]} =~ ^(localhost|127(\.[0-9]{1,3}){3}|::1)$ ]]
}

# forge_key_learn: sets FORGE[key] to the line of known_hosts for what the server shows, FORGE[keyType] and FORGE[fingerprint]. Asked
# of ssh itself, which knows the names and detours of the user's own configuration. Fails when it does not show one.
forge_key_learn() {
  local file=$BERTH_HOME/repositories/forge.tmp.$BASHPID line=''
  local -a options=(-o BatchMode=yes -o ConnectTimeout=15 -o StrictHostKeyChecking=no -o "UserKnownHostsFile=\"$file\"" -o GlobalKnownHostsFile=/dev/null
    -o HashKnownHosts=no -o CheckHostIP=no -o ControlPath=none -o ClearAllForwardings=yes -o ForwardAgent=no -o PermitLocalCommand=no
    -o PreferredAuthentications=none -o LogLevel=ERROR)
  if [[ -n ${FORGE[port]} ]]; then options+=(-p "${FORGE[port]}"); fi
  folder_make "${file%/*}"
  # It comes to no login: the key is shown before.
  timeout -k 1 25 ssh -T "${options[@]}" -- "${FORGE[user]:+${FORGE[user]}@}${FORGE[host]}" true >/dev/null 2>&1 </dev/null || :
  if [[ -f $file ]]; then IFS= read -r line <"$file" || :; fi
  FORGE[fingerprint]=$(ssh-keygen -lf "$file" 2>/dev/null </dev/null | head -n 1 | cut -d' ' -f2) || FORGE[fingerprint]=''
  rm -f -- "$file" "$file.old"
  [[ ${FORGE[fingerprint]} =~ ^SHA256:[A-Za-z0-9+/=]+$ && $line =~ ^[^\ ]+\ ([a-z0-9@.-]+)\ [A-Za-z0-9+/=]+$ ]] || return 1
  FORGE[key]=$line FORGE[keyType]=${BASH_REMATCH[1]}
}

# forge_ask: ends the command with the question whether the server's key is to be trusted.
forge_ask() {
  local key
  json_string "${FORGE[keyType]}"
  key="\"hostKey\":{\"type\":$REPLY"
  json_string "${FORGE[fingerprint]}"
  fail_with host-key-unknown clone "The server has not met ${FORGE[host]} before." \
    'Compare the fingerprint with the one that its operator publishes, then trust it.' '' "$key,\"fingerprint\":$REPLY}"
}

# forge_trust <fingerprint>: puts the key that the server shows among the user's known ones, if it is the one that was trusted.
forge_trust() {
  local file=$HOME/.ssh/known_hosts known=''
  forge_key_learn || return 0
  [[ ${FORGE[fingerprint]} == "$1" ]] || forge_ask
  # Everything that is made here is this user's alone.
  folder_make "${file%/*}" 2>/dev/null || :
  if file_read "$file"; then known=$REPLY; fi
  [[ $'\n'$known$'\n' != *$'\n'"${FORGE[key]}"$'\n'* ]] || return 0
  if [[ -n $known && -n $(tail -c 1 -- "$file") ]]; then known=$'\n'; else known=''; fi
  { printf '%s%s\n' "$known" "${FORGE[key]}" >>"$file"; } 2>/dev/null ||
    fail_with unavailable clone 'The key cannot be written to ~/.ssh/known_hosts.' 'Check disk space and permissions on the server.'
}
