# Makes Markdown of a conversation as Claude Code notes it: one JSON document per line. What is said is in JSON strings there and is
# printed as the inside of one, so nothing is decoded. The first line that is printed is 1 when some was left out, else 0; the second
# one is the text, at most `most` bytes, the end of it. Bytes are bytes here.

function path_now(  i, path) {
  for (i = 1; i <= depth; i++) path = path "." (kind[i] == "[" ? "[]" : key[i])
  return path
}

# A value that is a text, and the end of one part of what was said.
function take(path, text) {
  if (path == ".type") type = text
  else if (path == ".message.content") body = text
  else if (path == ".message.content.[].type") part_type = text
  else if (path == ".message.content.[].text") part_text = text
  else if (path == ".message.content.[].name") part_name = text
}

function take_part() {
  if (part_type == "text" && part_text != "") body = body (body == "" ? "" : "\\n\\n") part_text
  if (part_type == "tool_use" && part_name != "") body = body (body == "" ? "" : "\\n\\n") "*Uses " part_name ".*"
  part_type = part_text = part_name = ""
}

function end_value() {
  if (has_text) take(path_now(), text)
  else if (word == "true" && depth == 1 && (key[1] == "isSidechain" || key[1] == "isMeta")) is_aside = 1
  has_text = 0
  word = ""
}

function structure(letters,  i, letter) {
  for (i = 1; i <= length(letters); i++) {
    letter = substr(letters, i, 1)
    if (letter == "{" || letter == "[") {
      kind[++depth] = letter
      key[depth] = ""
    } else if (letter == "}" || letter == "]") {
      end_value()
      if (letter == "}" && path_now() ~ /^\.message\.content\.\[\]\.[^.]*$/) take_part()
      depth--
    } else if (letter == ":") {
      key[depth] = text
      has_text = 0
      word = ""
    } else if (letter == ",") {
      end_value()
    } else {
      word = word letter
    }
  }
}

# A quote that an odd number of backslashes stands before is a part of the text.
function is_open(text) {
  if (!match(text, /\\+$/)) return 0
  return RLENGTH % 2
}

# Only what is well-formed may be printed as the inside of a string.
function is_sound(text) {
  gsub(/\\(["\\\/bfnrt]|u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F])/, "", text)
  return index(text, "\\") == 0
}

# The file may be read from somewhere within a line.
/^\{.*"type":"(user|assistant)"/ {
  depth = has_text = is_aside = 0
  type = body = word = text = part_type = part_text = part_name = ""
  count = split($0, pieces, "\"")
  for (at = 1; at <= count; at++) {
    structure(pieces[at])
    if (++at > count) break
    text = pieces[at]
    while (is_open(text) && at < count) text = text "\"" pieces[++at]
    has_text = 1
  }
  gsub(/[\001-\037\177]/, "", body)
  if (is_aside || depth != 0 || body == "" || body ~ /^<(command-|local-command-)/ || !is_sound(body)) next
  said[++total] = "\\n\\n" (type == last ? "" : "## " (type == "user" ? "You" : "Claude") "\\n\\n") body
  last = type
}

END {
  for (from = total + 1; from > 1 && bytes + length(said[from - 1]) <= most; from--) bytes += length(said[from - 1])
  print (from > 1 || is_cut ? 1 : 0)
  for (at = from; at <= total; at++) printf "%s", at == from ? substr(said[at], 5) : said[at]
  print total ? "\\n" : ""
}
