# shellcheck shell=bash
# What the alerts look at: processor, memory, disks and the setup of this host. Each fills ALERT_VALUES, or says in ALERT_UNKNOWN that
# it cannot tell.

# Of a disk's key: `<used kilobytes> <all that this user may use>`.
declare -gA ALERT_DISKS
# Who asks for the alerts waits for so long.
ALERT_DISK_SECONDS=2
ALERT_DISKS_MOST=16
# So long before its end a certificate is told, and no longer than a day after that it is asked again.
ALERT_CERTIFICATE_MS=1209600000
ALERT_CERTIFICATE_REST_MS=3600000
# A mean over less says little, and one over more is of a time that nobody looked at.
ALERT_CPU_MS_LEAST=20000
# When many instances hang, the rest of them is not asked any more.
ALERT_ROUTES_SECONDS=5
ALERT_ROUTE_SECONDS=3
# Clock ticks in which the processor was busy since the last look.
ALERT_CPU_BUSY=0
declare -gA MEMORY ALERT_FACTS

# alert_values_collect <now>: needs alert_instances_collect.
alert_values_collect() {
  alert_value_cpu "$1"
  memory_read
  if ((MEMORY[MemTotal] > 0)); then
    alert_value "memory:" $(((MEMORY[MemTotal] - MEMORY[MemAvailable]) * 1000 / MEMORY[MemTotal]))
  else
    alert_unknown memory
  fi
  alert_value_disks
  alert_value_forecast "$1"
  alert_value_setup
  alert_value_certificate "$1"
}

# alert_value_cpu <now>: the mean since the last look.
alert_value_cpu() {
  local busy all busy_before=${ALERT_FACTS[cpuBusy]} all_before=${ALERT_FACTS[cpuAll]} passed=$(($1 - ALERT_FACTS[lookedMs]))
  alert_unknown cpu
  if [[ ${ALERT_FACTS[bootId]-} == "$BERTH_BOOT_ID" ]] && ((all_before > 0 && passed >= 0 && passed < ALERT_CPU_MS_LEAST)); then return 0; fi
  cpu_read
  busy=${REPLY% *} all=${REPLY#* }
  ALERT_FACTS[cpuBusy]=$busy ALERT_FACTS[cpuAll]=$all
  [[ ${ALERT_FACTS[bootId]-} == "$BERTH_BOOT_ID" ]] || return 0
  ((all_before > 0 && all > all_before && busy >= busy_before && passed > 0 && passed <= ALERT_GAP_MS)) || return 0
  ALERT_CPU_BUSY=$((busy - busy_before))
  alert_value "cpu:" $(((busy - busy_before) * 1000 / (all - all_before)))
}

# alert_is_half <clock ticks>: whether they are half of what the processor was busy with since the last look.
alert_is_half() { (($1 * 2 >= ALERT_CPU_BUSY)); }

# alert_value_disks: the disks of this machine, and those that hold Berth's home and the repositories, whatever they are.
alert_value_disks() {
  local id
  local -a places=("$BERTH_HOME")
  for id in "${!ALERT_PATHS[@]}"; do places+=("${ALERT_PATHS[$id]}"); done
  ALERT_DISKS=()
  # A folder that is gone is told on stderr, and the others all the same.
  alert_disks_ask places / -- "${places[@]}"
  alert_disks_ask local /dev/ -l -x tmpfs -x devtmpfs -x overlay -x squashfs -x iso9660 -x vfat -x efivarfs -x ramfs
  ((${#ALERT_DISKS[@]} > 0)) || alert_unknown disk "disk-forecast"
}

# alert_disks_ask <places|local> <how devices begin; / for all> <argument of df>…: notes what df tells. While one that did not answer is still
# there, no other one is sent after it.
alert_disks_ask() {
  local fact=asked-$1 begin=$2 device used available path
  shift 2
  if beside_is_left "${ALERT_FACTS[$fact]-}"; then
    alert_unknown disk "disk-forecast"
    return 0
  fi
  unset "ALERT_FACTS[$fact]"
  if ! beside_ask "$ALERT_DISK_SECONDS" df -P -k "$@"; then
    ALERT_FACTS[$fact]=$REPLY
    alert_unknown disk "disk-forecast"
    return 0
  fi
  while read -r device _ used available _ path; do
    [[ ($begin == / || $device == "$begin"*) && $used =~ ^[0-9]{1,15}$ && $available =~ ^[0-9]{1,15}$ && $path == /* ]] || continue
    ((used + available > 0 && ${#ALERT_DISKS[@]} < ALERT_DISKS_MOST)) || continue
    url_encode "$path"
    ALERT_DISKS[$REPLY]="$used $((used + available))"
    alert_value "disk:$REPLY" $((used * 1000 / (used + available)))
  done <<<"$REPLY"
}

# alert_value_setup: what instances that run need: Berth's nginx, their routes, and code-server for the next start.
alert_value_setup() {
  local id port deadline=$((SECONDS + ALERT_ROUTES_SECONDS))
  alert_is_any_known || return 0
  alert_value "setup-broken:code-server" 0
  if [[ ! -x $BERTH_HOME/code-server/current/bin/code-server ]] && ! code_server_find; then alert_value "setup-broken:code-server" 1000; fi
  alert_is_any_running || return 0
  route_kind
  [[ $REPLY == own ]] && route_any_leads && nginx_find || return 0
  # Whoever holds it is about to change it.
  if lock_is_held "$BERTH_HOME/nginx.lock"; then
    alert_unknown "setup-broken"
    return 0
  fi
  alert_value "setup-broken:nginx" 1000
  nginx_master && file_read "$BERTH_HOME/nginx/port" && [[ $REPLY =~ ^[1-9][0-9]{1,4}$ ]] || return 0
  port=$REPLY
  alert_value "setup-broken:nginx" 0
  http_wait "$ALERT_ROUTE_SECONDS"
  for id in "${!ALERT_RUNNING[@]}"; do
    if ((SECONDS < deadline)); then alert_value_route "$id" "$port"; else alert_unknown "setup-broken:$id"; fi
  done
  http_wait
}

# alert_value_route <id> <port>: asked where it counts as no work, so that nothing is kept awake by it.
alert_value_route() {
  local wanted=$BERTH_HOME/nginx/routes/$1.conf
  if [[ ! -f $wanted || -L $wanted ]] || ! file_read "$wanted" || [[ $REPLY == '# suspended'* ]]; then return 0; fi
  alert_value "setup-broken:$1" 1000
  if http_get "$2" "/vscode/$1/healthz" && [[ $REPLY == 200 ]]; then alert_value "setup-broken:$1" 0; fi
}

# alert_value_certificate <now>: of the public address, where there is one with TLS and the host has openssl.
alert_value_certificate() {
  local now=$1 left
  route_kind
  [[ $REPLY == system ]] && alert_is_any_known || return 0
  if ((now - ALERT_FACTS[certificateAtMs] >= ALERT_CERTIFICATE_REST_MS || now < ALERT_FACTS[certificateAtMs])); then
    ALERT_FACTS[certificateAtMs]=$now
    alert_certificate_read || :
  fi
  if [[ -z ${ALERT_FACTS[certificateName]-} ]] || ((ALERT_FACTS[certificateEndMs] == 0)); then
    alert_unknown certificate
    return 0
  fi
  left=$((ALERT_FACTS[certificateEndMs] - now))
  # Between the two it stays as it is.
  alert_value "certificate:${ALERT_FACTS[certificateName]}" $((left <= ALERT_CERTIFICATE_MS ? 1000 : left <= ALERT_CERTIFICATE_MS + 86400000 ? 500 : 0))
}

# alert_certificate_read: notes name and end of what the site of the public address shows; fails when it cannot be asked.
alert_certificate_read() {
  local openssl text end
  program_find openssl && openssl=$REPLY && system_site_find && [[ -n $SYSTEM_TLS && -n $SYSTEM_ADDRESS ]] || return 1
  text=$(timeout -s KILL 5 "$openssl" s_client -connect "$SYSTEM_ADDRESS:$SYSTEM_PORT" -servername "${SYSTEM_NAME:-localhost}" 2>/dev/null </dev/null) || return 1
  text=$(printf '%s\n' "$text" | timeout 5 "$openssl" x509 -noout -enddate 2>/dev/null) || return 1
  end=$(date -d "${text#notAfter=}" +%s 2>/dev/null) || return 1
  [[ $end =~ ^[0-9]{1,12}$ ]] || return 1
  url_encode "${SYSTEM_NAME:-localhost}"
  ALERT_FACTS[certificateName]=$REPLY ALERT_FACTS[certificateEndMs]=$((end * 1000))
}
