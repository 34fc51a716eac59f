# shellcheck shell=bash
# Waiting until a started code-server answers, and noticing at once when it never will.

# How long it may take; tests shorten it.
BERTH_HEALTHZ_SECONDS=${BERTH_HEALTHZ_SECONDS:-60}

# How often a code-server that gave itself up is started again.
START_HURRIES_MOST=3

# start_healthz: returns 1 when it is worth another try: somebody else was quicker to take the port, or the host was too slow.
start_healthz() {
  local title='Waiting until VS Code answers' round=0 pause_seconds deadline=$((SECONDS + BERTH_HEALTHZ_SECONDS))
  step healthz started "$title"
  while :; do
    if ! process_start_ticks "${START[pid]}" || [[ $REPLY != "${START[startTicks]}" ]]; then
      healthz_explain_death && return 1
    fi
    if http_get "${START[port]}" /healthz && [[ $REPLY == 200 ]]; then
      # The first question for a page makes code-server load VS Code, 150 ms; it may do so while its listener is looked at.
      if [[ -z ${START[isPoked]-} ]]; then http_poke "${START[port]}" /; fi
      START[isPoked]=1
      if claim_is_held_by_mark "${START[port]}" "${START[id]}"; then
        step healthz 'done' "$title"
        return 0
      fi
    fi
    if [[ -e ${START[folder]}/cancel ]]; then
      start_fail start-failed healthz 'The start was called off by a stop.' 'Start it again when you want it.'
    fi
    if ((SECONDS > deadline)); then
      start_fail start-failed healthz "VS Code did not answer within $BERTH_HEALTHZ_SECONDS s." 'Read the log below, then try again.'
    fi
    # A look takes 0.4 ms of processor, and twelve may be looking: the longer it takes, the seldomer.
    round=$((round < 180 ? round + 1 : round))
    printf -v pause_seconds '0.%03d' $((10 + round / 2))
    pause "$pause_seconds"
  done
}

# healthz_explain_death: succeeds when another try may help; any other death fails the start.
healthz_explain_death() {
  local started_ms=${START[startedAtMs]}
  file_tail "${START[folder]}/log"
  if [[ $REPLY == *EADDRINUSE* ]]; then
    START["tried"]+="${START[port]} "
    return 0
  fi
  # Its two processes give one another 10 s to say hello, which a dozen starting on one processor may exceed.
  if [[ $REPLY == *'error timed out'* ]] && ((${START[hurries]:-0} < START_HURRIES_MOST)); then
    START[hurries]=$((${START[hurries]:-0} + 1))
    return 0
  fi
  # What an earlier run ended by may still lie there.
  if ! ended_read "${START[id]}" || ((${ENDED[atMs]:-0} < started_ms)); then ENDED=([reason]=killed [signal]=SIGKILL); fi
  if [[ ${ENDED[reason]} == out-of-memory || ${ENDED[signal]} == SIGKILL ]]; then
    start_fail out-of-memory healthz 'VS Code was killed while it started, most likely for want of memory.' \
      'Stop an instance you do not need, then try again.'
  fi
  start_fail start-failed healthz "VS Code ended with exit code ${ENDED[exitCode]} before it answered." 'Read the log below, then try again.'
}
