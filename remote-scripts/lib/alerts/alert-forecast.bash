# shellcheck shell=bash
# When a disk will be full, from how it filled in the last hours. alerts/disks: `<disk> <ms> <used kilobytes> <all kilobytes>`, the
# oldest first, one line per disk every ten minutes, for six hours.

ALERT_DISK_STEP_MS=600000
ALERT_DISK_SPAN_MS=21600000
ALERT_DISK_BYTES_MOST=262144

# By disk: the hours until it is full, at most 999.
declare -gA ALERT_HOURS

# alert_value_forecast <now>: needs ALERT_DISKS.
alert_value_forecast() {
  local disk value hours
  ALERT_HOURS=()
  alert_disks_note "$1"
  while read -r disk value hours; do
    [[ -n ${ALERT_DISKS[$disk]-} && $value =~ ^[0-9]+$ ]] || continue
    alert_value "disk-forecast:$disk" "$value"
    ALERT_HOURS[$disk]=$hours
  done < <(alert_forecast)
}

# alert_hours <disk>: prints when it is full.
alert_hours() {
  local hours=${ALERT_HOURS[$1]-0}
  if ((hours <= 1)); then echo 'an hour'; else echo "$hours hours"; fi
}

# alert_disks_note <now>: adds what ALERT_DISKS says where it is time, and drops what is too old, or of a clock that was put back.
alert_disks_note() {
  local now=$1 disk ms used total content='' kept='' is_changed=''
  local -A last=()
  if [[ -f $BERTH_HOME/alerts/disks && ! -L $BERTH_HOME/alerts/disks ]]; then
    { IFS= read -r -d '' -N "$ALERT_DISK_BYTES_MOST" content <"$BERTH_HOME/alerts/disks" || :; } 2>/dev/null
  fi
  while read -r disk ms used total; do
    [[ -n $disk ]] || continue
    if [[ ! "$ms $used $total" =~ ^[1-9][0-9]{0,14}\ [0-9]{1,15}\ [1-9][0-9]{0,14}$ ]] || ((ms > now || now - ms > ALERT_DISK_SPAN_MS)); then
      is_changed=1
      continue
    fi
    kept+="$disk $ms $used $total"$'\n'
    last[$disk]=$ms
  done <<<"$content"
  for disk in "${!ALERT_DISKS[@]}"; do
    if [[ -z ${last[$disk]-} ]] || ((now - last[$disk] >= ALERT_DISK_STEP_MS)); then
      kept+="$disk $now ${ALERT_DISKS[$disk]}"$'\n'
      is_changed=1
    fi
  done
  [[ -z $is_changed ]] || file_put "$BERTH_HOME/alerts/disks" "$kept" || :
}

# alert_forecast: one line `<disk> <1000|500|0> <hours>` per disk. 1000: at this pace, a straight line through what was noted, it is
# full within 24 hours; 500: within 36, which neither raises nor clears. Told only of a line that is one: six points over an hour at
# least, four fifths of what moved lie on it, and what it grew is more than half a percent of the disk.
alert_forecast() {
  awk '
    NF == 4 && $4 > 0 {
      if (!($1 in count)) { first_ms[$1] = $2; first_kb[$1] = $3; names[++name_count] = $1 }
      x = ($2 - first_ms[$1]) / 3600000; y = $3 - first_kb[$1]
      count[$1]++; sum_x[$1] += x; sum_y[$1] += y; sum_xx[$1] += x * x; sum_xy[$1] += x * y; sum_yy[$1] += y * y
      span[$1] = x; grown[$1] = y; left[$1] = $4 - $3; total[$1] = $4
    }
    END {
      for (place = 1; place <= name_count; place++) {
        name = names[place]; n = count[name]; value = 0; hours = 999
        across = n * sum_xx[name] - sum_x[name] * sum_x[name]
        along = n * sum_xy[name] - sum_x[name] * sum_y[name]
        up = n * sum_yy[name] - sum_y[name] * sum_y[name]
        if (n >= 6 && span[name] >= 0.99 && along > 0 && along * along >= 0.8 * across * up && grown[name] * 200 >= total[name]) {
          hours = left[name] / (along / across)
          if (hours <= 24) value = 1000; else if (hours <= 36) value = 500
          if (hours > 999) hours = 999
        }
        printf "%s %d %d\n", name, value, hours
      }
    }' "$BERTH_HOME/alerts/disks" 2>/dev/null || :
}
