#!/usr/bin/env bats
# What a host did: no wrong point after clocks were set, lines were cut, or the host was started again; and not without end.

setup() {
  load support/helpers
  berth_setup
  berth hello >/dev/null
  mkdir "$BERTH_HOME/history"
  boot=$(cut -c 1-8 /proc/sys/kernel/random/boot_id)
  # The moment of the last whole second since the start, by both clocks.
  read -r up _ </proc/uptime
  now=$(($(date +%s%3N) - 10#${up#*.} * 10))
  up=${up%.*}
}
teardown() { berth_teardown; }

# note <file> <seconds ago> [<boot>] [<ms that the clock was wrong>]: a line of then. One tick in ten is busy, a byte per second comes in.
note() {
  local then=$((up - $2)) boot_of=${3:-$boot} wrong=${4:-0}
  printf '\n1 %d %d.00 %s %d %d 1000 %d 500 400 9000 4000 %d 7 0.25 1 demo-1,10,20,30,0,0,%d .\n' \
    $((now - $2 * 1000 + wrong)) "$then" "$boot_of" $((then * 10)) $((then * 100)) $((500 + $2)) "$then" "$2" >>"$BERTH_HOME/history/$1"
}

@test "points lie where the clock of now says, whatever it said then, and cut lines and gaps make none" {
  local ago
  ((up > 4000)) || skip 'this machine was started an hour ago'
  # Of a boot before, whose clock was corrected in the middle of it.
  note minutes $((up - 60)) 0b0b0b0b -900000000
  note minutes $((up - 120)) 0b0b0b0b -90000
  note minutes $((up - 180)) 0b0b0b0b -90000
  for ago in 3600 3540; do note minutes "$ago"; done
  # A year ahead for three minutes.
  for ago in 3480 3420; do note minutes "$ago" "" 31536000000; done
  printf '\n1 %s 999' "$now" >>"$BERTH_HOME/history/minutes"
  for ago in 3360 3300; do note minutes "$ago"; done
  printf '\n1 %s 1 %s 0 0 0 0 0 0 0 0 0 0 - 0\n\nnonsense\n1 x x x x x x x x x x x x x x 0 .\n' "$now" "$boot" >>"$BERTH_HOME/history/minutes"
  for ago in 30 20 10; do note recent "$ago"; done
  note recent -50
  ask stats-history --from 0 --points 2000
  succeeds
  # What follows a gap has no share: the first lines of both files, and of the boot.
  is "d.value.points.map((p) => Math.round(($now - p.atMs) / 1000)).filter((ago) => ago < 86400).join()" 3540,3480,3420,3360,3300,20,10
  is 'd.value.points.every((p) => Math.abs(p.cpuShare - 0.1) < 0.001 && p.receivedBytesPerSecond === 1 && p.memoryPressureShare === 0.25)' true
  is 'd.value.points.at(-1).memoryUsedBytes' $(((1000 - 510) * 1024))
  is 'd.value.points.at(-1).instances[0].join()' demo-1,$((70 * 1024)),$((10 * 1024)),$((20 * 1024)),$((30 * 1024)),0,0,$((10 * 1024))
  is 'd.value.points.every((p, i, all) => i === 0 || p.atMs > all[i - 1].atMs)' true
  # Few points: averaged, and of memory the most.
  ask stats-history --from $((now - 3605000)) --points 10
  is "d.value.points.length <= 11 && d.value.points[0].instances[0][1] === $(((60 + 3540) * 1024))" true
}

@test "the files stay small, and somebody else's are left alone" {
  local index
  source "$scripts/lib/load.bash"
  set +u +E
  for ((index = 0; index < 40; index++)); do note minutes $((4000 - index * 60)); done
  printf '%02000d\n' 1 2 3 >>"$BERTH_HOME/history/minutes"
  PAST_MINUTES_LINES=10
  past_trim minutes
  (($(wc -l <"$BERTH_HOME/history/minutes") <= 21))
  PAST_BYTES_MOST=600 past_trim minutes
  (($(stat -c %s "$BERTH_HOME/history/minutes") <= 601))
  echo theirs >"$work/theirs"
  ln -s "$work/theirs" "$BERTH_HOME/history/recent"
  past_add recent 'a line'
  [[ $(<"$work/theirs") == theirs ]]
  ask stats-history --from 0 --points 10
  succeeds
}

@test "the keeper notes what the host and its instances take, once a look" {
  local deadline=$((SECONDS + 15))
  BERTH_KEEPER_SECONDS=1 start demo
  until ask stats-history --from 0 --points 10 && [[ $(value 'd.value.points.length > 0') == true ]]; do
    ((SECONDS <= deadline)) || { echo "$document" && cat "$BERTH_HOME"/history/minutes "$BERTH_HOME"/keeper/log && return 1; }
    sleep 0.2
  done
  is 'd.value.points.every((p) => p.instances.length === 1 && p.instances[0][0] === "demo" && p.instances[0][2] > 1e7 && p.memoryUsedBytes < p.memoryTotalBytes)' true
  is 'Math.abs(d.value.points.at(-1).memoryTotalBytes / process.getBuiltinModule("os").totalmem() - 1) < 0.001 && d.value.points.at(-1).diskTotalBytes > 1e6' true
  # The sum is what the budget is learned from.
  [[ $(<"$BERTH_HOME/instances/demo/memory") =~ ^[0-9]{13}\ ([0-9]+)\ .*\.$ ]]
  is "Math.abs(d.value.points.at(-1).instances[0][1] / ${BASH_REMATCH[1]} - 1) < 0.2" true
  stop demo
}
