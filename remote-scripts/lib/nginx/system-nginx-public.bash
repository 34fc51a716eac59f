# shellcheck shell=bash
# The public address of an instance behind the system's nginx: its password, its URL, and what a start says of them.

# token_make <folder of the instance>: REPLY is the token, which code-server takes as the SHA-256 of its password. Where the
# instance gets a public address, somebody types that password, so it is kept beside the token, and stays over restarts.
token_make() {
  route_kind
  if [[ $REPLY != system ]]; then
    token_random
    return
  fi
  if ! file_read "$1/password" || [[ ! $REPLY =~ ^[a-z0-9-]{23}$ ]]; then
    password_make && file_put "$1/password" "$REPLY"$'\n' || return 1
    file_read "$1/password" || return 1
  fi
  password_hash "$REPLY"
}

# token_random: REPLY is 64 hex digits with 244 random bits of the kernel's. Costs no process.
token_random() {
  local first='' second=''
  read -r first </proc/sys/kernel/random/uuid && read -r second </proc/sys/kernel/random/uuid || return 1
  REPLY=${first//-/}${second//-/}
  [[ $REPLY =~ ^[0-9a-f]{64}$ ]]
}

# password_make: REPLY is a password of 100 random bits without letters that look alike.
password_make() {
  local password='' bytes byte letters=abcdefghijkmnpqrstuvwxyz23456789
  bytes=$(od -An -v -tu1 -N20 /dev/urandom) || return 1
  for byte in $bytes; do
    if ((${#password} % 6 == 5)); then password+=-; fi
    password+=${letters:byte%32:1}
  done
  REPLY=$password
}

# password_hash <password>: REPLY is its hash as code-server makes it.
password_hash() {
  REPLY=$(printf '%s' "$1" | sha256sum) || return 1
  REPLY=${REPLY%% *}
}

# public_password <folder of the instance>: REPLY is the password that its token belongs to; fails when there is none.
public_password() {
  local password hash
  file_read "$1/password" || return 1
  password=$REPLY
  password_hash "$password" || return 1
  hash=$REPLY
  file_read "$1/token" && [[ $REPLY == "$hash" ]] || return 1
  REPLY=$password
}

# public_url <id>: REPLY is the address for a browser. Needs system_site_find.
public_url() {
  local scheme=http
  if [[ -n $SYSTEM_TLS ]]; then scheme=https; fi
  system_host
  REPLY="$scheme://$REPLY/vscode/$1/"
}

# public_start <id> <claimed port> <folder>: gives the instance its public address. The gate goes straight to the claim, so a
# configuration of others that nginx does not take keeps nobody from starting, but it is told.
public_start() {
  local title='Adding the route to the nginx of the system' is_public=''
  if route_apply "$@"; then is_public=1; fi
  step nginx 'done' "$title"
  if [[ -z $is_public ]]; then
    public_reason
    public_say "The public address is not there: $REPLY"
  elif system_site_find && [[ -z $SYSTEM_TLS ]]; then
    public_say "The public address has no TLS, so that others on the way can read the password: $SYSTEM_SITE"
  fi
}

# public_reason: REPLY is the line of nginx_error that says why.
public_reason() {
  local line
  local -a lines
  nginx_error
  mapfile -t lines <<<"$REPLY"
  REPLY=${lines[0]}
  for line in "${lines[@]}"; do
    if [[ $line =~ \[(emerg|alert|crit|error)\] ]]; then
      REPLY=${line#nginx: }
      return 0
    fi
  done
}

# public_say <title>: a step that is over as soon as it is told.
public_say() {
  step nginx started "$1"
  step nginx 'done' "$1"
}
