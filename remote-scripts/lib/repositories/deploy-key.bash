# shellcheck shell=bash
# A key of one repository's own: repositories/keys/<sum of its address>, with its public half beside it. It has no passphrase, since
# git uses it while nobody is there; it opens that one repository only.

# deploy_key_path <url>: REPLY is the path of its key.
deploy_key_path() {
  local address=${1%/}
  REPLY=$(printf '%s' "${address%.git}" | sha256sum)
  REPLY=$BERTH_HOME/repositories/keys/${REPLY:0:32}
}

# deploy_key_need <url>: REPLY is the path of its key, which is made when there is none.
deploy_key_need() {
  local path lock temporary said
  [[ ${FORGE[scheme]} == ssh ]] || refuse_input 'A deploy key works over SSH only; use the SSH address of the repository.'
  deploy_key_path "$1"
  path=$REPLY
  if [[ ! -f $path || ! -f $path.pub ]]; then
    type -P ssh-keygen >/dev/null ||
      fail_with unavailable clone 'ssh-keygen is not installed on this server.' 'Install the OpenSSH client on the server, then try again.'
    folder_make "${path%/*}"
    lock_take "$BERTH_HOME/repositories.lock" clone
    lock=$REPLY
    temporary=$path.tmp.$BASHPID
    if [[ ! -f $path || ! -f $path.pub ]]; then
      said=$(ssh-keygen -q -t ed25519 -N '' -C "berth $(uname -n)" -f "$temporary" 2>&1 </dev/null &&
        mv -fT -- "$temporary.pub" "$path.pub" && mv -fT -- "$temporary" "$path") ||
        fail_with unavailable clone 'The key cannot be made.' 'Read the detail, then try again.' "$said"
    fi
    lock_release "$lock"
  fi
  REPLY=$path
}

# deploy_key_command <path of the key>: REPLY is the ssh command that uses this key and no other, for git, which gives it to a shell.
deploy_key_command() {
  local quoted=${1//\'/\'\\\'\'}
  REPLY="ssh -i '$quoted' -o IdentitiesOnly=yes -o IdentityAgent=none"
}
