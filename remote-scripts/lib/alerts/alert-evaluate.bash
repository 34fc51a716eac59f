# shellcheck shell=bash
# From what was seen to what changed: rules, durations, hysteresis. Reads nothing of the host, so that every case has a test.

# What was seen, `<kind>:<what of it>` -> thousandths; what is or is not, is 1000 or 0.
declare -gA ALERT_VALUES
# Kinds, and single keys, of which nothing can be said in this look: they stay as they are.
declare -gA ALERT_UNKNOWN
# `<raised|cleared|off> <key> <thousandths>`: what alert_evaluate found; off: cleared, because nobody wants to know of it any more.
declare -ga ALERT_CHANGES
# Without a look for so long, nothing is known of the time between.
ALERT_GAP_MS=180000
# A look may come a little early.
ALERT_SLACK_MS=5000

alert_values_forget() { ALERT_VALUES=() ALERT_UNKNOWN=(); }

# alert_value <key> <thousandths>, alert_unknown <kind or key>…: what a look has seen.
alert_value() { ALERT_VALUES["$1"]=$2; }
alert_unknown() {
  local key
  for key in "$@"; do ALERT_UNKNOWN["$key"]=1; done
}

# alert_evaluate <now>: turns ALERT_VALUES into ALERT_CHANGES and makes ALERT_CONDITIONS agree. Needs ALERT_RULES and ALERT_FACTS.
alert_evaluate() {
  local key kind phase is_continuous=0 looked_ms=${ALERT_FACTS[lookedMs]:-0}
  ALERT_CHANGES=()
  if (($1 >= looked_ms && $1 - looked_ms <= ALERT_GAP_MS)); then is_continuous=1; fi
  for key in "${!ALERT_VALUES[@]}"; do alert_evaluate_one "$key" "${ALERT_VALUES[$key]}" "$1" "$is_continuous"; done
  # What is not there any more, a disk or an instance, is no trouble either.
  for key in "${!ALERT_CONDITIONS[@]}"; do
    kind=${key%%:*}
    [[ -z ${ALERT_VALUES[$key]-} && -z ${ALERT_UNKNOWN[$kind]-} && -z ${ALERT_UNKNOWN[$key]-} ]] || continue
    phase=${ALERT_CONDITIONS[$key]%% *}
    if [[ $phase != rising ]]; then ALERT_CHANGES+=("cleared $key 0"); fi
    unset "ALERT_CONDITIONS[$key]"
  done
}

# alert_evaluate_one <key> <thousandths> <now> <1 when there was a look a moment ago>
alert_evaluate_one() {
  local key=$1 value=$2 now=$3 phase since number is_enabled raised cleared seconds
  read -r is_enabled raised cleared seconds <<<"${ALERT_RULES["${key%%:*}"]}"
  [[ $raised != - ]] || raised=500
  [[ $cleared != - ]] || cleared=500
  read -r phase since number <<<"${ALERT_CONDITIONS[$key]:-calm 0 0}"
  # The clock may have been put back.
  ((since <= now)) || since=$now
  if ((!is_enabled)); then
    [[ $phase != raised && $phase != falling ]] || ALERT_CHANGES+=("off $key $value")
    unset "ALERT_CONDITIONS[$key]"
    return 0
  fi
  case $phase in
    calm | rising)
      if ((value <= raised)); then
        unset "ALERT_CONDITIONS[$key]"
        return 0
      fi
      [[ $phase == rising ]] && (($4)) || since=$now
      if ((now - since + ALERT_SLACK_MS >= seconds * 1000)); then
        ALERT_CONDITIONS["$key"]="raised $now 0"
        ALERT_CHANGES+=("raised $key $value")
      else
        ALERT_CONDITIONS["$key"]="rising $since 0"
      fi
      ;;
    *)
      if ((value >= cleared)); then
        ALERT_CONDITIONS["$key"]="raised $since $number"
        return 0
      fi
      [[ $phase == falling ]] && (($4)) || since=$now
      if ((now - since + ALERT_SLACK_MS >= seconds * 1000)); then
        unset "ALERT_CONDITIONS[$key]"
        ALERT_CHANGES+=("cleared $key $value")
      else
        ALERT_CONDITIONS["$key"]="falling $since $number"
      fi
      ;;
  esac
}
