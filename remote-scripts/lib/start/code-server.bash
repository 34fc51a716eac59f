# shellcheck shell=bash
# One code-server process tree: its folders, its settings, its environment.

declare -ga CODE_SERVER_COMMAND
# Variables that would tell code-server of another one of the user's, or of another supervisor.
declare -ga CODE_SERVER_FOREIGN=(PORT PASSWORD VSCODE_IPC_HOOK_CLI VSCODE_OPTIONS VSCODE_PROXY_URI CODE_SERVER_CONFIG CODE_SERVER_HOST
  CODE_SERVER_COOKIE_SUFFIX NOTIFY_SOCKET)

# code_server_seed <instance folder> <runtime folder>: writes what the first start needs; later starts leave the user's changes alone.
code_server_seed() {
  local folder=$1 config='auth: password'
  base_seed "$folder"
  folder_make "$folder/user-data/User" "$folder/user-data/Machine" "$folder/extensions" "$folder/agent" || return 1
  if ! file_read "$folder/config.yaml" || [[ $REPLY != "$config" ]]; then
    file_write "$folder/config.yaml" "$config"$'\n' || return 1
  fi
  if [[ ! -e $folder/user-data/User/settings.json ]]; then
    file_read "$BERTH_LIB/../templates/user-settings.json" || return 1
    file_write "$folder/user-data/User/settings.json" "$REPLY"$'\n' || return 1
  fi
  if [[ ! -e $folder/user-data/Machine/settings.json ]]; then
    code_server_machine_settings
    file_write "$folder/user-data/Machine/settings.json" "$REPLY" || return 1
  fi
  code_server_drop_logs "$folder/user-data/logs"
}

# code_server_drop_logs <folder>: keeps the logs of the last nine runs, as VS Code does once it has run for ten seconds. Those that
# cannot be removed are in nobody's way.
code_server_drop_logs() {
  local index
  local -a runs=("$1"/????????T??????)
  for ((index = 0; index < ${#runs[@]} - 9; index++)); do
    remove_tree "${runs[index]}" || return 0
  done
}

# The server has a runtime folder of its own; the user's terminals get back what they would have had without it.
code_server_machine_settings() {
  local runtime temporary
  json_string_or_null "${XDG_RUNTIME_DIR-}"
  runtime=$REPLY
  json_string_or_null "$BERTH_USER_TMPDIR"
  temporary=$REPLY
  printf -v REPLY '{\n  "terminal.integrated.env.linux": { "XDG_RUNTIME_DIR": %s, "TMPDIR": %s }\n}\n' "$runtime" "$temporary"
}

# code_server_grace_seconds: REPLY is how long a dropped tab's extension host (100 to 400 MB) is kept for its return.
code_server_grace_seconds() {
  local total_bytes
  memory_read
  total_bytes=${MEMORY[MemTotal]}
  if ((total_bytes < 4 << 30)); then
    REPLY=1800
  elif ((total_bytes < 8 << 30)); then
    REPLY=3600
  else
    REPLY=10800
  fi
}

# code_server_runtime <port>: REPLY is a folder for the sockets. VS Code adds /vscode-ipc-<uuid>.sock (53 bytes) and the
# kernel takes 107, so it must be short; the user's own runtime folder helps out where the home path is long.
code_server_runtime() {
  REPLY=$BERTH_HOME/run/$1
  ((${#REPLY} > 54)) || return 0
  home_runtime || return 1
  REPLY+=/$1
  ((${#REPLY} <= 54))
}

# code_server_command <binary> <id> <port>: fills CODE_SERVER_COMMAND, beginning with `launch`, which is the root of what runs.
code_server_command() {
  local folder=$BERTH_HOME/instances/$2
  settings_arguments "$2"
  code_server_grace_seconds
  CODE_SERVER_COMMAND=(/bin/sh "${BERTH_LIB%/lib}/launch" "$BERTH_HOME" "$2" "$1" --bind-addr "127.0.0.1:$3" --auth password --cookie-suffix "$2"
    --config "$folder/config.yaml" --user-data-dir "$folder/user-data" --extensions-dir "$folder/extensions"
    --disable-proxy --disable-telemetry --disable-update-check --ignore-last-opened
    --reconnection-grace-time "$REPLY" ${SETTINGS_ARGUMENTS[@]+"${SETTINGS_ARGUMENTS[@]}"})
}

# code_server_environment <id> <runtime folder> <token> [all]: writes what `launch` gives code-server besides its own environment.
# With `all` that includes the login's, for a `launch` that systemd starts.
code_server_environment() {
  local path=$BERTH_HOME/instances/$1/environment line content='' code=0
  if [[ -n ${4-} ]]; then
    code_server_login_environment
    content=$REPLY
  fi
  # A variable of the user's counts more, so it comes later.
  agent_variable
  content+=$REPLY
  settings_variables "$1"
  for line in ${SETTINGS_VARIABLES[@]+"${SETTINGS_VARIABLES[@]}"}; do content+=$line$'\n'; done
  # New files of the user's own work get the user's own mode; ours lie in folders that nobody else may enter.
  content+="BERTH_UMASK=$BERTH_USER_UMASK"$'\n'"HASHED_PASSWORD=$3"$'\n'"XDG_RUNTIME_DIR=$2"$'\n'"TMPDIR=$2"$'\n'
  content+="VSCODE_AGENT_FOLDER=${path%/*}/agent"$'\n'
  file_drop "$path"
  set -o noclobber
  { printf '%s' "$content" >"$path"; } 2>/dev/null || code=1
  set +o noclobber
  return "$code"
}

# What these scripts were started with, but for what would tell code-server of another one, or another Berth.
code_server_login_environment() {
  local entry name content=''
  local -a entries=()
  { mapfile -d '' -t entries <"/proc/$$/environ"; } 2>/dev/null || :
  for entry in ${entries[@]+"${entries[@]}"}; do
    name=${entry%%=*}
    [[ $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ && $entry != *$'\n'* ]] || continue
    [[ $name != BERTH_* && " ${CODE_SERVER_FOREIGN[*]} " != *" $name "* ]] || continue
    content+=$entry$'\n'
  done
  REPLY=$content
}

# code_server_launch <id>: runs CODE_SERVER_COMMAND in a session of its own; REPLY is the pid. Returns at once.
code_server_launch() {
  (
    trap - PIPE ERR EXIT TERM HUP INT
    process_close_files
    unset "${CODE_SERVER_FOREIGN[@]}" LC_ALL
    if [[ -n $BERTH_USER_LC_ALL ]]; then export LC_ALL=$BERTH_USER_LC_ALL; fi
    export BERTH_INSTANCE=$1 BERTH_INSTANCE_HOME=$BERTH_HOME
    unset BERTH_HOME BERTH_KEEPER_HOME BERTH_UNIT
    exec setsid -- "${CODE_SERVER_COMMAND[@]}" </dev/null >/dev/null 2>&1
  ) </dev/null &
  REPLY=$!
}

# code_server_forget <instance folder>: removes what is of no use without the process.
code_server_forget() {
  local path
  file_drop "$1/token" "$1/memory" "$1/environment"
  # code-server leaves its own socket when it ends in a hurry.
  for path in "$1"/user-data/*.sock; do
    [[ ! -S $path ]] || rm -f -- "$path"
  done
}
