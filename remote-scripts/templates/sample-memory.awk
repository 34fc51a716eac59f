# Proportional set sizes of Berth's own processes: the kernel adds up all pages for each, about 1 ms, so they are read in turn. Between
# two readings what the resident size grew by is added.

# memory_turn(how many): those that were never read, or have grown or shrunk by a tenth, come first.
function memory_turn(count,    pid, best, bestRank, rank) {
  while (count-- > 0) {
    best = ""
    for (pid in isOurs) {
      if (pid in pssFailed || state[pid] == "Z" || state[pid] == "X" || state[pid] == "D" || pssTick[pid] == tick) continue
      rank = pid in pss ? pssTick[pid] + 1 : 0
      if (pid in pss && far_from(resident[pid], pssResident[pid])) rank = 1
      if (best == "" || rank < bestRank) { best = pid; bestRank = rank }
    }
    if (best == "") return
    memory_look(best)
    # A new instance has a dozen of them, and somebody waits for the sum.
    if (bestRank == 0 && memoryExtra-- > 0) count++
  }
}

function far_from(now, before) { return now > before * 1.1 || now < before * 0.9 }

function memory_look(pid,    file, text, part, found) {
  if (!(pid in memoryFile)) memoryFile[pid] = pid "/smaps_rollup"
  file = memoryFile[pid]
  while ((getline text < file) > 0)
    if (substr(text, 1, 4) == "Pss:") { split(text, part, " "); found = 1; break }
  close(file)
  pssTick[pid] = tick
  if (!found) { pssFailed[pid] = 1; return }
  pss[pid] = part[2] * 1024
  pssResident[pid] = resident[pid]
  dirty[pid] = 1
}

# Empty while it was not read.
function proportional(pid,    bytes) {
  if (!(pid in pss)) return ""
  bytes = pss[pid] + resident[pid] - pssResident[pid]
  if (bytes < 0) return 0
  return bytes > resident[pid] ? resident[pid] : bytes
}

function memory_of(pid,    bytes) {
  bytes = proportional(pid)
  return bytes == "" ? resident[pid] : bytes
}

# instances_add_up(): what each instance takes, by what its processes do there.
function instances_add_up(    pid, id, bytes) {
  instanceCount = 0
  split("", instanceShare); split("", instanceBytes); split("", instanceProcesses); split("", roleBytes)
  for (pid in isOurs) {
    if (kind[pid] != "instance") continue
    id = owner[pid]
    if (!(id in instanceBytes)) { instanceIds[++instanceCount] = id; instanceBytes[id] = 0; instanceShare[id] = 0 }
    bytes = memory_of(pid)
    instanceShare[id] += share[pid]
    instanceBytes[id] += bytes
    instanceProcesses[id]++
    roleBytes[id, roleOf[pid]] += bytes
  }
}
