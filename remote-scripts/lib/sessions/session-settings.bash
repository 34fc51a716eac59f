# shellcheck shell=bash
# sessions/settings: how many agents this host runs at most, and when idle ones are stopped.

declare -gA SESSION_SETTINGS
# Agents of all users, where nobody set it; tests that run side by side shift it.
BERTH_MOST_AGENTS_OF_ALL=${BERTH_MOST_AGENTS_OF_ALL:-4}

# session_settings_read: fills SESSION_SETTINGS; what is missing or damaged is at its default.
session_settings_read() {
  local line key value
  SESSION_SETTINGS=([mostAgents]=2 [mostAgentsOfAll]=$BERTH_MOST_AGENTS_OF_ALL [idleStopMinutes]=0)
  file_read "$BERTH_HOME/sessions/settings" || return 0
  while IFS= read -r line; do
    key=${line%%=*} value=${line#*=}
    if session_setting_is_good "$key" "$value"; then SESSION_SETTINGS[$key]=$value; fi
  done <<<"$REPLY"
}

# session_setting_is_good <key> <value>
session_setting_is_good() {
  [[ $2 =~ ^(0|[1-9][0-9]{0,5})$ ]] || return 1
  case $1 in
    mostAgents) (($2 >= 1 && $2 <= 64)) ;;
    mostAgentsOfAll) (($2 >= 1 && $2 <= 256)) ;;
    idleStopMinutes) (($2 <= 10080)) ;;
    *) return 1 ;;
  esac
}

# session_settings_row: REPLY is `sessionSettings` of the contract. After session_settings_read.
session_settings_row() {
  REPLY="{\"mostAgents\":${SESSION_SETTINGS[mostAgents]},\"mostAgentsOfAll\":${SESSION_SETTINGS[mostAgentsOfAll]},\"idleStopMinutes\":${SESSION_SETTINGS[idleStopMinutes]}}"
}
