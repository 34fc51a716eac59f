# Reads a conf of nginx and prints the server block that is best for a public address, as
#   <bytes before its first directive> <bytes before its end> <tls or -> <address to ask it on this host> <port> <its name or ->
# One with TLS is best, then the default server, then the first. Needs LC_ALL=C.

{ text = text (NR > 1 ? "\n" : "") $0 }

END {
  for (position = 1; position <= length(text); position++) {
    c = substr(text, position, 1)
    if (in_comment) {
      if (c == "\n") in_comment = 0
    } else if (quote != "") {
      if (c == "\\") word = word substr(text, ++position, 1)
      else if (c == quote) quote = ""
      else word = word c
    } else if (c == "#" && word == "") {
      in_comment = 1
    } else if ((c == "\"" || c == "'") && word == "") {
      quote = c
    } else if (c == "\\") {
      word = word c substr(text, ++position, 1)
    } else if (c == "$" && substr(text, position + 1, 1) == "{") {
      word = word "${"
      position++
      in_variable = 1
    } else if (c == "}" && in_variable) {
      word = word c
      in_variable = 0
    } else if (c ~ /[ \t\r\n]/) {
      end_word()
    } else if (c == ";") {
      end_word()
      if (depth > 0 && names[depth] == "server") directive()
      count = 0
    } else if (c == "{") {
      end_word()
      names[++depth] = words[1]
      if (words[1] == "server" && (depth == 1 || names[depth - 1] == "http")) open_server(position)
      else if (words[1] == "server") names[depth] = "other"
      count = 0
    } else if (c == "}") {
      word = ""
      count = 0
      if (depth > 0 && names[depth] == "server") close_server()
      if (depth > 0) depth--
    } else {
      word = word c
    }
  }
  if (best != "") print best
}

function end_word() {
  if (word != "") words[++count] = word
  word = ""
}

function open_server(position) {
  begin = position
  name = ""
  listen_rank = 0
  is_default = 0
  tls = "-"
  address = "127.0.0.1"
  port = 80
}

function directive(i) {
  if (words[1] == "listen" && count >= 2) read_listen()
  if (words[1] == "server_name") {
    for (i = 2; i <= count && name == ""; i++) {
      if (words[i] ~ /^[A-Za-z0-9][A-Za-z0-9.-]*$/) name = words[i]
    }
  }
}

# The best to ask on this host: TLS first, then the older kind of address.
function read_listen(i, has_tls, is_behind, rank, value, where, number) {
  value = words[2]
  if (value ~ /^unix:/) return
  for (i = 3; i <= count; i++) {
    if (words[i] == "quic") return
    if (words[i] == "ssl") has_tls = 1
    # Who speaks that is a machine in front of this one; the site cannot be asked from here.
    if (words[i] == "proxy_protocol") is_behind = 1
    if (words[i] == "default_server") is_default = 1
  }
  number = 80
  where = value
  if (value ~ /^[0-9]+$/) {
    number = value
    where = "*"
  } else if (match(value, /:[0-9]+$/) && (value !~ /^\[/ || value ~ /\]:[0-9]+$/)) {
    number = substr(value, RSTART + 1)
    where = substr(value, 1, RSTART - 1)
  }
  if (where == "*" || where == "0.0.0.0" || where == "localhost") where = "127.0.0.1"
  if (where == "[::]") where = "[::1]"
  rank = 1 + (has_tls ? 2 : 0) + (where ~ /^\[/ ? 0 : 1)
  if (rank <= listen_rank) return
  listen_rank = rank
  tls = has_tls ? "tls" : "-"
  address = is_behind ? "-" : where
  port = number
}

function close_server(rank) {
  rank = 1 + (tls == "tls" ? 2 : 0) + is_default
  if (rank <= best_rank) return
  best_rank = rank
  best = begin " " position - 1 " " tls " " address " " port " " (name == "" ? "-" : name)
}
