# What the host does: read once per tick from /proc, which is the working folder. Counters of the kernel are kept to tell what
# changed; one that went back (an interface that was made anew) counts as no change.

function host_read(    part) {
  split(first_line("uptime"), part, " ")
  elapsed = uptime == "" ? 0 : part[1] - uptime
  uptime = part[1] + 0
  cpu_read()
  memory_read()
  split(first_line("loadavg"), loads, " ")
  pressureOf["cpu"] = pressure_read("pressure/cpu")
  pressureOf["memory"] = pressure_read("pressure/memory")
  pressureOf["io"] = pressure_read("pressure/io")
  networks_read()
  if (diskCount) disks_read()
  listening = listeners_read("net/tcp") listeners_read("net/tcp6")
}

function grown(now, before) { return now > before ? now - before : 0 }

function rate(now, before) { return elapsed > 0 ? grown(now, before) / elapsed : 0 }

# Line `cpu` is all cores together. Time of a guest is part of `user`; time that was stolen counts as used, waiting for disks does not.
function cpu_read(    text, part, name, busy, busyNow, idleNow, waitNow, all) {
  coreCount = 0
  while ((getline text < "stat") > 0 && substr(text, 1, 3) == "cpu") {
    split(text, part, " ")
    name = part[1]
    busyNow = part[2] + part[3] + part[4] + part[7] + part[8] + part[9]
    idleNow = part[5] + 0; waitNow = part[6] + 0
    busy = grown(busyNow, cpuBusy[name])
    # Both of them go back now and then, by a little.
    all = busy + grown(idleNow, cpuIdle[name]) + grown(waitNow, cpuWait[name])
    cpuShare[name] = all ? busy / all : 0
    if (name == "cpu") {
      waitShare = all ? grown(waitNow, cpuWait[name]) / all : 0
      stolenShare = all ? grown(part[9], cpuStolen) / all : 0
      cpuStolen = part[9] + 0
      cpuAll = busyNow + idleNow + waitNow
    } else coreNames[++coreCount] = name
    cpuBusy[name] = busyNow; cpuIdle[name] = idleNow; cpuWait[name] = waitNow
  }
  close("stat")
}

function memory_read(    text, part) {
  split("", kilobytes)
  while ((getline text < "meminfo") > 0) {
    split(text, part, " ")
    kilobytes[part[1]] = part[2] + 0
    if (part[1] == "SwapFree:") break
  }
  close("meminfo")
  # Kernels before 3.14 leave it to the reader.
  if (!("MemAvailable:" in kilobytes)) kilobytes["MemAvailable:"] = kilobytes["MemFree:"] + kilobytes["Buffers:"] + kilobytes["Cached:"]
}

# The share of the last ten seconds in which something waited, or null.
function pressure_read(file,    text, part) {
  text = first_line(file)
  if (text !~ /^some avg10=[0-9]/) return "null"
  split(text, part, /[ =]/)
  return number(part[3] / 100, 4)
}

# Interfaces of containers and tunnels are not added up: their bytes pass another one as well.
function networks_read(    text, part, at, name) {
  netCount = 0; receivedAll = 0; sentAll = 0
  while ((getline text < "net/dev") > 0) {
    at = index(text, ":")
    if (!at) continue
    name = substr(text, 1, at - 1)
    gsub(/ /, "", name)
    split(substr(text, at + 1), part, " ")
    if (name ~ /^(lo$|veth|ifb|dummy)/ || part[1] + part[9] == 0) continue
    if (name !~ /^(docker|br-|virbr|tun|tap|wg|tailscale|cni|cali|flannel|vxlan)/) { receivedAll += part[1]; sentAll += part[9] }
    if (netCount >= 16) continue
    netNames[++netCount] = name
    netReceivedRate[name] = name in netReceived ? rate(part[1], netReceived[name]) : 0
    netSentRate[name] = name in netSent ? rate(part[9], netSent[name]) : 0
    netReceived[name] = part[1] + 0; netSent[name] = part[9] + 0
  }
  close("net/dev")
}

# A file system without a device of its own (zfs, a network) is found by the name of what is mounted, or not at all.
function disks_read(    text, part, key, disk) {
  while ((getline text < "diskstats") > 0) {
    split(text, part, " ")
    key = part[1] ":" part[2]
    if (!(key in diskOfKey)) key = part[3]
    if (!(key in diskOfKey)) continue
    disk = diskOfKey[key]
    diskReadRate[disk] = disk in diskRead ? number(rate(part[6], diskRead[disk]) * 512, 0) : "0"
    diskWrittenRate[disk] = disk in diskWritten ? number(rate(part[10], diskWritten[disk]) * 512, 0) : "0"
    diskRead[disk] = part[6] + 0; diskWritten[disk] = part[10] + 0
  }
  close("diskstats")
}

# Who listens; the kernel tells them before all other connections, of which there may be many thousands.
function listeners_read(file,    text, part, found) {
  while ((getline text < file) > 0) {
    split(text, part, " ")
    if (part[4] == "0A") found = found part[2] " " part[10] ";"
    else if (part[1] != "sl") break
  }
  close(file)
  return found
}
