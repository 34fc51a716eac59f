# shellcheck shell=bash
# One code-server process tree: its folders, its settings, its environment.

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
}

# The server has a runtime folder of its own; the user's terminals get back what they would have had without it.
code_server_machine_settings() {
  local runtime temporary
  json_string_or_null "${XDG_RUNTIME_DIR-}"
  runtime=$REPLY
  json_string_or_null "${TMPDIR-}"
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

# code_server_launch <binary> <id> <port> <runtime folder> <token> <grace seconds>: REPLY is the pid. Returns at once.
code_server_launch() {
  local binary=$1 id=$2 port=$3 runtime=$4 token=$5 grace_seconds=$6 folder=$BERTH_HOME/instances/$2
  (
    trap - PIPE ERR EXIT TERM HUP INT
    process_close_files
    unset PORT PASSWORD VSCODE_IPC_HOOK_CLI VSCODE_OPTIONS VSCODE_PROXY_URI CODE_SERVER_CONFIG CODE_SERVER_HOST CODE_SERVER_COOKIE_SUFFIX LC_ALL
    if [[ -n $BERTH_USER_LC_ALL ]]; then export LC_ALL=$BERTH_USER_LC_ALL; fi
    export BERTH_INSTANCE=$id BERTH_INSTANCE_HOME=$BERTH_HOME
    export HASHED_PASSWORD=$token XDG_RUNTIME_DIR=$runtime TMPDIR=$runtime VSCODE_AGENT_FOLDER=$folder/agent
    unset BERTH_HOME
    cd -- "${HOME:-/}" || cd /
    # New files of the user's own work get the user's own mode; ours lie in folders that nobody else may enter.
    umask "$BERTH_USER_UMASK"
    exec setsid -- "$binary" --bind-addr "127.0.0.1:$port" --auth password --cookie-suffix "$id" \
      --config "$folder/config.yaml" --user-data-dir "$folder/user-data" --extensions-dir "$folder/extensions" \
      --disable-proxy --disable-telemetry --disable-update-check --ignore-last-opened \
      --reconnection-grace-time "$grace_seconds" </dev/null >>"$folder/log" 2>&1
  ) </dev/null &
  REPLY=$!
}

# code_server_forget <instance folder>: removes what is of no use without the process.
code_server_forget() {
  local path
  file_drop "$1/token" "$1/memory"
  # code-server leaves its own socket when it ends in a hurry.
  for path in "$1"/user-data/*.sock; do
    [[ ! -S $path ]] || rm -f -- "$path"
  done
}
