# shellcheck shell=bash
# The host fetches an archive itself, with curl or wget, whichever it has; a download that was cut off goes on where it was.

# All of a download, on whatever line; tests shorten it.
BERTH_DOWNLOAD_SECONDS=${BERTH_DOWNLOAD_SECONDS:-7200}
# Before a further try; before the third in vain it is twice that.
BERTH_DOWNLOAD_REST=${BERTH_DOWNLOAD_REST:-1}
# How often in a row nothing may arrive, and how many redirects are followed.
DOWNLOAD_TRIES_MOST=3
DOWNLOAD_REDIRECTS_MOST=5
DOWNLOAD_TITLE='Downloading code-server'
DOWNLOAD_PART='' DOWNLOAD_BYTES=0 DOWNLOAD_DEADLINE=0

# wget_find: as program_find; the one of busybox neither tells redirects nor goes on with a file.
wget_find() { program_find wget && [[ $(readlink -f -- "$REPLY") != *busybox* ]]; }

# download <url> <part> <bytes>: the part has all bytes afterwards.
download() {
  local url=$1 tries=0 before now
  DOWNLOAD_PART=$2 DOWNLOAD_BYTES=$3 DOWNLOAD_DEADLINE=$((SECONDS + BERTH_DOWNLOAD_SECONDS))
  transaction_step download "$DOWNLOAD_TITLE" :
  progress_begin download "$DOWNLOAD_TITLE" "$3"
  while :; do
    archive_part_size "$2" || version_fail_write download
    before=$REPLY
    ((before < DOWNLOAD_BYTES)) || break
    download_go_on "$url" "$before"
    archive_part_size "$2" || version_fail_write download
    now=$REPLY
    ((now < DOWNLOAD_BYTES)) || break
    if disk_is_full "$BERTH_HOME/code-server"; then version_fail_write download; fi
    # A server that cannot go on in the middle begins anew.
    if [[ $CHILD_OUTPUT == *'byte ranges'* || $CHILD_OUTPUT == *'Refusing to truncate'* ]]; then remove_tree "$2" || :; fi
    if ((now > before)); then tries=0; else tries=$((tries + 1)); fi
    if ((tries >= DOWNLOAD_TRIES_MOST)); then
      fail_with unavailable download 'The server cannot download code-server.' 'Let this computer push it instead, or check the network of the server.' "$CHILD_OUTPUT"
    fi
    download_rest "$((tries > 0 ? tries : 1))"
  done
  step download 'done' "$DOWNLOAD_TITLE"
  transaction_keep
}

# download_rest <how many times>: before the next try.
download_rest() {
  local end=$((SECONDS + $1 * BERTH_DOWNLOAD_REST))
  while ((SECONDS < end)); do
    cancel_check download
    pause 0.25
  done
}

download_look() {
  local bytes
  if ((SECONDS > DOWNLOAD_DEADLINE)); then
    fail_with timed-out download "The download took more than $((BERTH_DOWNLOAD_SECONDS / 60)) minutes." 'Try again: it goes on where it was cut off.'
  fi
  bytes=$(stat -c %s -- "$DOWNLOAD_PART" 2>/dev/null) || bytes=0
  progress_tell "$bytes"
  # More than was promised is not what was asked for.
  ((bytes <= DOWNLOAD_BYTES))
}

# download_go_on <url> <bytes that are there>
download_go_on() {
  local redirects='=https'
  # An address without TLS has none to lose.
  [[ $1 == https://* ]] || redirects='=http,https'
  if program_find curl; then
    child_run download download_look hide "$REPLY" --fail --silent --show-error --globoff --location --max-redirs "$DOWNLOAD_REDIRECTS_MOST" \
      --proto '=http,https' --proto-redir "$redirects" --connect-timeout 20 --speed-limit 1 --speed-time 60 \
      --continue-at "$2" --output "$DOWNLOAD_PART" --url "$1" || :
  elif wget_find; then
    download_by_wget "$REPLY" "$1"
  else
    fail_with unavailable download 'The server has neither curl nor wget.' 'Let this computer push code-server instead, or install curl on the server.'
  fi
}

# download_by_wget <program> <url>: follows redirects itself, because wget would follow one to an address without TLS.
download_by_wget() {
  local url=$2 count location
  for ((count = 0; count <= DOWNLOAD_REDIRECTS_MOST; count++)); do
    if child_run download download_look hide "$1" --no-verbose --server-response --tries=1 --timeout=60 --max-redirect=0 \
      --continue --output-document="$DOWNLOAD_PART" -- "$url"; then return 0; fi
    location=$(awk 'tolower($1) == "location:" { place = $2 } END { print place }' <<<"$CHILD_OUTPUT")
    [[ -n $location ]] || return 0
    if [[ $location != https://* && ($2 == https://* || $location != http://*) ]]; then
      CHILD_OUTPUT="a redirect to an address without TLS: ${location:0:200}"
      return 0
    fi
    url=$location
  done
}
