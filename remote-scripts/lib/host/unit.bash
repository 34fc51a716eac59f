# shellcheck shell=bash
# systemd, where it can look after instances: a transient unit each, for its control group and its memory limit. Who a process is
# tells its mark, in a unit or not, and restarts are the keeper's, so that there is one rule for all hosts.

# unit_kind: REPLY is systemd-system, systemd-user or marker. Costs no process.
unit_kind() {
  REPLY=marker
  [[ -d /run/systemd/system ]] && type -P systemd-run >/dev/null || return 0
  if ((EUID == 0)); then
    REPLY=systemd-system
  elif unit_is_lingering && unit_runtime && [[ -S $REPLY/systemd/private ]]; then
    # Without lingering, units of the user end with the last logout.
    REPLY=systemd-user
  else
    REPLY=marker
  fi
}

# unit_runtime: REPLY is the user's runtime folder, also for a login that was not told of it; fails when there is none.
unit_runtime() {
  REPLY=${XDG_RUNTIME_DIR-}
  [[ -n $REPLY ]] || REPLY=/run/user/$EUID
  [[ -d $REPLY && -O $REPLY ]]
}

# unit_is_lingering: true when units of this user go on after the last logout.
unit_is_lingering() {
  unit_user && [[ -e /var/lib/systemd/linger/$REPLY ]]
}

# unit_user: REPLY is the name of this user.
unit_user() {
  local name uid
  while IFS=: read -r name _ uid _; do
    if [[ $uid == "$EUID" ]]; then
      REPLY=$name
      return 0
    fi
  done </etc/passwd
  # Users of a directory service are in no file.
  REPLY=$(id -un 2>/dev/null) && [[ $REPLY =~ ^[^/]+$ ]]
}

# unit_name <id>: REPLY is the name of its unit. Another home of the same user has units of other names.
unit_name() {
  local sum
  REPLY=berth-$1
  [[ $BERTH_HOME != "${HOME-}/.local/share/berth" ]] || return 0
  sum=$(printf '%s' "$BERTH_HOME" | cksum)
  REPLY+=.${sum%% *}
}

# unit_ask <kind> <tool> <argument>…: asks the manager of this kind, for at most 10 s.
unit_ask() {
  local kind=$1 tool=$2
  shift 2
  if [[ $kind == systemd-user ]]; then
    unit_runtime || return 1
    XDG_RUNTIME_DIR=$REPLY timeout 10 "$tool" --user "$@" </dev/null
  else
    timeout 10 "$tool" --system "$@" </dev/null
  fi
}

# unit_run <kind> <unit> <id> <memory limit in bytes or ''> <command> <argument>…: REPLY is the pid of the unit's main process.
# Returns 1 when systemd does not take it, with REPLY saying why.
unit_run() {
  local kind=$1 unit=$2 id=$3 limit=$4 argument output
  local -a words=() properties=(
    --property=Type=exec --property=Restart=no --property=KillMode=control-group --property=TimeoutStopSec=10
    # When the kernel ends one of VS Code's helpers, VS Code itself knows what to do.
    --property=OOMPolicy=continue --property=StandardOutput=null --property=StandardError=null
  )
  shift 4
  if [[ -n $limit ]]; then properties+=("--property=MemoryMax=$limit" "--property=MemoryHigh=$((limit * 9 / 10))"); fi
  # systemd would take a dollar sign for a variable of its own.
  for argument in "$@"; do words+=("${argument//\$/\$\$}"); done
  if ! output=$(unit_ask "$kind" systemd-run --quiet --collect --unit="$unit" --description="VS Code of $id, by Berth" "${properties[@]}" \
    --setenv=BERTH_INSTANCE="$id" --setenv=BERTH_INSTANCE_HOME="$BERTH_HOME" --setenv=BERTH_UNIT="$unit" -- "${words[@]}" 2>&1); then
    REPLY=${output:-no answer}
    return 1
  fi
  unit_main_pid "$kind" "$unit"
}

# unit_main_pid <kind> <unit>: REPLY is its pid, or 0 when it is over already.
unit_main_pid() {
  local pid
  pid=$(unit_ask "$1" systemctl show --property=MainPID "$2.service" 2>/dev/null) || pid=''
  REPLY=${pid#MainPID=}
  [[ $REPLY =~ ^[0-9]+$ ]] || REPLY=0
}

# unit_forget <kind> <unit> <id>: the unit is gone afterwards, and its name free; one that is not of this instance is left alone.
# Callers have ended the processes.
unit_forget() {
  unit_is_ours "$@" || return 0
  unit_ask "$1" systemctl stop "$2.service" >/dev/null 2>&1 && return 0
  # With its last process it may have gone by itself meanwhile.
  ! unit_is_ours "$@"
}

# unit_is_ours <kind> <unit> <id>
unit_is_ours() {
  local environment
  [[ $1 == systemd-* && -n $2 ]] || return 1
  environment=$(unit_ask "$1" systemctl show --property=Environment "$2.service" 2>/dev/null) || return 1
  [[ " ${environment#*=} " == *"BERTH_INSTANCE=$3 "* && $environment == *"BERTH_INSTANCE_HOME=$BERTH_HOME"* ]]
}

# unit_limits_memory <kind>: true when the kernel counts the memory of units, so that their limits mean something.
unit_limits_memory() {
  local path=/sys/fs/cgroup
  # Of the older kind of control groups, users have none of their own.
  if [[ $1 == systemd-system && -d $path/memory ]]; then return 0; fi
  if [[ $1 == systemd-user ]]; then path+=/user.slice/user-$EUID.slice/user@$EUID.service; fi
  file_read "$path/cgroup.controllers" && [[ " $REPLY " == *' memory '* ]]
}

# unit_row: REPLY is {"kind","isLingering","message","nextStep"}.
unit_row() {
  local kind lingering=null message next_step=''
  unit_kind
  kind=$REPLY
  if [[ $kind != marker ]] && ! unit_ask "$kind" systemctl show --property=Version >/dev/null 2>&1; then kind=marker; fi
  if [[ -d /run/systemd/system ]]; then
    lingering=false
    if unit_is_lingering; then lingering=true; fi
  fi
  case $kind in
    systemd-system) message='Each instance runs in a unit of the system' ;;
    systemd-user) message='Each instance runs in a unit of this user and goes on after the last logout' ;;
    *)
      message='Instances run without systemd: they go on after the last logout unless the server ends them, and memory limits do not count.'
      # What an administrator has to set up cannot be asked of a user.
      if [[ $lingering == false ]]; then next_step='Turn lingering on, so that systemd looks after the instances.'; fi
      ;;
  esac
  if [[ $kind != marker ]]; then
    if unit_limits_memory "$kind"; then message+='; memory limits count.'; else message+='; memory limits do not count, because this server does not count memory.'; fi
  fi
  json_string "$message"
  message=$REPLY
  json_string_or_null "$next_step"
  REPLY="{\"kind\":\"$kind\",\"isLingering\":$lingering,\"message\":$message,\"nextStep\":$REPLY}"
}
