# What is told: readings and what changed about processes, to the desktop; and a line of raw counters for the history, to bash.

function reading_tell(    text, index_) {
  text = "{\"type\":\"reading\",\"reading\":{\"atMs\":" nowMs ",\"bootId\":" bootId ",\"uptimeSeconds\":" number(uptime, 2)
  text = text ",\"cpu\":{\"usedShare\":" number(cpuShare["cpu"], 4) ",\"coreShares\":["
  for (index_ = 1; index_ <= coreCount && index_ <= 1024; index_++) text = text (index_ > 1 ? "," : "") number(cpuShare[coreNames[index_]], 3)
  text = text "],\"waitShare\":" number(waitShare, 4) ",\"stolenShare\":" number(stolenShare, 4)
  text = text "},\"load\":{\"one\":" number(loads[1], 2) ",\"five\":" number(loads[2], 2) ",\"fifteen\":" number(loads[3], 2)
  text = text "},\"memory\":{\"totalBytes\":" bytes_of("MemTotal:") ",\"availableBytes\":" bytes_of("MemAvailable:")
  text = text ",\"swapTotalBytes\":" bytes_of("SwapTotal:") ",\"swapFreeBytes\":" bytes_of("SwapFree:")
  text = text "},\"pressure\":{\"cpuShare\":" pressureOf["cpu"] ",\"memoryShare\":" pressureOf["memory"] ",\"ioShare\":" pressureOf["io"]
  text = text "},\"disks\":[" disks_text() "],\"networks\":["
  for (index_ = 1; index_ <= netCount; index_++)
    text = text (index_ > 1 ? "," : "") "{\"name\":" quote(netNames[index_]) ",\"receivedBytesPerSecond\":" number(netReceivedRate[netNames[index_]], 0) ",\"sentBytesPerSecond\":" number(netSentRate[netNames[index_]], 0) "}"
  print text "],\"processCount\":" processCount ",\"instances\":[" instances_text() "]}}"
}

function bytes_of(key) { return number(kilobytes[key] * 1024, 0) }

function disks_text(    text, disk) {
  for (disk = 1; disk <= diskCount; disk++) {
    # Until it was measured, and when it does not answer (a network disk may hang), it is not told.
    if (!(disk in diskTotal)) continue
    text = text (text == "" ? "" : ",") "{\"path\":" diskPath[disk] ",\"device\":" diskDevice[disk] ",\"totalBytes\":" number(diskTotal[disk], 0) ",\"availableBytes\":" number(diskAvailable[disk], 0)
    text = text ",\"readBytesPerSecond\":" (disk in diskReadRate ? diskReadRate[disk] : "null") ",\"writtenBytesPerSecond\":" (disk in diskWrittenRate ? diskWrittenRate[disk] : "null") "}"
  }
  return text
}

function instances_text(    text, index_, id) {
  for (index_ = 1; index_ <= instanceCount && index_ <= 150; index_++) {
    id = instanceIds[index_]
    text = text (index_ > 1 ? "," : "") "{\"id\":\"" id "\",\"cpuShare\":" number(instanceShare[id], 3) ",\"memoryBytes\":" number(instanceBytes[id], 0) ",\"processCount\":" instanceProcesses[id]
    text = text ",\"byRole\":{\"serverBytes\":" role_bytes(id, "server") ",\"extensionHostBytes\":" role_bytes(id, "extension-host") ",\"languageServerBytes\":" role_bytes(id, "language-server")
    text = text ",\"fileWatcherBytes\":" role_bytes(id, "file-watcher") ",\"terminalBytes\":" role_bytes(id, "terminal") ",\"otherBytes\":" role_bytes(id, "other") "}}"
  }
  return text
}

function role_bytes(id, role) { return (id, role) in roleBytes ? number(roleBytes[id, role], 0) : "0" }

# processes_tell(): all of them after they were asked for, else what changed.
function processes_tell(    pid, isAll, untoldBefore) {
  rowsText = updatesText = goneText = ""
  isOpen = isAll = isWhole
  if (isAll) { split("", toldUpdate); toldCount = 0 }
  for (pid in gonePids) {
    if (!(pid in toldUpdate)) continue
    delete toldUpdate[pid]
    toldCount--
    goneText = goneText (goneText == "" ? "" : ",") pid
  }
  # Berth's own are told whatever else there is.
  for (pid in isOurs) if (!(pid in toldUpdate)) process_tell(pid)
  if (isAll || untoldCount) {
    for (pid in startTicks) process_tell(pid)
  } else {
    for (pid in dirty) process_tell(pid)
  }
  untoldBefore = untoldCount
  untoldCount = processCount - toldCount
  if (isOpen || untoldCount != untoldBefore || rowsText != "" || updatesText != "" || goneText != "") processes_print(0)
}

function process_tell(pid,    text, memory) {
  if (!(pid in startTicks)) return
  memory = proportional(pid)
  text = "\"" state[pid] "\"," number(share[pid], 3) "," number(resident[pid], 0) "," (memory == "" ? "null" : number(memory, 0))
  if (!(pid in toldUpdate)) {
    if (toldCount >= 5000) return
    toldCount++
  } else if (!(pid in changed)) {
    if (toldUpdate[pid] == text) return
    toldUpdate[pid] = text
    updatesText = updatesText (updatesText == "" ? "" : ",") "[" pid "," text "]"
    processes_cut()
    return
  }
  toldUpdate[pid] = text
  delete changed[pid]
  rowsText = rowsText (rowsText == "" ? "" : ",") row_text(pid, memory)
  processes_cut()
}

function row_text(pid, memory,    text) {
  if (user[pid] == "") user[pid] = user_of(pid)
  text = "{\"pid\":" pid ",\"startTicks\":" startTicks[pid] ",\"state\":\"" state[pid] "\",\"cpuShare\":" number(share[pid], 3) ",\"memoryBytes\":" number(resident[pid], 0)
  text = text ",\"proportionalBytes\":" (memory == "" ? "null" : number(memory, 0)) ",\"parentPid\":" parent[pid] ",\"user\":" user[pid] ",\"name\":" quote(name[pid])
  text = text ",\"command\":" (command[pid] == "" ? "\"\"" : command[pid]) ",\"startedAtMs\":" number(nowMs - (uptime - startTicks[pid] / 100) * 1000, 0) ",\"owner\":"
  if (kind[pid] == "instance") return text "{\"kind\":\"instance\",\"instanceId\":\"" owner[pid] "\"},\"role\":\"" roleOf[pid] "\"}"
  if (kind[pid] == "session") return text "{\"kind\":\"session\",\"name\":" quote(owner[pid]) "},\"role\":null}"
  return text "{\"kind\":\"" (kind[pid] == "berth" ? "berth" : "other") "\"},\"role\":null}"
}

# A line of the wire is at most 64 KiB long, and a row at most 4.
function processes_cut() {
  if (length(rowsText) + length(updatesText) + length(goneText) > 50000) processes_print(1)
}

function processes_print(isPartial) {
  print "{\"type\":\"processes\",\"isWhole\":" (isWhole ? "true" : "false") (isPartial ? ",\"isPartial\":true" : "") ",\"rows\":[" rowsText "],\"updates\":[" updatesText "],\"gone\":[" goneText "],\"untoldCount\":" number(processCount - toldCount, 0) "}"
  isWhole = 0
  isOpen = isPartial
  rowsText = updatesText = goneText = ""
}

# A line of the history, as lib/sample/past.bash describes it.
function past_text(    text, index_, id, count) {
  text = "1 " nowMs " " sprintf("%.2f", uptime) " " bootWord " " sprintf("%.0f %.0f", cpuBusy["cpu"], cpuAll)
  text = text " " kilobytes["MemTotal:"] " " kilobytes["MemAvailable:"] " " kilobytes["SwapTotal:"] + 0 " " kilobytes["SwapFree:"] + 0
  text = text " " sprintf("%.0f %.0f %.0f %.0f", diskTotal[homeDisk] / 1024, (diskTotal[homeDisk] - diskFree[homeDisk]) / 1024, receivedAll, sentAll)
  text = text " " (pressureOf["memory"] == "null" ? "-" : pressureOf["memory"])
  count = instanceCount < 40 ? instanceCount : 40
  text = text " " count
  for (index_ = 1; index_ <= count; index_++) {
    id = instanceIds[index_]
    text = text " " id "," role_kilobytes(id, "server") "," role_kilobytes(id, "extension-host") "," role_kilobytes(id, "language-server") "," role_kilobytes(id, "file-watcher") "," role_kilobytes(id, "terminal") "," role_kilobytes(id, "other")
  }
  return text " ."
}

function role_kilobytes(id, role) { return (id, role) in roleBytes ? sprintf("%.0f", roleBytes[id, role] / 1024) : "0" }
