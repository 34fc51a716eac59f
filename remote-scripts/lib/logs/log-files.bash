# shellcheck shell=bash
# Which logs there are on a host, and where each lies. One is turned over into `<file>.1`; what was there before goes.

# The logs of the nginx of the system, where its package puts them; tests have a folder of their own.
BERTH_NGINX_SYSTEM_LOGS=${BERTH_NGINX_SYSTEM_LOGS:-/var/log/nginx}
LOG_KINDS='operations nginx-access nginx-error keeper'

# log_locate <kind> <id, of an instance> <current|previous>: LOG_PATH is where it lies, LOG_IS_FOREIGN is set where that is a file of
# the system.
log_locate() {
  LOG_IS_FOREIGN=''
  case $1 in
    instance) LOG_PATH=$BERTH_HOME/instances/$2/log ;;
    operations) LOG_PATH=$BERTH_HOME/logs/operations ;;
    keeper) LOG_PATH=$BERTH_HOME/keeper/log ;;
    nginx-*) log_locate_nginx "${1#nginx-}" ;;
  esac
  if [[ $3 == previous ]]; then LOG_PATH+=.1; fi
}

# log_locate_nginx <access|error>: of the nginx that the routes are in.
log_locate_nginx() {
  settings_host nginxKind
  if [[ $REPLY == system ]]; then
    LOG_PATH=$BERTH_NGINX_SYSTEM_LOGS/$1.log LOG_IS_FOREIGN=1
  else
    LOG_PATH=$BERTH_HOME/nginx/logs/$1.log
  fi
}

# log_read <kind> <id or ''> <current|previous> <from, a number or `end`> <bytes>: REPLY is the JSON of the piece. Fails when the log may
# not be read; LOG_PATH is where it is then.
log_read() {
  log_locate "$1" "$2" "$3"
  log_piece "$LOG_PATH" "$4" "$5" "$LOG_IS_FOREIGN"
}

# log_list: REPLY is the JSON of the logs that are there and can be read.
log_list() {
  local kind id
  local -a rows=() paths=() heads=()
  local -A sizes=() times=()
  for kind in $LOG_KINDS; do log_list_note "$kind" '' current "$kind"; done
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    [[ -e $BERTH_HOME/instances/$id/log || -e $BERTH_HOME/instances/$id/log.1 ]] || continue
    record_read "$id" || instance_identify "$id"
    log_list_note instance "$id" current "${RECORD[repository]-$id}"
    log_list_note instance "$id" previous "${RECORD[repository]-$id}"
  done
  log_list_look
  log_list_rows
  json_array ${rows[@]+"${rows[@]}"}
}

# log_list_note <kind> <id or ''> <current|previous> <title>: adds to `paths` and `heads`.
log_list_note() {
  local repository=null is_previous=false title
  log_locate "$1" "$2" "$3"
  [[ -f $LOG_PATH && ! -L $LOG_PATH && -r $LOG_PATH ]] || return 0
  json_string "$4"
  title=$REPLY
  if [[ -n $2 ]]; then repository=\"$2\"; fi
  if [[ $3 == previous ]]; then is_previous=true; fi
  paths+=("$LOG_PATH")
  heads+=("{\"kind\":\"$1\",\"repository\":$repository,\"isPrevious\":$is_previous,\"title\":$title")
}

# log_list_look: fills `sizes` and `times` of `paths`, with one process for all of them.
log_list_look() {
  local size time path
  ((${#paths[@]} > 0)) || return 0
  while read -r size time path; do
    sizes[$path]=$size times[$path]=$time
  done < <(stat -c '%s %Y %n' -- "${paths[@]}" 2>/dev/null || :)
}

# log_list_rows: fills `rows`; what went away meanwhile is left out.
log_list_rows() {
  local index path
  for ((index = 0; index < ${#paths[@]}; index++)); do
    path=${paths[index]}
    [[ -n ${sizes[$path]-} ]] || continue
    rows+=("${heads[index]},\"sizeBytes\":${sizes[$path]},\"changedAtMs\":${times[$path]}000}")
  done
}
