# shellcheck shell=bash
# What the keeper does about alerts: it looks, sends notices, and puts idle instances to sleep when memory is short.

# A look is due with each of the keeper's own; `alerts-look` may have been quicker by a moment.
ALERT_KEEPER_MS=20000
# One instance at a time: what it gave back shows in the next look.
ALERT_RELIEF_MS=55000
declare -gA MEMORY

alerts_keeper() {
  local -A RECORD=()
  alerts_look "$ALERT_KEEPER_MS"
  if alerts_relieve; then alerts_look 0; fi
  alerts_deliver_aside
}

# alerts_relieve: suspends the instance that is idle the longest, when memory is short and that is wanted; fails when it did not.
alerts_relieve() {
  local id now used limit
  alert_rules_read || :
  [[ -n ${ALERT_OPTIONS[suspendsUnderPressure]} ]] || return 1
  memory_read
  ((MEMORY[MemTotal] > 0)) || return 1
  used=$(((MEMORY[MemTotal] - MEMORY[MemAvailable]) * 1000 / MEMORY[MemTotal]))
  read -r _ limit _ <<<"${ALERT_RULES[memory]}"
  ((used > limit)) || return 1
  now_ms
  now=$REPLY
  if file_read "$BERTH_HOME/alerts/relieved" && [[ $REPLY =~ ^[1-9][0-9]{0,14}$ ]] && ((now >= REPLY && now - REPLY < ALERT_RELIEF_MS)); then return 1; fi
  alerts_find_idlest "$now"
  id=$REPLY
  [[ -n $id ]] && file_put "$BERTH_HOME/alerts/relieved" "$now"$'\n' || return 1
  keeper_note "memory is short, so $id, which is idle, is suspended"
  keeper_verb instance-suspend --id "$id" --idle
  record_read "$id" && [[ ${RECORD[state]} == suspended ]] || return 1
  alerts_event pressure "$id" "$used"
}

# alerts_find_idlest <now>: REPLY is the instance that is idle the longest, or empty. One that was told never to sleep is left alone.
alerts_find_idlest() {
  local id found='' since=0
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    if ! record_read "$id" || [[ ${RECORD[state]} != running ]] || ! alerts_may_sleep "$id"; then continue; fi
    idle_read "$id"
    ((IDLE_SINCE_MS > 0 && $1 - IDLE_LOOKED_MS < 5 * IDLE_MINUTE_MS)) || continue
    if ((since == 0 || IDLE_SINCE_MS < since)); then since=$IDLE_SINCE_MS found=$id; fi
  done
  REPLY=$found
}

# alerts_may_sleep <id>: false when its own settings say never, or cannot be read: they may say so.
alerts_may_sleep() {
  local code=0
  settings_read "$BERTH_HOME/instances/$1/settings" || code=$?
  ((code <= 1)) && [[ ${SETTINGS[idleMinutes]-} != 0 ]]
}
