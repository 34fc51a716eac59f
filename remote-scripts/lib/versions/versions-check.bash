# shellcheck shell=bash
# Whether a version of code-server runs on this host: it is started for a moment, in folders of its own, and ended again.

# The port that the one on trial said it listens on.
VERSION_PORT=''
VERSION_LISTENS='listening on http://127\.0\.0\.1:([0-9]{1,5})'
VERSION_DEADLINE=0

# version_read <folder>: REPLY is the version that the code-server in it says it is; fails when it says none.
version_read() {
  local path content=''
  for path in "$1/package.json" "$1/lib/node_modules/code-server/package.json"; do
    [[ -f $path && ! -L $path ]] || continue
    { IFS= read -r -N 65536 content <"$path" || :; } 2>/dev/null
    [[ $content =~ \"version\"[[:space:]]*:[[:space:]]*\"([0-9.]{1,40})\" ]] || return 1
    REPLY=${BASH_REMATCH[1]}
    return 0
  done
  return 1
}

# version_check <folder of the version> <work folder, which goes with the command>: ends the command when it does not answer.
version_check() {
  version_try "$1" "$2" ||
    fail_with setup-failed check 'This code-server does not start on the server; the one before stays in use.' \
      'Read the detail, or choose another source.' "$CHILD_OUTPUT"
}

# version_try <folder of the version> <work folder>: fails when it does not answer; CHILD_OUTPUT is what it said.
version_try() {
  local trial=$2/trial token code=0 title='Checking that it answers'
  transaction_step check "$title" :
  { remove_tree "$trial" && mkdir -p -- "$trial/data" "$trial/extensions" "$trial/home"; } 2>/dev/null || version_fail_write check
  token=$(od -An -v -tx1 -N32 /dev/urandom | tr -dc 0-9a-f)
  VERSION_PORT='' VERSION_DEADLINE=$((SECONDS + BERTH_HEALTHZ_SECONDS))
  # Everybody on this host could talk to it, so it has a password, which nobody is told.
  child_run check version_look hide env -u XDG_DATA_HOME -u XDG_CONFIG_HOME -u XDG_CACHE_HOME "${CODE_SERVER_FOREIGN[@]/#/--unset=}" \
    "HOME=$trial/home" "TMPDIR=$trial" "XDG_RUNTIME_DIR=$trial" "VSCODE_AGENT_FOLDER=$trial/agent" "HASHED_PASSWORD=$token" \
    "$1/bin/code-server" --bind-addr 127.0.0.1:0 --auth password --config /dev/null --session-socket "$trial/s" --user-data-dir "$trial/data" \
    --extensions-dir "$trial/extensions" --disable-proxy --disable-telemetry --disable-update-check </dev/null || code=$?
  # Success is that the look had seen enough: by itself it never ends.
  if [[ $VERSION_PORT != well ]] || ((code != 0)); then
    CHILD_OUTPUT+="(it ended with exit code $code)"
    if disk_is_full "$trial"; then version_fail_write check; fi
    return 1
  fi
  remove_tree "$trial" || :
  step check 'done' "$title"
  transaction_keep
}

# version_look: fails, which ends the one on trial, once it answers or has taken too long.
version_look() {
  if [[ $CHILD_OUTPUT =~ $VERSION_LISTENS ]]; then
    VERSION_PORT=${BASH_REMATCH[1]}
    if http_get "$VERSION_PORT" /healthz && [[ $REPLY == 200 ]]; then
      VERSION_PORT=well
      return 1
    fi
  fi
  if ((SECONDS > VERSION_DEADLINE)); then
    CHILD_OUTPUT+="(it did not answer within $BERTH_HEALTHZ_SECONDS s)"
    return 1
  fi
}
