# JSON out of awk, as lib/operation/json.bash has it for bash: every text goes through quote(), every number through number().
# Texts are bytes here (LC_ALL=C).

function text_begin(    byte) {
  for (byte = 1; byte < 256; byte++) byteOf[sprintf("%c", byte)] = byte
}

# The quoted text; control characters are escaped, bytes that are not UTF-8 become U+FFFD.
function quote(text,    out, at, size, taken, char, byte) {
  if (text !~ /[^ -~]|["\\]/) return "\"" text "\""
  size = length(text)
  for (at = 1; at <= size; at += taken) {
    taken = 1
    char = substr(text, at, 1)
    byte = byteOf[char] + 0
    if (char == "\"" || char == "\\") out = out "\\" char
    else if (byte < 32 || byte == 127) out = out sprintf("\\u%04x", byte)
    else if (byte < 127) out = out char
    else {
      taken = utf8_length(text, at, byte)
      out = out (taken ? substr(text, at, taken) : "\\ufffd")
      if (!taken) taken = 1
    }
  }
  return "\"" out "\""
}

# The length in bytes of the well-formed sequence that begins there (RFC 3629), or 0.
function utf8_length(text, at, first,    count, low, high, step, byte) {
  low = 128; high = 191
  if (first >= 194 && first <= 223) count = 1
  else if (first >= 224 && first <= 239) {
    count = 2
    if (first == 224) low = 160
    if (first == 237) high = 159
  } else if (first >= 240 && first <= 244) {
    count = 3
    if (first == 240) low = 144
    if (first == 244) high = 143
  } else return 0
  for (step = 1; step <= count; step++) {
    byte = byteOf[substr(text, at + step, 1)] + 0
    if (byte < low || byte > high) return 0
    low = 128; high = 191
  }
  return count + 1
}

# A share or a rate, never negative. Old awks print large numbers as 1e+09 or cut them at 2^31 when they are not told how to.
function number(value, digits,    text) {
  if (value <= 0) return "0"
  text = sprintf("%." digits "f", value)
  if (digits > 0) { sub(/0+$/, "", text); sub(/\.$/, "", text) }
  return text
}

# The first line of a file of /proc; empty where there is none, or where it cannot be read.
function first_line(file,    text) {
  text = ""
  if ((getline text < file) <= 0) text = ""
  close(file)
  return text
}
