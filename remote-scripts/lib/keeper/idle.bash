# shellcheck shell=bash
# Whether a running instance is idle: no tab, and nothing at work in it. A tab shows in code-server's own heartbeat and in the
# connections to its port: its heartbeat stops while a tab only keeps a WebSocket, when its timer fires a millisecond early.
# instances/<id>/idle, written by the keeper: `<since when it is idle, or 0> <when it was last worked in> <processor ticks of
# all its processes> <when it was looked at>`, times in epoch milliseconds.

# A minute in milliseconds; tests shorten it.
IDLE_MINUTE_MS=${BERTH_MINUTE_MS:-60000}
# More than this share of one processor is work: idle language servers were seen to take up to 2 %.
IDLE_PERCENT_MOST=5
# The kernel tells times in hundredths of a second on every machine that has systemd.
IDLE_TICK_MS=10

# idle_read <id>: sets IDLE_SINCE_MS, IDLE_WORK_MS, IDLE_TICKS and IDLE_LOOKED_MS; all 0 when nothing was noted of this run. Needs
# RECORD.
idle_read() {
  local path=$BERTH_HOME/instances/$1/idle content=''
  IDLE_SINCE_MS=0 IDLE_WORK_MS=0 IDLE_TICKS=0 IDLE_LOOKED_MS=0
  [[ -f $path && ! -L $path && -r $path ]] || return 0
  { IFS= read -r -n 80 content <"$path" || :; } 2>/dev/null
  [[ $content =~ ^([0-9]{1,14})\ ([0-9]{1,14})\ ([0-9]{1,14})\ ([0-9]{1,14})$ ]] || return 0
  ((BASH_REMATCH[4] >= ${RECORD[startedAtMs]:-0})) || return 0
  IDLE_SINCE_MS=${BASH_REMATCH[1]} IDLE_WORK_MS=${BASH_REMATCH[2]} IDLE_TICKS=${BASH_REMATCH[3]} IDLE_LOOKED_MS=${BASH_REMATCH[4]}
}

# idle_look <id>: looks at the running instance of RECORD and notes what it saw; IDLE_SINCE_MS is 0 when it is not idle. Needs
# sweep_find.
idle_look() {
  local since work_ms ticks_before looked_ms now heartbeat_ms
  idle_read "$1"
  work_ms=$IDLE_WORK_MS ticks_before=$IDLE_TICKS looked_ms=$IDLE_LOOKED_MS
  now_ms
  now=$REPLY
  idle_heartbeat "${RECORD[port]}" "$now"
  heartbeat_ms=$REPLY
  work_find "$1"
  # A connection is remembered like work: the heartbeat may be older than a tab that was closed this moment.
  if [[ -n $REPLY ]] || work_is_busy "$((WORK_TICKS - ticks_before))" "$looked_ms" "$now" || idle_is_connected "${RECORD[port]}"; then
    work_ms=$now
  fi
  since=${RECORD[startedAtMs]:-$now}
  ((since >= work_ms)) || since=$work_ms
  ((since >= heartbeat_ms)) || since=$heartbeat_ms
  # An open tab beats once a minute.
  if ((work_ms == now || now - heartbeat_ms < IDLE_MINUTE_MS * 3 / 2)); then since=0; fi
  IDLE_SINCE_MS=$since IDLE_WORK_MS=$work_ms IDLE_TICKS=$WORK_TICKS IDLE_LOOKED_MS=$now
  file_put "$BERTH_HOME/instances/$1/idle" "$since $work_ms $WORK_TICKS $now"$'\n' || :
}

# work_is_busy <ticks since the last look> <when that was> <now>: true when the processes took more than their share.
work_is_busy() {
  # In doubt it is work, and the first look cannot tell.
  (($2 > 0)) || return 0
  # A few ticks say nothing: two looks may follow one another at once.
  (($1 > 10)) || return 1
  (($1 * IDLE_TICK_MS * 100 > ($3 - $2) * IDLE_PERCENT_MOST))
}

# idle_heartbeat <port> <now>: REPLY is when code-server last saw a tab, 0 for never, and now when that cannot be told.
idle_heartbeat() {
  local form='"lastHeartbeat":([0-9]{1,14})[,}]'
  if ! http_get "$1" /healthz || [[ $REPLY != 200 || ! $HTTP_BODY_LINE =~ $form ]]; then
    REPLY=$2
    return
  fi
  REPLY=$((10#${BASH_REMATCH[1]}))
  # The host's clock may have been put back.
  if ((REPLY > $2)); then REPLY=$2; fi
}

# idle_is_connected <port>: true when somebody holds a connection to it.
idle_is_connected() {
  local hex
  printf -v hex '%04X' "$1"
  grep -qsE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F:]+ 01 " /proc/net/tcp /proc/net/tcp6
}

# idle_is_over <minutes>: true when the instance that was looked at has been idle for so long.
idle_is_over() {
  ((IDLE_SINCE_MS > 0 && IDLE_LOOKED_MS - IDLE_SINCE_MS >= $1 * IDLE_MINUTE_MS))
}

# instance_idle_seconds <id>: REPLY is for how long it had been idle when the keeper looked last, 0 when it was not; empty when
# nobody looks. Needs RECORD.
instance_idle_seconds() {
  local now
  idle_read "$1"
  now_ms
  now=$REPLY
  REPLY=''
  # Of what a keeper saw that is gone by now, nothing follows.
  ((IDLE_LOOKED_MS > 0 && now - IDLE_LOOKED_MS < 5 * IDLE_MINUTE_MS)) || return 0
  REPLY=0
  if ((IDLE_SINCE_MS > 0)); then REPLY=$(((IDLE_LOOKED_MS - IDLE_SINCE_MS) / 1000)); fi
}
