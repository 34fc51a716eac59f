# shellcheck shell=bash
# The small pages that nginx shows in the place of an editor. They stand in a conf between single quotes, so that neither a
# quote, a backslash nor a dollar may be in them; needs LC_ALL=C.

# How much of a name a page shows: nginx takes 4096 bytes for one text, and an escaped byte needs six.
PAGE_NAME_BYTES=120

# page_escape <text>: REPLY is the text for HTML and for a conf: letters, digits and a few signs as they are, well-formed UTF-8
# too, anything else by its number.
page_escape() {
  local rest=${1:0:PAGE_NAME_BYTES} out='' plain length
  while [[ -n $rest ]]; do
    plain=${rest%%[!A-Za-z0-9 ._-]*}
    out+=$plain
    rest=${rest:${#plain}}
    [[ -n $rest ]] || break
    utf8_length "$rest"
    length=$REPLY
    byte_value "$rest"
    if ((length > 0)); then
      out+=${rest:0:length}
    elif ((REPLY < 32 || REPLY >= 127)); then
      out+='&#65533;'
    else
      out+="&#$REPLY;"
    fi
    ((length > 0)) || length=1
    rest=${rest:length}
  done
  if ((${#1} > PAGE_NAME_BYTES)); then out+='&#8230;'; fi
  REPLY=$out
}

# page_make <heading> <text>: REPLY is the page; both are HTML already.
page_make() {
  local heading=$1 text=$2 page
  file_read "$BERTH_LIB/../templates/page.html" || return 1
  page=${REPLY//$'\n'/}
  page=${page//@HEADING@/"$heading"}
  REPLY=${page//@TEXT@/"$text"}
}

# page_suspended <folder of the repository>: REPLY is the page of an instance that is suspended.
page_suspended() {
  page_escape "${1##*/}"
  page_make "VS Code for <bdi>$REPLY</bdi> is asleep" 'Open it from Berth and it wakes up in a second.'
}

# pages_render: REPLY is the conf with the pages for addresses where nothing runs and where nobody answers.
pages_render() {
  local conf
  file_read "$BERTH_LIB/../templates/pages.conf" || return 1
  conf=$REPLY
  page_make 'Nothing runs here' 'No VS Code runs at this address. Open Berth and press Start beside the repository.' || return 1
  conf=${conf//@ABSENT_PAGE@/"$REPLY"}
  page_make 'VS Code does not answer' 'It may have ended. Open the repository from Berth to start it again.' || return 1
  REPLY=${conf//@DEAD_PAGE@/"$REPLY"}
}
