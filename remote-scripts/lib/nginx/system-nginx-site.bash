# shellcheck shell=bash
# The site of the system's nginx that leads to the instances: one server block of one file, which gets one include line.

# File, and of its server block: where it begins and ends, where it is asked from this host, under which name, and whether
# it has TLS. SYSTEM_ADDRESS is empty when it cannot be asked.
SYSTEM_SITE=''
SYSTEM_TEXT=''
SYSTEM_BEGIN=''
SYSTEM_END=''
SYSTEM_ADDRESS=''
SYSTEM_PORT=''
SYSTEM_NAME=''
SYSTEM_TLS=''
# The file that was chosen while the settings do not say it yet; `none` stands for no choice.
SYSTEM_CHOICE=''
SYSTEM_INCLUDE=$'\n    # Added by Berth, for the instances that it runs; it goes with the last of them.\n    include vscode-projects/*.conf;'

# system_site_choose <path or ''>: this site counts instead of the one of the settings.
system_site_choose() { SYSTEM_CHOICE=${1:-none}; }

# system_site_find: fills all of the above; nginx_error tells why not.
system_site_find() {
  local path choice=$SYSTEM_CHOICE
  if [[ -z $choice ]]; then
    settings_host nginxSite
    choice=${REPLY:-none}
  fi
  if [[ $choice != none ]]; then
    system_site_read "$choice"
    return
  fi
  for path in sites-enabled/default conf.d/default.conf nginx.conf; do
    if [[ -f $BERTH_NGINX_SYSTEM_ROOT/$path ]] && system_site_read "$BERTH_NGINX_SYSTEM_ROOT/$path"; then return 0; fi
  done
  nginx_refuse "No default site was found in $BERTH_NGINX_SYSTEM_ROOT; choose the file of a site."
}

# system_site_read <path>: a link to a site is followed, because the link itself is not what nginx reads.
system_site_read() {
  local path found
  path=$(readlink -f -- "$1") || path=''
  [[ -f $path ]] || nginx_refuse "There is no site $1." || return 1
  [[ $path == "$(readlink -f -- "$BERTH_NGINX_SYSTEM_ROOT")"/* ]] || nginx_refuse "The site does not lie in $BERTH_NGINX_SYSTEM_ROOT: $1" || return 1
  system_site_text "$path" || return 1
  found=$(printf '%s' "$SYSTEM_TEXT" | LC_ALL=C awk -f "$BERTH_LIB/../templates/server-blocks.awk") || found=''
  [[ -n $found ]] || nginx_refuse "There is no server block in $1." || return 1
  SYSTEM_SITE=$path
  read -r SYSTEM_BEGIN SYSTEM_END SYSTEM_TLS SYSTEM_ADDRESS SYSTEM_PORT SYSTEM_NAME <<<"$found"
  SYSTEM_TLS=${SYSTEM_TLS#-}
  SYSTEM_ADDRESS=${SYSTEM_ADDRESS#-}
  SYSTEM_NAME=${SYSTEM_NAME#-}
  # Without openssl nothing can be asked of a site with TLS.
  if [[ -n $SYSTEM_TLS ]] && ! type -P openssl >/dev/null; then SYSTEM_ADDRESS=''; fi
}

# system_site_text <path>: SYSTEM_TEXT is the file without the include line of Berth, byte by byte.
system_site_text() {
  local text=''
  { IFS= read -r -d '' text <"$1" || :; } 2>/dev/null
  [[ $(stat -c %s -- "$1") == "${#text}" ]] || nginx_refuse "The site cannot be read as text: $1" || return 1
  SYSTEM_TEXT=${text//"$SYSTEM_INCLUDE"/}
}

# system_site_put <site in the live tree> <the same in the tree to change> <with|without>: writes the file with or without the
# include line, and does not touch it when it is so already. Where somebody else includes the folder, that is enough.
system_site_put() {
  local text current='' draft=${2%/*}/.berth.$BASHPID
  local -r included='(^|'$'\n''|;)[[:space:]]*include[[:space:]]+["'\'']?[^;#[:space:]]*vscode-projects/\*\.conf'
  system_site_text "$1" || return 1
  text=$SYSTEM_TEXT
  if [[ $3 == with && ! ${text:SYSTEM_BEGIN:SYSTEM_END-SYSTEM_BEGIN} =~ $included ]]; then text=${text:0:SYSTEM_BEGIN}$SYSTEM_INCLUDE${text:SYSTEM_BEGIN}; fi
  { IFS= read -r -d '' current <"$2" || :; } 2>/dev/null
  [[ $current != "$text" ]] || return 0
  if cp -p -- "$2" "$draft" && printf '%s' "$text" >"$draft" && sync -- "$draft" && mv -fT -- "$draft" "$2"; then return 0; fi
  rm -f -- "$draft"
  nginx_refuse "The site cannot be written: $1"
}

# system_site_backup: keeps the file as it was before Berth's first change to it.
system_site_backup() {
  local folder
  grep -qF -e 'include vscode-projects/*.conf;' -- "$SYSTEM_SITE" && return 0
  now_ms
  folder=$BERTH_HOME/backups/$REPLY-nginx
  if folder_make "$folder" && cp --preserve=timestamps --parents -- "$SYSTEM_SITE" "$folder"; then return 0; fi
  nginx_refuse "The site cannot be kept in $folder."
}

# system_ask <path> [<cookie>]: as http_get. Without openssl nothing can be asked of a site with TLS: system_can_ask.
system_ask() {
  local fd code=0 request
  system_host
  request="GET $1 HTTP/1.1"$'\r\n'"Host: $REPLY"$'\r\n'"Accept: text/html"$'\r\n'"Connection: close"$'\r\n'"${2:+Cookie: $2$'\r\n'}"$'\r\n'
  if [[ -n $SYSTEM_TLS ]]; then
    exec {fd}< <(printf '%s' "$request" | timeout 5 openssl s_client -quiet -connect "$SYSTEM_ADDRESS:$SYSTEM_PORT" -servername "${SYSTEM_NAME:-localhost}" 2>/dev/null || :)
  else
    { exec {fd}<>"/dev/tcp/${SYSTEM_ADDRESS//[\[\]]/}/$SYSTEM_PORT"; } 2>/dev/null || return 1
    { printf '%s' "$request" >&"$fd"; } 2>/dev/null || code=1
  fi
  ((code)) || http_read "$fd" || code=1
  exec {fd}<&-
  return "$code"
}

# system_host: REPLY is how a browser names the site: its name, and its port where that is not the usual one.
system_host() {
  REPLY=${SYSTEM_NAME:-$(</proc/sys/kernel/hostname)}
  if [[ $SYSTEM_PORT != "$(system_usual_port)" ]]; then REPLY+=":$SYSTEM_PORT"; fi
}

system_usual_port() { if [[ -n $SYSTEM_TLS ]]; then echo 443; else echo 80; fi; }
