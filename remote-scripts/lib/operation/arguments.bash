# shellcheck shell=bash
# Options of a verb: `--name value` pairs and flags, each checked by a pattern before anything else sees it.

declare -gA ARGUMENTS
# Of the options that may be repeated: a name and a value for each time that one was given.
declare -ga ARGUMENT_NAMES ARGUMENT_VALUES

refuse_input() {
  fail_with invalid-input input "$1" 'Correct the value and try again.'
}

# arguments_parse "<options that take a value>" "<flags>" <argument>…: fills ARGUMENTS (dashes become underscores). A name that
# ends in `+` may be repeated; arguments_list tells its values.
arguments_parse() {
  local valued=" $1 " flags=" $2 " option key
  shift 2
  ARGUMENTS=() ARGUMENT_NAMES=() ARGUMENT_VALUES=()
  while (($# > 0)); do
    option=$1
    [[ $option =~ ^--[a-z0-9-]+$ ]] || refuse_input 'An option was expected.'
    key=${option#--}
    if [[ $flags == *" $key "* ]]; then
      ARGUMENTS[${key//-/_}]=1
      shift
    elif [[ $valued == *" $key "* || $valued == *" $key+ "* ]]; then
      (($# >= 2)) || refuse_input "The option $option needs a value."
      if [[ $valued == *" $key "* ]]; then
        ARGUMENTS[${key//-/_}]=$2
      else
        ARGUMENT_NAMES+=("$key")
        ARGUMENT_VALUES+=("$2")
      fi
      shift 2
    else
      refuse_input "The option $option is not known here."
    fi
  done
}

# arguments_list <option> <name of an array>: fills it with the values of an option that may be repeated, in their order.
arguments_list() {
  local -n values_of=$2
  local index
  values_of=()
  for ((index = 0; index < ${#ARGUMENT_NAMES[@]}; index++)); do
    if [[ ${ARGUMENT_NAMES[index]} == "$1" ]]; then values_of+=("${ARGUMENT_VALUES[index]}"); fi
  done
}

# arguments_need <option> <pattern> <what it must be>
arguments_need() {
  local value=${ARGUMENTS[${1//-/_}]-}
  [[ -n $value ]] || refuse_input "The option --$1 is missing."
  [[ $value =~ $2 ]] || refuse_input "The option --$1 must be $3."
}

arguments_need_id() {
  arguments_need id '^[a-z0-9][a-z0-9-]{0,39}$' 'an instance id'
}

# A dry run changes nothing, so it needs no operation id.
arguments_need_operation() {
  [[ -z ${ARGUMENTS[dry_run]-} ]] || return 0
  arguments_need operation-id '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' 'an operation id'
}

arguments_need_ports() {
  arguments_need port-first '^[1-9][0-9]{0,4}$' 'a port number'
  arguments_need port-last '^[1-9][0-9]{0,4}$' 'a port number'
  local first=${ARGUMENTS[port_first]} last=${ARGUMENTS[port_last]}
  ((first >= 1024 && last <= 65535)) || refuse_input 'The ports must lie between 1024 and 65535.'
  ((first <= last && last - first < 1000)) || refuse_input 'The last port must not be below the first, nor 1,000 above it.'
}
