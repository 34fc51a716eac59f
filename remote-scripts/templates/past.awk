# What a host did, out of the files that lib/sample/past.bash describes: lines of this boot lie where its own clock says, so that a
# clock that was set does not move them; those of boots before lie where that boot's clock was last. Shares and rates are told by two
# lines of one boot; a line that was cut, or that follows a gap, tells none and is left out.
# Variables: nowMs, uptime (seconds), boot, fromMs, most (points).

# A line that is whole, and nothing else.
function is_whole(    at) {
  if ($1 != "1" || NF < 17 || $NF != "." || $16 !~ /^[0-9]+$/ || NF != 17 + $16) return 0
  for (at = 2; at <= 14; at++) if (at != 4 && $at !~ /^[0-9]+(\.[0-9]+)?$/) return 0
  return $15 == "-" || $15 ~ /^[0-9]+(\.[0-9]+)?$/
}

is_whole() {
  gap = $3 - lastUp[FILENAME]
  isNext = lastBoot[FILENAME] == $4 && gap > 0 && gap <= (FILENAME ~ /minutes$/ ? 200 : 75)
  # Two who look at once write the same twice.
  if (isNext && gap < 1) next
  busy = $5 - lastBusy[FILENAME]; all = $6 - lastAll[FILENAME]
  if (isNext && all > 0 && busy >= 0) {
    bootOf[++count] = $4; upOf[count] = $3; lineOf[count] = $0
    cpuOf[count] = busy / all
    receivedOf[count] = grown($13, lastReceived[FILENAME]) / gap
    sentOf[count] = grown($14, lastSent[FILENAME]) / gap
  }
  lastBoot[FILENAME] = $4; lastUp[FILENAME] = $3; lastBusy[FILENAME] = $5; lastAll[FILENAME] = $6
  lastReceived[FILENAME] = $13; lastSent[FILENAME] = $14
  if (!($4 in newestUp) || $3 > newestUp[$4]) { newestUp[$4] = $3; beganMs[$4] = $2 - $3 * 1000 }
}

function grown(now, before) { return now > before ? now - before : 0 }

# When it was, or -1 for what cannot have been then.
function time_of(index_,    at) {
  if (bootOf[index_] == boot) return upOf[index_] > uptime ? -1 : nowMs - (uptime - upOf[index_]) * 1000
  at = beganMs[bootOf[index_]] + upOf[index_] * 1000
  return at > nowMs - uptime * 1000 ? -1 : at
}

END {
  earliest = nowMs
  for (at = 1; at <= count; at++) {
    time[at] = time_of(at)
    if (time[at] >= fromMs && time[at] < earliest) earliest = time[at]
  }
  width = (nowMs - earliest) / most
  if (width < 1000) width = 1000
  for (at = 1; at <= count; at++) if (time[at] >= fromMs && time[at] >= 0 && time[at] <= nowMs) put(at, int((time[at] - earliest) / width))
  # The newest ones are worth the most.
  for (bucket = most; bucket >= 0; bucket--) {
    if (!(bucket in members)) continue
    text[bucket] = point_text(bucket)
    size += length(text[bucket]) + 1
    if (size > 3500000 || ++told > most) { delete text[bucket]; break }
  }
  printf "["
  for (bucket = 0; bucket <= most; bucket++) if (bucket in text) { printf "%s%s", (isLater ? "," : ""), text[bucket]; isLater = 1 }
  print "]"
}

# Rates are averaged; of what may run out, the worst moment is kept.
function put(index_, bucket,    part, fields, at, parts, total) {
  fields = split(lineOf[index_], part, " ")
  members[bucket]++
  cpuSum[bucket] += cpuOf[index_]; receivedSum[bucket] += receivedOf[index_]; sentSum[bucket] += sentOf[index_]
  if (time[index_] > newest[bucket] + 0) { newest[bucket] = time[index_]; memoryTotal[bucket] = part[7]; diskTotal[bucket] = part[11] }
  memoryUsed[bucket] = larger(memoryUsed[bucket], part[7] - part[8])
  swapUsed[bucket] = larger(swapUsed[bucket], part[9] - part[10])
  diskUsed[bucket] = larger(diskUsed[bucket], part[12])
  if (part[15] != "-" && (!(bucket in pressure) || part[15] > pressure[bucket])) pressure[bucket] = part[15] + 0
  for (at = 17; at < fields; at++) {
    if (part[at] !~ /^[a-z0-9][a-z0-9-]*(,[0-9]+),[0-9]+,[0-9]+,[0-9]+,[0-9]+,[0-9]+$/) continue
    split(part[at], parts, ",")
    total = parts[2] + parts[3] + parts[4] + parts[5] + parts[6] + parts[7]
    if (!((bucket, parts[1]) in instanceTotal)) instances[bucket] = instances[bucket] " " parts[1]
    else if (total <= instanceTotal[bucket, parts[1]]) continue
    instanceTotal[bucket, parts[1]] = total
    instanceText[bucket, parts[1]] = "[\"" parts[1] "\"," kilobytes(total) "," kilobytes(parts[2]) "," kilobytes(parts[3]) "," kilobytes(parts[4]) "," kilobytes(parts[5]) "," kilobytes(parts[6]) "," kilobytes(parts[7]) "]"
  }
}

function larger(one, other) { return one == "" || other > one ? other : one }

function kilobytes(value) { return sprintf("%.0f", value > 0 ? value * 1024 : 0) }

function point_text(bucket,    text, ids, count_, at) {
  text = "{\"atMs\":" sprintf("%.0f", newest[bucket]) ",\"cpuShare\":" sprintf("%.4f", cpuSum[bucket] / members[bucket])
  text = text ",\"memoryUsedBytes\":" kilobytes(memoryUsed[bucket]) ",\"memoryTotalBytes\":" kilobytes(memoryTotal[bucket]) ",\"swapUsedBytes\":" kilobytes(swapUsed[bucket])
  text = text ",\"diskUsedBytes\":" kilobytes(diskUsed[bucket]) ",\"diskTotalBytes\":" kilobytes(diskTotal[bucket])
  text = text ",\"receivedBytesPerSecond\":" sprintf("%.0f", receivedSum[bucket] / members[bucket]) ",\"sentBytesPerSecond\":" sprintf("%.0f", sentSum[bucket] / members[bucket])
  text = text ",\"memoryPressureShare\":" (bucket in pressure ? sprintf("%.4f", pressure[bucket]) : "null") ",\"instances\":["
  count_ = split(instances[bucket], ids, " ")
  for (at = 1; at <= count_ && at <= 200; at++) text = text (at > 1 ? "," : "") instanceText[bucket, ids[at]]
  return text "]}"
}
