# shellcheck shell=bash
# JSON out of bash: every text that is printed goes through json_string, whatever bytes it holds. Needs LC_ALL=C.

# json_string <text>: REPLY is the quoted string. Control characters are escaped, bytes that are not UTF-8 become U+FFFD.
json_string() {
  local text=$1
  if [[ $text == *[!\ -~]* ]]; then
    json_escape_bytes "$text"
    return
  fi
  text=${text//\\/\\\\}
  REPLY=\"${text//\"/\\\"}\"
}

json_escape_bytes() {
  local rest=$1 out='' plain byte length
  while [[ -n $rest ]]; do
    plain=${rest%%[!\ -~]*}
    if [[ -n $plain ]]; then
      rest=${rest:${#plain}}
      plain=${plain//\\/\\\\}
      out+=${plain//\"/\\\"}
      continue
    fi
    byte_value "$rest"
    byte=$REPLY
    if ((byte < 32 || byte == 127)); then
      json_control "$byte"
      out+=$REPLY
      rest=${rest:1}
      continue
    fi
    utf8_length "$rest"
    length=$REPLY
    if ((length == 0)); then
      out+='\ufffd'
      rest=${rest:1}
    else
      out+=${rest:0:length}
      rest=${rest:length}
    fi
  done
  REPLY=\"$out\"
}

json_control() {
  case $1 in
    8) REPLY='\b' ;;
    9) REPLY='\t' ;;
    10) REPLY='\n' ;;
    12) REPLY='\f' ;;
    13) REPLY='\r' ;;
    *) printf -v REPLY '\\u%04x' "$1" ;;
  esac
}

# byte_value <text>: REPLY is its first byte, 0 to 255; 0 for an empty text.
byte_value() {
  local first=${1:0:1}
  if [[ -z $first ]]; then
    REPLY=0
    return
  fi
  printf -v REPLY '%d' "'$first"
  REPLY=$((REPLY & 255))
}

# utf8_length <text>: REPLY is the length in bytes of the well-formed sequence it begins with (RFC 3629), or 0.
utf8_length() {
  local text=$1 first low=128 high=191 count index
  byte_value "$text"
  first=$REPLY
  if ((first >= 194 && first <= 223)); then
    count=1
  elif ((first >= 224 && first <= 239)); then
    count=2
    ((first != 224)) || low=160
    ((first != 237)) || high=159
  elif ((first >= 240 && first <= 244)); then
    count=3
    ((first != 240)) || low=144
    ((first != 244)) || high=143
  else
    REPLY=0
    return
  fi
  for ((index = 1; index <= count; index++)); do
    byte_value "${text:index:1}"
    if ((REPLY < low || REPLY > high)); then
      REPLY=0
      return
    fi
    low=128
    high=191
  done
  REPLY=$((count + 1))
}

# json_string_or_null <text>: null for an empty text.
json_string_or_null() {
  if [[ -z $1 ]]; then REPLY=null; else json_string "$1"; fi
}

# json_number_or_null <number>: null for anything that is not a whole number.
json_number_or_null() {
  if [[ $1 =~ ^[0-9]+$ ]]; then REPLY=$((10#$1)); else REPLY=null; fi
}

# json_array <document>…: REPLY is the array of them.
json_array() {
  local IFS=,
  REPLY="[$*]"
}
