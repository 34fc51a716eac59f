# shellcheck shell=bash
# code-server by the npm of the host, in the same layout. It runs with the host's own Node.

NPM_NODE_MAJOR=24
# Takes up to ten minutes where native parts are built.
BERTH_NPM_SECONDS=${BERTH_NPM_SECONDS:-1800}
# What npm leaves and needs while it builds.
NPM_NEEDS_BYTES=1500000000
NPM_DEADLINE=0

# npm_row: REPLY is {"node","npm"}, their versions, or null unless both are there.
npm_row() {
  local node npm
  if ! program_find node || ! node=$REPLY || ! program_find npm; then
    REPLY=null
    return 0
  fi
  npm=$REPLY
  program_version "$node" --version
  json_string "$REPLY"
  node=$REPLY
  program_version "$npm" --version
  json_string "$REPLY"
  REPLY="{\"node\":$node,\"npm\":$REPLY}"
}

npm_look() {
  ((SECONDS <= NPM_DEADLINE)) || fail_with timed-out unpack "npm took more than $((BERTH_NPM_SECONDS / 60)) minutes." 'Choose another source.'
}

# npm_install <version>: fills VERSION_WORK/tree.
npm_install() {
  local node npm found tree=$VERSION_WORK/tree title="Installing code-server $1 with npm" code=0
  program_find npm || fail_with unavailable unpack 'The server has no npm.' 'Choose another source.'
  npm=$REPLY
  program_find node || fail_with unavailable unpack 'The server has no Node.' 'Choose another source.'
  node=$REPLY
  program_version "$node" --version
  found=$REPLY
  [[ $found =~ ^[0-9]+\. ]] || found=0
  ((${found%%.*} >= NPM_NODE_MAJOR)) ||
    fail_with unavailable unpack "code-server needs Node $NPM_NODE_MAJOR or newer, and the server has $found." 'Choose another source.'
  disk_need unpack "$NPM_NEEDS_BYTES"
  transaction_step unpack "$title" :
  NPM_DEADLINE=$((SECONDS + BERTH_NPM_SECONDS))
  # The Node that npm finds for scripts is the one that was looked at. Newer versions of npm run no script unless told to, and
  # without its own and those of what it needs code-server has no terminal.
  child_run unpack npm_look show env "PATH=${node%/*}:$PATH" "npm_config_cache=$VERSION_WORK/npm" npm_config_update_notifier=false \
    npm_config_dangerously_allow_all_scripts=true \
    "$npm" install --global --prefix "$tree" --no-audit --no-fund --foreground-scripts "code-server@$1" </dev/null || code=$?
  if ((code != 0)); then
    if disk_is_full "$VERSION_WORK"; then version_fail_write unpack; fi
    fail_with setup-failed unpack 'npm did not install code-server.' 'Read the detail, or choose another source.' "$CHILD_OUTPUT"
  fi
  npm_wrap "$tree" "$node" || version_fail_write unpack
  step unpack 'done' "$title"
  transaction_keep
}

# npm_wrap <tree> <node>: a program in the place where a release has one; npm's own finds no Node where PATH has none.
npm_wrap() {
  local entry=lib/node_modules/code-server/out/node/entry.js node=$2
  [[ -f $1/$entry ]] || fail_with setup-failed unpack 'What npm installed is not code-server.' 'Choose another source.'
  node=${node//\'/\'\\\'\'}
  remove_tree "$1/bin" && mkdir -- "$1/bin" && file_put "$1/bin/code-server" "#!/bin/sh
here=\$(dirname -- \"\$(readlink -f -- \"\$0\")\")
node='$node'
[ -x \"\$node\" ] || node=node
exec \"\$node\" \"\$here/../$entry\" \"\$@\"
" && chmod 700 "$1/bin/code-server"
}
