# shellcheck shell=bash
# When this host warns, and whom: alerts/settings has the rules, alerts/delivery the addresses of notices, which may be secrets.
# Shares are counted in thousandths, times in seconds or epoch milliseconds.

# Kind -> `<1 when it is on> <raised above> <cleared below> <seconds>`; `-` where no figure says it.
declare -gA ALERT_RULES
declare -ga ALERT_KINDS=(cpu memory disk disk-forecast instance-crashed out-of-memory instance-suspended setup-broken certificate
  agent-waiting agent-ended agent-memory)
# mutedUntilMs, suspendsUnderPressure, webhookUrl, ntfyUrl; what is not set is empty.
declare -gA ALERT_OPTIONS
ALERT_URL_BYTES_MOST=2048

alert_rules_default() {
  local kind
  ALERT_RULES=() ALERT_OPTIONS=([mutedUntilMs]='' [suspendsUnderPressure]='' [webhookUrl]='' [ntfyUrl]='')
  for kind in "${ALERT_KINDS[@]}"; do ALERT_RULES[$kind]='1 - - 0'; done
  # A compiler may take all there is for a while; memory that is gone is felt at once; a disk does not waver.
  ALERT_RULES[cpu]='1 800 700 300'
  ALERT_RULES[memory]='1 850 800 120'
  ALERT_RULES[disk]='1 900 850 0'
  # nginx may be about to read another configuration.
  ALERT_RULES["setup-broken"]='1 - - 60'
}

alert_rule_set() { ALERT_RULES["$1"]=$2; }
alert_option_set() { ALERT_OPTIONS["$1"]=$2; }

# alert_rules_read: fills ALERT_RULES and ALERT_OPTIONS; what is missing or damaged is at its default. Returns as settings_read.
alert_rules_read() {
  local kind code=0
  alert_rules_default
  settings_read "$BERTH_HOME/alerts/settings" || code=$?
  for kind in "${ALERT_KINDS[@]}"; do
    if alert_rule_check "$kind" "${SETTINGS[$kind]-}"; then ALERT_RULES[$kind]=${SETTINGS[$kind]}; fi
  done
  if [[ ${SETTINGS[mutedUntilMs]-} =~ ^[1-9][0-9]{0,14}$ ]]; then ALERT_OPTIONS[mutedUntilMs]=${SETTINGS[mutedUntilMs]}; fi
  if [[ ${SETTINGS[suspendsUnderPressure]-} == 1 ]]; then ALERT_OPTIONS[suspendsUnderPressure]=1; fi
  settings_read "$BERTH_HOME/alerts/delivery" || :
  for kind in webhookUrl ntfyUrl; do
    if alert_url_check "${SETTINGS[$kind]-}"; then ALERT_OPTIONS[$kind]=${SETTINGS[$kind]}; fi
  done
  return "$code"
}

# alert_rule_check <kind> <rule>: fails with REPLY saying what is expected.
alert_rule_check() {
  local raised cleared seconds
  REPLY="The rule of $1 must be on or off, two shares where a figure says it, and at most a day."
  [[ $2 =~ ^[01]\ (-|[1-9][0-9]{1,3})\ (-|0|[1-9][0-9]{0,3})\ (0|[1-9][0-9]{0,4})$ ]] || return 1
  raised=${BASH_REMATCH[1]} cleared=${BASH_REMATCH[2]} seconds=${BASH_REMATCH[3]}
  ((seconds <= 86400)) || return 1
  case $1 in
    cpu | memory | disk)
      [[ $raised != - && $cleared != - ]] && ((raised >= 50 && raised <= 1000)) || return 1
      REPLY="An alert of $1 must be cleared at no more than what raises it."
      ((cleared <= raised))
      ;;
    *) [[ $raised == - && $cleared == - ]] ;;
  esac
}

# alert_url_check <url>: nothing in it may end a quoted text, or a line, of what curl reads.
alert_url_check() {
  [[ $1 =~ ^https?://[!-~]+$ && $1 != *[\"\\]* ]] && ((${#1} <= ALERT_URL_BYTES_MOST))
}

# alert_rules_write: writes both files; the one of addresses is there only while there is one.
alert_rules_write() {
  local kind
  settings_forget
  for kind in "${ALERT_KINDS[@]}"; do SETTINGS["$kind"]=${ALERT_RULES[$kind]}; done
  for kind in "${!ALERT_OPTIONS[@]}"; do SETTINGS["$kind"]=${ALERT_OPTIONS[$kind]}; done
  folder_make "$BERTH_HOME/alerts" 2>/dev/null || return 1
  settings_write "$BERTH_HOME/alerts/settings" "${ALERT_KINDS[@]}" mutedUntilMs suspendsUnderPressure || return 1
  if [[ -n ${ALERT_OPTIONS[webhookUrl]}${ALERT_OPTIONS[ntfyUrl]} ]]; then
    settings_write "$BERTH_HOME/alerts/delivery" webhookUrl ntfyUrl
  else
    file_drop "$BERTH_HOME/alerts/delivery"
  fi
}

# alerts_are_delivered: true while notices are to be sent from here, also when nothing runs and nobody is connected.
alerts_are_delivered() { [[ -f $BERTH_HOME/alerts/delivery && ! -L $BERTH_HOME/alerts/delivery ]]; }

# alert_rules_row: REPLY is the JSON of what was read.
alert_rules_row() {
  local kind rules='' is_enabled raised cleared seconds row
  for kind in "${ALERT_KINDS[@]}"; do
    read -r is_enabled raised cleared seconds <<<"${ALERT_RULES[$kind]}"
    if ((is_enabled)); then is_enabled=true; else is_enabled=false; fi
    alert_share "$raised"
    raised=$REPLY
    alert_share "$cleared"
    rules+="${rules:+,}\"$kind\":{\"isEnabled\":$is_enabled,\"raisedAboveShare\":$raised,\"clearedBelowShare\":$REPLY,\"durationSeconds\":$seconds}"
  done
  json_string_or_null "${ALERT_OPTIONS[webhookUrl]}"
  row="{\"rules\":{$rules},\"delivery\":{\"webhookUrl\":$REPLY"
  json_string_or_null "${ALERT_OPTIONS[ntfyUrl]}"
  row+=",\"ntfyUrl\":$REPLY},\"mutedUntilMs\":${ALERT_OPTIONS[mutedUntilMs]:-null},\"suspendsUnderPressure\":"
  if [[ -n ${ALERT_OPTIONS[suspendsUnderPressure]} ]]; then REPLY="${row}true}"; else REPLY="${row}false}"; fi
}

# alert_share <thousandths or ->: REPLY is the share as a JSON number, or null.
alert_share() {
  if [[ $1 =~ ^[0-9]+$ ]]; then printf -v REPLY '%d.%03d' $(($1 / 1000)) $(($1 % 1000)); else REPLY=null; fi
}
