# Tells what tmux printed as the inside of a JSON string: the last whole lines of it, at most `most` bytes. The first line that is printed
# is how many of them come before the line `screen`, and whether some were left out; the second one is the text. Bytes are bytes here.

# A control character but ESC and TAB is none of a screen's.
function told(line) {
  if (!colours) sub(/[ \t]+$/, "", line)
  gsub(/\\/, "&&", line)
  gsub(/"/, "\\\"", line)
  gsub(/\t/, "\\t", line)
  gsub(/\033/, "\\u001b", line)
  gsub(/[\001-\037\177]/, "", line)
  return line
}

$0 == screen && !first {
  first = count + 1
  next
}

{ lines[++count] = told($0) }

END {
  if (!first) first = 1
  while (count >= first && lines[count] ~ /^ *$/) count--
  from = count + 1
  for (bytes = 0; from > 1 && bytes + length(lines[from - 1]) + 2 <= most; from--) bytes += length(lines[from - 1]) + 2
  # What was coloured last before the screen has nothing to do with it.
  if (colours && first > 1 && count >= first) lines[first] = "\\u001b[0m" lines[first]
  print (from < first ? first - from : 0), (from > 1)
  for (i = from; i <= count; i++) printf "%s%s", lines[i], i < count ? "\\n" : ""
  print ""
}
