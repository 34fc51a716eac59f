# The processes. What is known of one is kept by its pid for as long as its start ticks are the same; a line of `stat` that did not
# change is not taken apart again.

# process_read(pid): fails when it is gone.
function process_read(pid,    file, text, more, count) {
  # mawk 1.3.4 loses the memory of a name that was put together for a getline, so each is made once.
  if (!(pid in statFile)) statFile[pid] = pid "/stat"
  file = statFile[pid]
  if ((getline text < file) <= 0) { close(file); delete statFile[pid]; return 0 }
  if (pid in statLine && statLine[pid] == text) {
    if (share[pid] != 0) { share[pid] = 0; dirty[pid] = 1 }
    close(file)
    return 1
  }
  count = process_split(text)
  # A name may hold newlines.
  while (count < 30 && (getline more < file) > 0) { text = text "\n" more; count = process_split(text) }
  close(file)
  if (count < 30) return 0
  process_take(pid, text)
  return 1
}

# Fills `field` with what follows the name, and `fieldName`, which may hold anything, also parentheses.
function process_split(text,    rest, at, end) {
  rest = text
  while ((at = index(rest, ") ")) > 0) { end += at + 1; rest = substr(rest, at + 2) }
  at = index(text, "(")
  fieldName = substr(text, at + 1, end - at - 2)
  return split(rest, field, " ")
}

function process_take(pid, text,    ticks, used, isOld) {
  ticks = field[20]
  isOld = pid in startTicks
  if (isOld && startTicks[pid] != ticks) { process_forget(pid); isOld = 0 }
  used = field[12] + field[13]
  if (!isOld) {
    startTicks[pid] = ticks
    # What began before the last tick and was not there then says nothing of this one.
    cpuTicks[pid] = isBaseline || ticks / 100 < uptime - elapsed - 0.1 ? used : 0
    isKernel[pid] = int(field[7] / 2097152) % 2
    kind[pid] = "other"
  }
  share[pid] = elapsed > 0 ? grown(used, cpuTicks[pid]) / 100 / elapsed : 0
  cpuTicks[pid] = used
  if (isKernel[pid]) {
    # Workers of the kernel are named after what they do at the moment.
    if (substr(fieldName, 1, 8) == "kworker/") sub(/[-+].*/, "", fieldName)
    fieldName = substr(fieldName, 1, 15)
    looked[pid] = ticks
  } else if (field[1] != "Z" && field[1] != "X" && field[24] + 0 > 0 && (name[pid] != fieldName || (field[24] > 1 && image[pid] != field[24] " " field[26]))) {
    # Another program runs in it. Where the addresses of a program may not be seen, only its name tells.
    if (pid in image) delete looked[pid]
    image[pid] = field[24] " " field[26]
  }
  if (name[pid] != fieldName || parent[pid] != field[2]) changed[pid] = 1
  # Whose it was by its parent only, it is no more when that is gone.
  if (pid in isInherited && parent[pid] != field[2]) { kind[pid] = "unmarked"; delete isInherited[pid]; delete roleOf[pid] }
  name[pid] = fieldName
  parent[pid] = field[2] + 0
  state[pid] = substr(field[1], 1, 1)
  resident[pid] = field[22] * pageBytes
  statLine[pid] = text
  dirty[pid] = 1
}

function process_forget(pid) {
  delete statLine[pid]; delete startTicks[pid]; delete cpuTicks[pid]; delete isKernel[pid]; delete share[pid]; delete looked[pid]
  delete image[pid]; delete name[pid]; delete parent[pid]; delete state[pid]; delete resident[pid]; delete changed[pid]; delete dirty[pid]
  delete statFile[pid]; delete memoryFile[pid]
  delete kind[pid]; delete owner[pid]; delete hint[pid]; delete command[pid]; delete user[pid]; delete roleOf[pid]; delete isOurs[pid]; delete isInherited[pid]
  delete pss[pid]; delete pssResident[pid]; delete pssTick[pid]; delete pssFailed[pid]
}

# Whether bash has to look into it: its memory must not be waited for, as that of a process in a system call may be.
function process_needs_look(pid) {
  return !(pid in looked && looked[pid] == startTicks[pid]) && state[pid] != "Z" && state[pid] != "X" && state[pid] != "D"
}

# look_take(pid, kind, name of the owner, hint of the role, command as JSON): what bash found.
function look_take(pid, kind_, owner_, hint_, command_) {
  if (!(pid in startTicks)) return
  looked[pid] = startTicks[pid]
  kind[pid] = kind_; owner[pid] = owner_; hint[pid] = hint_; command[pid] = command_
  user[pid] = user_of(pid)
  delete roleOf[pid]; delete isInherited[pid]
  changed[pid] = 1; dirty[pid] = 1
}

# By whose rights it acts, as JSON.
function user_of(pid,    file, text, part, uid) {
  file = pid "/status"
  while ((getline text < file) > 0)
    if (substr(text, 1, 4) == "Uid:") { split(text, part, " "); uid = part[3]; break }
  close(file)
  if (uid == "") return "\"\""
  if (!(uid in userNames)) userNames[uid] = quote(uid)
  return userNames[uid]
}

# Without a mark of its own it belongs to whom its parent belongs to: the environment may have been emptied, or not be ours to read.
function owner_settle(pid, depth,    above) {
  if (kind[pid] != "unmarked" || depth > 40) return
  above = parent[pid]
  if (!(above in startTicks) || above == pid) return
  owner_settle(above, depth + 1)
  if (kind[above] == "instance" || kind[above] == "session") {
    kind[pid] = kind[above]; owner[pid] = owner[above]
    isInherited[pid] = 1
    changed[pid] = 1; dirty[pid] = 1
  }
}

# What it does in its instance. Kept when its parent has left.
function role_settle(pid, depth,    above, role, aboveRole) {
  above = parent[pid]
  if (depth > 40 || !(above in startTicks) || kind[above] != "instance" || owner[above] != owner[pid]) {
    if (pid in roleOf) return
    role = role_by_hint(hint[pid])
  } else {
    role_settle(above, depth + 1)
    aboveRole = roleOf[above]
    if (aboveRole == "terminal" || hint[above] == "pty") role = "terminal"
    else if (aboveRole == "language-server") role = "language-server"
    else if (hint[pid] == "" && hint[above] == "root") role = "server"
    else role = role_by_hint(hint[pid])
  }
  if (roleOf[pid] == role) return
  roleOf[pid] = role
  changed[pid] = 1; dirty[pid] = 1
}

function role_by_hint(hint_) {
  if (hint_ == "root" || hint_ == "server" || hint_ == "pty") return "server"
  return hint_ == "" ? "other" : hint_
}
