# shellcheck shell=bash
# What a setting may be: the same rules as in main/contract/instance-settings.ts, because whoever runs a verb by hand, or edits a
# file, does not come by the contract. Each check fails with REPLY saying what is expected. A number has no zero in front: JSON
# knows no such number, and bash would take it for an octal one.

SETTINGS_MOST_ARGUMENTS=16
SETTINGS_MOST_VARIABLES=100
SETTINGS_MOST_VARIABLE_BYTES=65536

# settings_check_idle <minutes>
settings_check_idle() {
  REPLY='Idle minutes must be a whole number from 0 to 10080.'
  [[ $1 =~ ^(0|[1-9][0-9]{0,4})$ ]] && (($1 <= 10080))
}

# settings_check_memory <bytes>
settings_check_memory() {
  REPLY='The memory limit must be a number of bytes from 256 MB to 1 TB.'
  [[ $1 =~ ^[1-9][0-9]{8,12}$ ]] && (($1 >= 268435456 && $1 <= 1099511627776))
}

# settings_check_nginx <kind> <site or ''>
settings_check_nginx() {
  REPLY='The kind of nginx must be own or system.'
  [[ $1 == own || $1 == system ]] || return 1
  REPLY='The site must be an absolute path in one line.'
  [[ -z $2 || ($2 == /* && ${#2} -le 4096) ]] && settings_is_one_line "$2"
}

# settings_check_arguments <argument>…: each changes neither who gets in, nor where code-server listens, nor where its files are.
settings_check_arguments() {
  local argument pattern is_known
  local -a patterns=(
    '^--locale=[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$'
    '^--app-name=[A-Za-z0-9 ._-]{1,64}$'
    '^--log=(trace|debug|info|warn|error|off)$'
    '^--enable-proposed-api=[A-Za-z0-9_-]{1,128}\.[A-Za-z0-9_-]{1,128}$'
    '^--(disable-workspace-trust|disable-getting-started-override|disable-file-downloads|disable-file-uploads|verbose)$'
  )
  REPLY="There may be at most $SETTINGS_MOST_ARGUMENTS extra arguments."
  (($# <= SETTINGS_MOST_ARGUMENTS)) || return 1
  REPLY='An extra argument must be one of --locale=…, --app-name=…, --log=…, --enable-proposed-api=…, --disable-workspace-trust, '
  REPLY+='--disable-getting-started-override, --disable-file-downloads, --disable-file-uploads, --verbose.'
  for argument in "$@"; do
    is_known=0
    for pattern in "${patterns[@]}"; do
      if [[ ${#argument} -le 200 && $argument =~ $pattern ]]; then is_known=1; fi
    done
    ((is_known)) || return 1
  done
}

# settings_check_variables <NAME=value>…
settings_check_variables() {
  local variable name value length=0
  local -A seen=()
  REPLY="There may be at most $SETTINGS_MOST_VARIABLES environment variables."
  (($# <= SETTINGS_MOST_VARIABLES)) || return 1
  for variable in "$@"; do
    name=${variable%%=*}
    value=${variable#*=}
    length=$((length + ${#variable}))
    REPLY='A variable must be given as NAME=value, with a name of letters, digits and _.'
    [[ $variable == *=* && $name =~ ^[A-Za-z_][A-Za-z0-9_]{0,127}$ ]] || return 1
    REPLY="The variable $name is set by Berth or the system."
    ! settings_is_own_variable "$name" || return 1
    REPLY="The variable $name is given twice."
    [[ -z ${seen[$name]-} ]] || return 1
    seen[$name]=1
    REPLY="The value of $name must be one line of text without control characters, at most 4096 characters."
    settings_is_short "$value" && settings_is_one_line "$value" || return 1
  done
  REPLY='The environment variables together are longer than 64 KB.'
  ((length <= SETTINGS_MOST_VARIABLE_BYTES))
}

# What Berth sets itself, or what would load other code into every process.
settings_is_own_variable() {
  [[ $1 =~ ^(PORT|PASSWORD|HASHED_PASSWORD|TMPDIR|XDG_RUNTIME_DIR|HOME|USER|SHELL|NODE_OPTIONS|LC_ALL)$ || $1 =~ ^(BERTH_|VSCODE_|CODE_SERVER_|LD_) ]]
}

# The contract counts as JavaScript does: a character beyond the first plane is two.
settings_is_short() {
  local starts=${1//[$'\x80'-$'\xbf']/} large
  large=${starts//[!$'\xf0'-$'\xff']/}
  ((${#starts} + ${#large} <= 4096))
}

# Well-formed UTF-8 without control characters, of which U+0080 to U+009F are two bytes long.
settings_is_one_line() {
  local rest=$1 plain REPLY
  [[ $rest != *[[:cntrl:]]* ]] || return 1
  while [[ $rest == *[$'\x80'-$'\xff']* ]]; do
    plain=${rest%%[$'\x80'-$'\xff']*}
    rest=${rest:${#plain}}
    [[ $rest != $'\xc2'[$'\x80'-$'\x9f']* ]] || return 1
    utf8_length "$rest"
    ((REPLY > 0)) || return 1
    rest=${rest:REPLY}
  done
}
