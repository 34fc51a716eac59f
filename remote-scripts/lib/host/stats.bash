# shellcheck shell=bash
# Readings of the host, those from /proc without a process per value.

declare -gA MEMORY
BERTH_CPU_SPARE=''
BERTH_CPU_BEFORE=''
BERTH_CPU_BEFORE_MS=0

# memory_read: fills MEMORY from /proc/meminfo, in bytes.
memory_read() {
  local key value
  MEMORY=([MemTotal]=0 [MemAvailable]=0 [SwapTotal]=0 [SwapFree]=0)
  while read -r key value _; do
    key=${key%:}
    if [[ -n ${MEMORY[$key]-} ]]; then MEMORY[$key]=$((value * 1024)); fi
  done </proc/meminfo
}

# cpu_read: REPLY is `<busy ticks> <all ticks>` since boot.
cpu_read() {
  local user nice system idle waiting irq softirq steal busy
  read -r _ user nice system idle waiting irq softirq steal _ </proc/stat
  busy=$((user + nice + system + irq + softirq + steal))
  REPLY="$busy $((busy + idle + waiting))"
}

# stats_remember: keeps a reading in the runner, so that the next call needs not wait for a second one.
stats_remember() {
  BERTH_CPU_SPARE="$BERTH_CPU_BEFORE $BERTH_CPU_BEFORE_MS"
  cpu_read
  BERTH_CPU_BEFORE=$REPLY
  now_ms
  BERTH_CPU_BEFORE_MS=$REPLY
}

# cpu_used_share: REPLY is the share of all cores in use since the last call, or over 200 ms when that was too long ago.
cpu_used_share() {
  local before=${BERTH_CPU_SPARE% *} before_ms=${BERTH_CPU_SPARE##* } busy all
  now_ms
  if [[ -z $before ]] || ((REPLY - before_ms < 500 || REPLY - before_ms > 60000)); then
    cpu_read
    before=$REPLY
    pause 0.2
  fi
  cpu_read
  busy=$((${REPLY% *} - ${before% *}))
  all=$((${REPLY#* } - ${before#* }))
  if ((all <= 0 || busy < 0)); then
    REPLY=0
  else
    ((busy <= all)) || busy=$all
    printf -v REPLY '%d.%04d' $((busy / all)) $((busy * 10000 / all % 10000))
  fi
}

# core_count: REPLY is the number of cores of the host.
core_count() {
  local name count=0
  while read -r name _; do
    if [[ $name == cpu[0-9]* ]]; then count=$((count + 1)); fi
  done </proc/stat
  REPLY=$count
}

# disk_free_bytes <folder>: REPLY is what this user may still write there; 0 where the file system does not answer.
disk_free_bytes() {
  local blocks
  blocks=$(timeout 5 stat -f -c '%a %S' -- "$1") || blocks='0 0'
  REPLY=$((${blocks% *} * ${blocks#* }))
}
