# shellcheck shell=bash
# The few HTTP questions Berth asks on this host's own loopback, without curl.

# How long each part of an answer is waited for.
HTTP_SECONDS=5
# http_wait [<seconds>]: so long from here on; without a number as usual.
http_wait() { HTTP_SECONDS=${1:-5}; }

# http_ask <port> <request>: REPLY is the status code. Fails without an answer in HTTP_SECONDS.
http_ask() {
  local fd code=0
  { exec {fd}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  { printf '%s' "$2" >&"$fd"; } 2>/dev/null && http_read "$fd" || code=1
  exec {fd}>&-
  return "$code"
}

# http_read <descriptor>: REPLY is the status code of the answer that comes there. Fails without one in HTTP_SECONDS.
http_read() {
  local fd=$1 line status=''
  REPLY='' HTTP_BODY_LINE=''
  IFS= read -r -t "$HTTP_SECONDS" status <&"$fd" || return 1
  while IFS= read -r -t "$HTTP_SECONDS" line <&"$fd" && [[ $line != $'\r' && -n $line ]]; do :; done
  if [[ $status != *' 101 '* ]]; then IFS= read -r -t "$HTTP_SECONDS" HTTP_BODY_LINE <&"$fd" || :; fi
  [[ $status =~ ^HTTP/1\.[01]\ ([0-9]{3}) ]] || return 1
  REPLY=${BASH_REMATCH[1]}
}

# http_get <port> <path> [<cookie>]
http_get() {
  http_ask "$1" "GET $2 HTTP/1.1"$'\r\n'"Host: 127.0.0.1:$1"$'\r\n'"Accept: text/html"$'\r\n'"Connection: close"$'\r\n'"${3:+Cookie: $3$'\r\n'}"$'\r\n'
}

# http_poke <port> <path>: asks, and does not wait for the answer.
http_poke() {
  local fd
  { exec {fd}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 0
  { printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n' "$2" "$1" >&"$fd"; } 2>/dev/null || :
  exec {fd}>&-
}

# http_upgrade <port> <path> <cookie>: asks for a WebSocket.
http_upgrade() {
  http_ask "$1" "GET $2 HTTP/1.1"$'\r\n'"Host: 127.0.0.1:$1"$'\r\n'"Connection: Upgrade"$'\r\n'"Upgrade: websocket"$'\r\n'"Sec-WebSocket-Version: 13"$'\r\n'"Sec-WebSocket-Key: QmVydGggcHJvYmUga2V5IQ=="$'\r\n'"Cookie: $3"$'\r\n\r\n'
}

# http_body_is <text>: whether the first line of the last answer's body was this.
http_body_is() { [[ $HTTP_BODY_LINE == "$1" ]]; }
