# shellcheck shell=bash
# What a clone that failed means, told by what git and ssh said.

# clone_fail: ends the command. The order matters: git says something general after what ssh or curl said.
clone_fail() {
  local said host=${FORGE[host]}
  clone_said
  said=$REPLY
  case $said in
    *'REMOTE HOST IDENTIFICATION HAS CHANGED'*)
      fail_with host-key-changed clone "$host shows another key than the one that this server knows." \
        'Ask its operator; if the change is meant, remove the old line from ~/.ssh/known_hosts on the server.' "$said"
      ;;
    *'Host key verification failed'*) clone_fail_unknown "$said" ;;
    *'No space left on device'* | *'Disk quota exceeded'* | *'riting output to destination'*)
      fail_with disk-full clone 'The disk of the server is full.' 'Free some space, then clone again.' "$said"
      ;;
    *'terminal prompts disabled'* | *'could not read Username'* | *'could not read Password'* | *'unable to read askpass response'*)
      if [[ ${CLONE[login]} == token && $said != *"${FORGE[place]#*://}'"* ]]; then
        fail_with clone-failed clone 'The address leads to another place, which wants a login of its own.' 'Use the address of that place.' "$said"
      fi
      if [[ ${CLONE[login]} == token ]]; then clone_fail_login "$said"; fi
      fail_with secret-needed clone "$host wants a login for this repository." 'Give a user name and a token that may read it.' "$said" '"secretKind":"password"'
      ;;
    *'Authentication failed for'* | *'HTTP Basic: Access denied'* | *'The requested URL returned error: 40'[13]* | *'Permission denied ('*)
      clone_fail_login "$said"
      ;;
    *'epository not found'* | *"' not found"* | *'does not appear to be a git repository'* | *'Could not read from remote repository'*'correct access rights'*)
      clone_fail_reach "$said"
      fail_with clone-failed clone 'There is no such repository, or this login may not read it.' 'Check the address, or use another login.' "$said"
      ;;
  esac
  clone_fail_reach "$said"
  fail_with clone-failed clone 'git could not clone the repository.' 'Read the detail, then try again.' "$said"
}

# clone_fail_reach <what was said>: returns when the server was reached.
clone_fail_reach() {
  case $1 in
    *'cannot run ssh'* | *'ssh: not found'* | *'ssh: command not found'* | *"remote helper for '"*)
      fail_with unavailable clone 'git lacks a program for this kind of address.' 'Install the OpenSSH client, or git with its https helper, on the server.' "$1"
      ;;
    *'ould not resolve host'* | *'Connection refused'* | *'timed out'* | *'Network is unreachable'* | *'No route to host'* | *"Couldn't connect to server"* | *'Failed to connect'*)
      fail_with clone-failed clone "The server cannot reach ${FORGE[host]}." 'Check the address and the network of the server.' "$1"
      ;;
    *'certificate'* | *'SSL'*)
      fail_with clone-failed clone "The certificate of ${FORGE[host]} is not one that the server trusts." 'Check the clock and the certificates of the server.' "$1"
      ;;
  esac
}

# clone_fail_login <what was said>
clone_fail_login() {
  case ${CLONE[login]} in
    token) fail_with auth-failed clone "${FORGE[host]} does not take this user name and token." 'Check that the token is valid and may read the repository.' "$1" ;;
    deploy-key) fail_with auth-failed clone "${FORGE[host]} does not take the deploy key." 'Add the public key to the repository on its page, then clone again.' "$1" ;;
    *) fail_with auth-failed clone "${FORGE[host]} does not take the login of this server." 'Use a deploy key or a token, or give the server a key of its own.' "$1" ;;
  esac
}

# clone_fail_unknown <what was said>
clone_fail_unknown() {
  # Whoever has trusted this one is not asked for ever, where ssh looks for known keys in another file.
  if forge_key_learn && [[ ${FORGE[fingerprint]} != "${ARGUMENTS[trusted_fingerprint]-}" ]]; then forge_ask; fi
  fail_with clone-failed clone "ssh on the server does not know ${FORGE[host]}, and its key cannot be read or kept." \
    'Connect there once with ssh on the server, then clone again.' "$1"
}
