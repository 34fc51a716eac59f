# Berth's own hooks in the settings of an agent, which are JSON as somebody else wrote it: every byte that is not Berth's stays. ACTION is
# `look`: prints installed, outdated or missing; `remove`: prints the text without them; `insert`: with them, where there are none.
# ENVIRON has HOOK_PREFIX, how the command of a hook of this home begins in JSON, and HOOK_EVENTS. Exits with 3 for what is no JSON
# or has something else where hooks belong. For any awk; the text is one record.

BEGIN {
  RS = "\001"
  prefix = ENVIRON["HOOK_PREFIX"]
  events_count = split(ENVIRON["HOOK_EVENTS"], events, " ")
}

{ text = $0 }

END {
  if (NR > 1) exit 3
  if (substr(text, 1, 3) == "\357\273\277") at = 4
  else at = 1
  size = length(text)
  root = value()
  blank()
  if (at <= size || type[root] != "{") exit 3
  hooks = member(root, "\"hooks\"")
  if (hooks && type[hooks] != "{") exit 3
  for (number = 1; number <= count[hooks]; number++) if (type[child[hooks, number]] != "[") exit 3
  mark()
  if (ACTION == "look") look()
  else if (ACTION == "remove") remove()
  else insert()
}

function broken() { exit 3 }

function blank() { while (at <= size && index(" \t\r\n", substr(text, at, 1))) at++ }

# text_end(): goes past the string that begins here; what it returns is as it is written.
function quoted(begin, letter) {
  if (substr(text, at, 1) != "\"") broken()
  begin = at++
  while (at <= size) {
    letter = substr(text, at, 1)
    if (letter == "\\") at++
    else if (letter == "\"") {
      at++
      return substr(text, begin, at - begin)
    } else if (letter < " ") broken()
    at++
  }
  broken()
}

# value(): goes past a value and returns its number; type, from, to, child and count tell of it, and raw of a string.
function value(own, letter, close_by, name, begin, kid) {
  blank()
  own = ++values
  letter = substr(text, at, 1)
  from[own] = at
  begins[own] = at
  count[own] = 0
  type[own] = letter
  if (letter == "{" || letter == "[") {
    close_by = letter == "{" ? "}" : "]"
    at++
    blank()
    if (substr(text, at, 1) == close_by) at++
    else {
      for (;;) {
        blank()
        begin = at
        if (letter == "{") {
          name = quoted()
          blank()
          if (substr(text, at, 1) != ":") broken()
          at++
        }
        kid = value()
        begins[kid] = letter == "{" ? begin : from[kid]
        named[kid] = name
        child[own, ++count[own]] = kid
        blank()
        if (substr(text, at, 1) == ",") at++
        else if (substr(text, at, 1) == close_by) {
          at++
          break
        } else broken()
      }
    }
  } else if (letter == "\"") raw[own] = quoted()
  else {
    if (!match(substr(text, at, 64), /^(true|false|null|-?[0-9][0-9.eE+-]*)/)) broken()
    at += RLENGTH
  }
  to[own] = at - 1
  return own
}

# member(<object>, <name as it is written>): the value, or 0. The same name twice means nothing that anybody could change.
function member(own, name, number, found) {
  found = 0
  for (number = 1; number <= count[own]; number++) {
    if (named[child[own, number]] != name) continue
    if (found) broken()
    found = child[own, number]
  }
  return found
}

# mark(): `gone` is what goes with the hooks of this home: themselves, and what holds nothing else.
function mark(e, g, h, event, group, list, item, left) {
  ours = 0
  hooks_left = 0
  for (e = 1; e <= count[hooks]; e++) {
    event = child[hooks, e]
    groups_left[event] = 0
    for (g = 1; g <= count[event]; g++) {
      group = child[event, g]
      list = type[group] == "{" ? member(group, "\"hooks\"") : 0
      left = list && type[list] == "[" ? 0 : 1
      if (!left) {
        for (h = 1; h <= count[list]; h++) {
          item = child[list, h]
          command = type[item] == "{" ? member(item, "\"command\"") : 0
          if (command && substr(raw[command], 1, length(prefix)) == prefix) {
            gone[item] = 1
            ours++
            told_as = substr(raw[command], length(prefix) + 1)
            told[named[event], told_as]++
          } else left++
        }
        if (!left && count[list]) gone[group] = 1
        else left = 1
      }
      groups_left[event] += left
    }
    if (!groups_left[event] && count[event]) gone[event] = 1
    else hooks_left++
  }
  if (hooks && !hooks_left && count[hooks]) gone[hooks] = 1
}

function look(number) {
  for (number = 1; number <= events_count; number++) if (told["\"" events[number] "\"", events[number] "\""] != 1) break
  if (!ours) print "missing"
  else if (number > events_count && ours == events_count) print "installed"
  else print "outdated"
}

function remove() {
  out = ""
  done_to = 1
  thin(root)
  printf "%s", out substr(text, done_to)
}

# thin(<object or array>): cuts what is gone out of it, with one comma each.
function thin(own, number, kid, kept, next_kept) {
  kept = 0
  for (number = 1; number <= count[own]; number++) {
    kid = child[own, number]
    if (!gone[kid]) {
      if (type[kid] == "{" || type[kid] == "[") thin(kid)
      kept = number
      continue
    }
    for (next_kept = number + 1; next_kept <= count[own] && gone[child[own, next_kept]]; next_kept++);
    if (next_kept <= count[own]) cut(begins[kid], begins[child[own, next_kept]])
    else if (kept) cut(to[child[own, kept]] + 1, to[child[own, count[own]]] + 1)
    else cut(from[own] + 1, to[own])
    number = next_kept - 1
  }
}

# cut(<from>, <up to>)
function cut(begin, end) {
  out = out substr(text, done_to, begin - done_to)
  done_to = end
}

function insert(number, event, name, added) {
  if (!hooks) {
    added = ""
    for (number = 1; number <= events_count; number++) added = added (added == "" ? "" : ", ") "\"" events[number] "\": [" group_of(events[number]) "]"
    printf "%s", with(root, "\"hooks\": {" added "}", text)
    return
  }
  # From the end on, so that places stay what they are.
  added = text
  missing = ""
  for (number = 1; number <= events_count; number++) {
    event = member(hooks, "\"" events[number] "\"")
    if (!event) missing = missing (missing == "" ? "" : ", ") "\"" events[number] "\": [" group_of(events[number]) "]"
    else place[event] = events[number]
  }
  if (missing != "") added = with(hooks, missing, added)
  for (number = count[hooks]; number >= 1; number--) {
    event = child[hooks, number]
    if (event in place) added = with(event, group_of(place[event]), added)
  }
  printf "%s", added
}

function group_of(event) { return "{\"hooks\": [{\"type\": \"command\", \"command\": " prefix event "\", \"timeout\": 5}]}" }

# with(<object or array>, <member>, <text>): the text with the member at the end of it, on a line of its own where the others have one.
function with(own, added, whole, last, before) {
  if (!count[own]) return substr(whole, 1, from[own]) added substr(whole, to[own])
  last = child[own, count[own]]
  before = begins[last]
  while (index(" \t\r\n", substr(text, before - 1, 1))) before--
  return substr(whole, 1, to[last]) "," substr(text, before, begins[last] - before) added substr(whole, to[last] + 1)
}
