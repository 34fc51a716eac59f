# Turns includes by a full path below `from`, or `really`, to the same place below `to`; every line keeps its number.

{
  rest = $0
  line = ""
  while (match(rest, /include[ \t]+["']?\//)) {
    line = line substr(rest, 1, RSTART + RLENGTH - 2)
    rest = substr(rest, RSTART + RLENGTH - 1)
    if (index(rest, from) == 1) rest = to substr(rest, length(from) + 1)
    else if (index(rest, really) == 1) rest = to substr(rest, length(really) + 1)
    line = line "/"
    rest = substr(rest, 2)
  }
  print line rest
}
