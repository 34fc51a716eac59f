# Lists the archive on stdin and fails at the first member that may not be unpacked: all lie in one folder, and neither a name nor
# a link leads out of it, also not through another link.

# Whether the text is a path below the top folder, without dots and not through a link.
function is_inside(path, parts, count, index_, prefix) {
  count = split(path, parts, "/")
  if (parts[1] == "" || parts[1] == "." || parts[1] == ".." || parts[1] != top) return 0
  prefix = parts[1]
  for (index_ = 2; index_ <= count; index_++) {
    if (parts[index_] == "..") return 0
    if (prefix in links) return 0
    prefix = prefix "/" parts[index_]
  }
  return 1
}

# Whether a symlink of that name stays inside: as many steps up as there are folders above it, and down from there.
function is_target_inside(path, target, parts, count, depth, index_, is_down) {
  if (target == "" || substr(target, 1, 1) == "/") return 0
  depth = split(path, parts, "/") - 2
  count = split(target, parts, "/")
  for (index_ = 1; index_ <= count; index_++) {
    if (parts[index_] == "" || parts[index_] == ".") continue
    if (parts[index_] != "..") { is_down = 1; continue }
    if (is_down || --depth < 0) return 0
  }
  return 1
}

function check(line, kind, name, target, arrow, at) {
  kind = substr(line, 1, 1)
  name = line
  if (!sub(/^[^ ]+ +[^ ]+ +[0-9,]+ +[0-9-]+ +[0-9:.]+ /, "", name)) return "not understood"
  if (kind == "l" || kind == "h") {
    arrow = kind == "l" ? " -> " : " link to "
    at = index(name, arrow)
    if (!at) return "not understood"
    target = substr(name, at + length(arrow))
    name = substr(name, 1, at - 1)
    if (index(target, arrow)) return "a name that can be read in two ways"
  } else if (kind != "-" && kind != "d") return "neither file, folder nor link"
  sub(/\/+$/, "", name)
  if (top == "") { top = name; sub(/\/.*/, "", top) }
  if (!is_inside(name)) return "a name that leads out of the folder"
  # A second name of a symlink leads elsewhere than the first one.
  if (kind == "h" && (!is_inside(target) || target in links)) return "a link that leads out of the folder"
  if (kind == "l") {
    if (name == top || !is_target_inside(name, target)) return "a link that leads out of the folder"
    links[name] = 1
  }
  return ""
}

BEGIN {
  tar = "exec tar -tvz --numeric-owner -f -"
  while ((tar | getline line) > 0) {
    why = check(line)
    if (why != "") { print why ": " substr(line, 1, 200); exit 1 }
    count++
  }
  if (close(tar) != 0) exit 1
  if (!count) { print "it is empty"; exit 1 }
}
