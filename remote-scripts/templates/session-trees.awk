# Reads Berth's marks, as `<path of environ>:<NAME>=<value>`, and then the paths of /proc/<pid>/stat; prints `<pid> <session>
# <processor ticks>` of each process of this home's sessions.
BEGIN { home = ENVIRON["BERTH_TREE_HOME"] }

/^\/proc\/[0-9]+\/stat$/ {
  pid = substr($0, 7, length($0) - 11)
  text = ""
  while ((getline line < $0) > 0) text = text " " line
  close($0)
  # The name in parentheses may hold anything.
  if (!match(text, /.*\) /)) next
  if (split(substr(text, RLENGTH + 1), field, " ") < 20 || field[1] ~ /[ZX]/) next
  parent[pid] = field[2]
  ticks[pid] = field[12] + field[13]
  next
}

match($0, /^\/proc\/[0-9]+\/environ:BERTH_[A-Z_]+=/) {
  split(substr($0, 7), part, "/")
  name = substr($0, index($0, ":") + 1, RLENGTH - index($0, ":") - 1)
  value = substr($0, RLENGTH + 1)
  if (name == "BERTH_SESSION") session[part[1]] = value
  else if (name == "BERTH_SESSION_HOME") session_home[part[1]] = value
  else if (value == home) other[part[1]] = 1
}

# owner_of: the session of a process, or "".
function owner_of(pid, steps) {
  while (pid > 1 && steps++ < 64) {
    if (pid in other) return ""
    if (session_home[pid] == home) return session[pid]
    pid = parent[pid]
  }
  return ""
}

END {
  for (pid in parent) {
    id = owner_of(pid, 0)
    if (id ~ /^[a-z0-9][a-z0-9-]*$/ && length(id) <= 40) print pid, id, ticks[pid]
  }
}
