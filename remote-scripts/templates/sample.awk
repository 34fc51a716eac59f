# The sampler's reader of /proc, its working folder: bash (lib/sample/sample.bash) tells it on stdin which processes there are and what
# it found of new ones; what a desktop is to hear goes to stdout, what bash is to do to `reply`. Fields are separated by tabs.
# For any awk: mawk needs `-W interactive`, cuts lines at 4,096 bytes then, and ends at a read error, which a process that goes away
# between opening and reading is; bash begins it anew then.
#
#   b <boot id> <bytes of a page> <pss per tick>    who it is
#   u <uid> <name>                                  a user that is not in /etc/passwd
#   o yes|no                                        whether processes are told; `yes` begins with all of them
#   n                                               forgets all file systems
#   m <index> <major:minor> <device name> <1 when it holds the home> <path as JSON> <device as JSON>
#   d <index> <block bytes> <blocks> <available> <free>
#   p <pids>                                        those that are there, in several lines
#   t <epoch ms> <what for>                         reads; answers `?` and the pids that bash is to look into
#                                                   what for: `base` tells nothing yet, `tell` tells, `note` is for the history alone
#   l <pid> <kind> <owner> <role> <command as JSON>
#   e                                               tells; before that, `h` and a line for the history, every ten seconds

BEGIN {
  FS = "\t"
  if (reply == "") reply = "/proc/self/fd/3"
  text_begin()
  while ((getline line < "/etc/passwd") > 0) {
    split(line, part, ":")
    if (!(part[3] in userNames)) userNames[part[3]] = quote(part[1])
  }
  close("/etc/passwd")
  untoldCount = 0
}

$1 == "p" {
  count = split($2, part, " ")
  for (at = 1; at <= count; at++) pids[++pidCount] = part[at]
  next
}
$1 == "t" { tick_begin($2, $3); next }
$1 == "l" { look_take($2, $3, $4, $5, $6); next }
$1 == "e" { tick_end(); next }
$1 == "d" {
  if ($2 in diskPath) { diskTotal[$2] = $3 * $4; diskAvailable[$2] = $3 * $5; diskFree[$2] = $3 * $6 }
  next
}
$1 == "b" {
  bootId = quote($2)
  bootWord = substr($2, 1, 8)
  pageBytes = $3 + 0
  pssPerTick = $4 + 0
  next
}
$1 == "u" { if (!($2 in userNames)) userNames[$2] = quote($3); next }
$1 == "o" { isShown = $2 == "yes"; isWhole = isShown; next }
$1 == "n" {
  diskCount = homeDisk = 0
  split("", diskPath); split("", diskOfKey); split("", diskTotal); split("", diskReadRate); split("", diskWrittenRate); split("", diskRead); split("", diskWritten)
  next
}
$1 == "m" {
  diskCount = $2 + 0
  diskOfKey[$3] = diskCount; diskOfKey[$4] = diskCount
  if ($5) homeDisk = diskCount
  diskPath[diskCount] = $6; diskDevice[diskCount] = $7
  next
}

function tick_begin(now, purpose_,    at, pid, wanted, count) {
  nowMs = now; purpose = purpose_
  tick++
  isBaseline = tick == 1
  host_read()
  processCount = 0
  for (at = 1; at <= pidCount; at++) {
    pid = pids[at]
    if (!process_read(pid)) continue
    seen[pid] = tick
    processCount++
    # A thousand new ones at once would keep everybody waiting; the others come with the next tick.
    if (process_needs_look(pid) && count < 1000) { wanted = wanted " " pid; count++ }
  }
  for (pid in startTicks) if (seen[pid] != tick) { gonePids[pid] = 1; delete seen[pid]; process_forget(pid) }
  printf "?%s\n", wanted > reply
  fflush(reply)
  pidCount = 0
}

function tick_end(    pid) {
  for (pid in dirty) owner_settle(pid, 0)
  for (pid in dirty) if (kind[pid] == "instance" || kind[pid] == "session" || kind[pid] == "berth") isOurs[pid] = 1; else delete isOurs[pid]
  for (pid in isOurs) if (kind[pid] == "instance") role_settle(pid, 0)
  memoryExtra = purpose == "note" ? 10000 : 25
  memory_turn(pssPerTick)
  instances_add_up()
  if (purpose == "tell") {
    reading_tell()
    if (isShown) processes_tell()
    if (wasListening != "" && listening != wasListening) print "{\"type\":\"ports-changed\"}"
    wasListening = listening
    fflush()
  }
  if (purpose != "base") { split("", dirty); split("", gonePids) }
  if (homeDisk && homeDisk in diskTotal && (purpose == "note" || (purpose == "tell" && (notedAt == "" || uptime - notedAt >= 9.9)))) {
    notedAt = uptime
    printf "h%s\n", past_text() > reply
    fflush(reply)
  }
}
