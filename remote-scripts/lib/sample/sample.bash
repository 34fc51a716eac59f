# shellcheck shell=bash
# Readings of the host for as long as a desktop looks: bash keeps the time, hears the desktop, and tells awk which processes there are;
# awk reads and tells. No process is started for a process, and none for a tick; the disks take two every half minute.

# Set by the runner in the mode `sample`.
SAMPLE_IS_STREAM=''
sample_open() { SAMPLE_IS_STREAM=1; }
sample_is_open() { [[ -n $SAMPLE_IS_STREAM ]]; }

# A link that died unheard says nothing for ever.
BERTH_SAMPLE_SILENCE=${BERTH_SAMPLE_SILENCE:-60}
# In hundredths of a second, by the kernel's clock, which nobody sets: between two readings; for the first rates; between looks at disks.
SAMPLE_INTERVAL=500
SAMPLE_FIRST=50
SAMPLE_DISKS_EVERY=3000
# An awk that ends more often in half a minute has another reason than a process that went away.
SAMPLE_ENDS_MOST=5
SAMPLE_LAST=0 SAMPLE_DUE=0 SAMPLE_HEARD=0 SAMPLE_PROCESSES=no SAMPLE_LINE=''

# sample_clock: REPLY is hundredths of a second since boot.
sample_clock() {
  local up
  read -r up _ </proc/uptime
  REPLY=$((10#${up/./}))
}

# sample_interval <seconds>
sample_interval() {
  local whole=${1%%.*} part=''
  if [[ $1 == *.* ]]; then part=${1#*.}; fi
  part=${part}00
  SAMPLE_INTERVAL=$((10#$whole * 100 + 10#${part:0:2}))
  ((SAMPLE_INTERVAL >= 5)) || SAMPLE_INTERVAL=5
}

# sample_run <seconds> <yes|no>
sample_run() {
  local now is_pending=0 is_first=1 disks_due=0 ends=0 ends_since=0 code
  SAMPLE_PROCESSES=$2
  sample_interval "$1"
  cd /proc || return 1
  folder_make "$BERTH_HOME/history" 2>/dev/null || :
  sample_awk_options
  sample_awk_begin "$SAMPLE_PROCESSES"
  sample_clock
  SAMPLE_HEARD=$REPLY SAMPLE_DUE=$REPLY
  while :; do
    sample_clock
    now=$REPLY
    if ((now - SAMPLE_HEARD > BERTH_SAMPLE_SILENCE * 100)) || ! sample_is_home_left; then break; fi
    if ((!is_pending && now >= SAMPLE_DUE)); then
      if ((now >= disks_due)); then
        disks_due=$((now + SAMPLE_DISKS_EVERY))
        sample_disks_ask
      fi
      sample_disks_hear
      if ((is_first)); then sample_tick base; else sample_tick tell; fi
      SAMPLE_LAST=$now SAMPLE_DUE=$((now + SAMPLE_INTERVAL)) is_pending=1
      if ((is_first && SAMPLE_INTERVAL > SAMPLE_FIRST)); then SAMPLE_DUE=$((now + SAMPLE_FIRST)); fi
      is_first=0
    fi
    code=0
    if ((is_pending)); then
      sample_answer || code=$?
      if ((code == 0)); then
        is_pending=0
        if sample_awk_is_worn; then
          sample_awk_begin "$SAMPLE_PROCESSES"
          is_first=1 disks_due=0 SAMPLE_DUE=$now
        fi
      elif ((code == 2)); then
        if ((now - ends_since > 3000)); then ends=0 ends_since=$now; fi
        ((ends++ < SAMPLE_ENDS_MOST)) || sample_fail
        sample_awk_begin "$SAMPLE_PROCESSES"
        is_pending=0 is_first=1 disks_due=0
        SAMPLE_DUE=$now
        continue
      fi
    fi
    sample_clock
    now=$REPLY
    if ((is_pending || now >= SAMPLE_DUE)); then sample_hear 1 || break; else sample_hear $((SAMPLE_DUE - now)) || break; fi
  done
  sample_awk_end
}

# The failure tells the client; what awk itself said is in the log.
sample_fail() {
  sample_awk_end
  fail_with script-failed script 'The readings of this server ended again and again.' 'Try again; if it happens again, report the log.'
}

sample_is_home_left() { [[ -d $BERTH_HOME && -e $BERTH_LIB/load.bash ]]; }

# sample_hear <hundredths of a second>: waits for a line of the client for so long; fails at the end of what it sends.
sample_hear() {
  local seconds part='' code=0
  printf -v seconds '%d.%02d' $(($1 / 100)) $(($1 % 100))
  IFS= read -r -t "$seconds" -n 200 part || code=$?
  SAMPLE_LINE+=$part
  if ((code > 128)); then return 0; elif ((code)); then return 1; fi
  sample_clock
  SAMPLE_HEARD=$REPLY
  part=$SAMPLE_LINE SAMPLE_LINE=''
  case $part in
    'processes yes' | 'processes no')
      SAMPLE_PROCESSES=${part#processes }
      sample_tell $'o\t'"$SAMPLE_PROCESSES"$'\n'
      ;;
    'interval '*)
      part=${part#interval }
      if sample_is_interval "$part"; then
        sample_interval "$part"
        SAMPLE_DUE=$((SAMPLE_LAST + SAMPLE_INTERVAL))
      fi
      ;;
  esac
}

# sample_is_interval <text>: a number of seconds that makes sense.
sample_is_interval() { [[ $1 =~ ^[0-9]{1,3}(\.[0-9]{1,3})?$ ]]; }
