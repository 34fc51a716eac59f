# shellcheck shell=bash
# Ending processes that somebody picked from a list: each is looked at again right before its signal, because by then the number may be
# another one's. One that is not Berth's is ended only when user and name are told as they are.

# pid -> start ticks of those that may be asked; documents of the others.
declare -gA END_ASKED END_SPARED
declare -ga END_GONE=() END_FAILURES=()
# How long one that was asked may take.
BERTH_PROCESS_END_SECONDS=${BERTH_PROCESS_END_SECONDS:-5}
END_FORM='^([1-9][0-9]{0,9}):(0|[1-9][0-9]{0,18})(:([^:]*):(.*))?$'

# process_end_choose <pid:ticks[:user:name]>…: fills END_ASKED, END_GONE and END_FAILURES.
process_end_choose() {
  local entry pid ticks is_told user name uid=$EUID
  END_ASKED=() END_GONE=() END_FAILURES=()
  process_end_spare
  ports_users
  unit_user || REPLY=$uid
  PORT_USERS["$uid"]=$REPLY
  for entry in "$@"; do
    [[ $entry =~ $END_FORM ]] || refuse_input 'The option --process must be a process id and its start.'
    pid=${BASH_REMATCH[1]} ticks=${BASH_REMATCH[2]} is_told=${BASH_REMATCH[3]} user=${BASH_REMATCH[4]} name=${BASH_REMATCH[5]}
    if ! process_start_ticks "$pid" || [[ $REPLY != "$ticks" ]]; then
      END_GONE+=("{\"pid\":$pid,\"startTicks\":$ticks}")
    elif process_end_allows "$pid" "$ticks" "$is_told" "$user" "$name"; then
      END_ASKED[$pid]=$ticks
    fi
  done
}

# process_end_spare: fills END_SPARED with this command and whatever it hangs on: its connection, and the first process of all.
process_end_spare() {
  local pid=$BASHPID
  END_SPARED=([1]=1 [$$]=1)
  while [[ -z ${END_SPARED[$pid]-} || $pid == "$$" ]]; do
    END_SPARED[$pid]=1
    process_parent "$pid" && ((REPLY > 1)) || return 0
    pid=$REPLY
  done
}

# process_end_allows <pid> <ticks> <'' when no user and name were told> <user> <name>: notes why not.
process_end_allows() {
  local owner
  if [[ -n ${END_SPARED[$1]-} ]]; then
    process_end_refuse "$1" "$2" 'Berth reaches this server through this process.' 'Disconnect instead.'
    return 1
  fi
  # Gone this moment, or about to be.
  process_end_user "$1" || {
    END_GONE+=("{\"pid\":$1,\"startTicks\":$2}")
    return 1
  }
  owner=${PORT_USERS[$END_UID]:-$END_UID}
  if ((EUID != 0)) && ! [[ " $END_UIDS " == *" $EUID "* ]]; then
    process_end_refuse "$1" "$2" "Process $1 belongs to $owner, and Berth is logged in as ${PORT_USERS[$EUID]}." "Ask $owner or an administrator to end it."
    return 1
  fi
  owner_settle "$1"
  [[ $OWNER_KIND == other ]] || return 0
  process_end_name "$1"
  if [[ -z $3 ]]; then
    process_end_refuse "$1" "$2" "Process $1 ($REPLY) of $owner was not started by Berth." 'Confirm its owner and name to end it.'
  elif [[ $4 != "$owner" ]] || ! process_end_is_name "$REPLY" "$5"; then
    process_end_refuse "$1" "$2" "Process $1 is $REPLY of $owner by now." 'Look at the list of processes again.'
  else
    return 0
  fi
  return 1
}

# process_end_user <pid>: sets END_UID to whose rights it acts with and END_UIDS to whose signals it hears; fails when it is gone.
process_end_user() {
  local line
  local -a uids
  END_UID='' END_UIDS=''
  while IFS= read -r line; do
    [[ $line == Uid:* ]] || continue
    IFS=$' \t' read -r -a uids <<<"${line#Uid:}"
    END_UID=${uids[1]} END_UIDS="${uids[0]} ${uids[2]}"
    return 0
  done 2>/dev/null <"/proc/$1/status"
  return 1
}

# process_end_name <pid>: REPLY is the kernel's name of it.
process_end_name() {
  local stat=''
  { IFS= read -r -d '' stat <"/proc/$1/stat" || :; } 2>/dev/null
  stat=${stat%)*}
  REPLY=${stat#*\(}
}

# process_end_is_name <name> <as it was shown>: what cannot be shown is not compared.
process_end_is_name() {
  [[ $1 == *$'\e'* || ${1//[!\!-\~]/} == "${2//[!\!-\~]/}" ]]
}

process_end_refuse() {
  local message
  json_string "$3"
  message=$REPLY
  json_string "$4"
  END_FAILURES+=("{\"pid\":$1,\"startTicks\":$2,\"failure\":{\"kind\":\"unavailable\",\"stage\":\"stop\",\"message\":$message,\"nextStep\":$REPLY,\"detail\":null}}")
}

# process_end_signal <signal>: those of END_ASKED that are still the same.
process_end_signal() {
  local pid
  for pid in "${!END_ASKED[@]}"; do process_signal_known "$1" "$pid" "${END_ASKED[$pid]}" || :; done
}

# process_end_wait: until none of END_ASKED is there, at most for as long as they may take.
process_end_wait() {
  local pid is_any deadline=$((SECONDS + BERTH_PROCESS_END_SECONDS))
  while :; do
    is_any=0
    for pid in "${!END_ASKED[@]}"; do
      if process_start_ticks "$pid" && [[ $REPLY == "${END_ASKED[$pid]}" ]]; then is_any=1; fi
    done
    ((is_any && SECONDS <= deadline)) || return 0
    pause 0.05
  done
}

# process_end_value: REPLY is `endedProcesses`.
process_end_value() {
  local pid row text
  local -a ended=() alive=()
  for pid in "${!END_ASKED[@]}"; do
    row="{\"pid\":$pid,\"startTicks\":${END_ASKED[$pid]}}"
    if process_start_ticks "$pid" && [[ $REPLY == "${END_ASKED[$pid]}" ]]; then alive+=("$row"); else ended+=("$row"); fi
  done
  json_array ${ended[@]+"${ended[@]}"}
  text="{\"ended\":$REPLY"
  json_array ${alive[@]+"${alive[@]}"}
  text+=",\"alive\":$REPLY"
  json_array ${END_GONE[@]+"${END_GONE[@]}"}
  text+=",\"gone\":$REPLY"
  json_array ${END_FAILURES[@]+"${END_FAILURES[@]}"}
  REPLY="$text,\"failures\":$REPLY}"
}
