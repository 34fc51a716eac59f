#!/usr/bin/env bats
# The base of a host's instances: taken from one, copied into new ones, and never changed by any of them.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

# extension <folder> <name> <version>: as VS Code unpacks one.
extension() {
  local folder=$1/tester.$2-$3
  mkdir -p "$folder/bin"
  printf '{"name":"%s","publisher":"tester","version":"%s","engines":{"vscode":"^1.50.0"}}\n' "$2" "$3" >"$folder/package.json"
  echo '#!/bin/sh' >"$folder/bin/tool"
  chmod 700 "$folder/bin/tool"
}

# taught <id>: an instance that somebody worked in.
taught() {
  local folder=$BERTH_HOME/instances/$1
  start "$1"
  mkdir -p "$folder/user-data/User/"{snippets,globalStorage,workspaceStorage}
  echo '{ "editor.fontSize": 17 }' >"$folder/user-data/User/settings.json"
  echo '[{ "key": "ctrl+k" }]' >"$folder/user-data/User/keybindings.json"
  echo '{}' >"$folder/user-data/User/snippets/own.code-snippets"
  echo secret-of-somebody >"$folder/user-data/User/globalStorage/state.vscdb"
  echo secret-of-somebody >"$folder/user-data/User/workspaceStorage/x"
  ln -s "$work/repo" "$folder/user-data/User/snippets/link"
  extension "$folder/extensions" one 1.0.0
  extension "$folder/extensions" two 2.1.0
  extension "$folder/extensions" gone 1.0.0
  printf '[{"relativeLocation":"tester.one-1.0.0"},{"relativeLocation":"tester.two-2.1.0"}]' >"$folder/extensions/extensions.json"
}

save() { ask base-save --id "$1" --operation-id "save-$RANDOM$RANDOM"; }

# sum <folder>: stands for every name, mode and byte below it.
sum() { (cd "$1" && find . -printf '%p %m %l\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum; }

@test "without a base there is none to show, and an instance starts as ever" {
  ask base-show
  succeeds
  is d.value '{"repository":null,"savedAtMs":null,"extensions":[],"sizeBytes":0}'
  start demo
  [[ $(stages 'done') == 'budget claim directories process nginx healthz route' ]]
}

@test "what a new instance begins with is a copy; what it removes or changes is its own" {
  local before folder=$BERTH_HOME/instances/fresh
  taught demo
  save demo
  succeeds
  is d.value.repository demo
  is 'd.value.extensions.sort()' '["tester.one","tester.two"]'
  is 'd.value.savedAtMs > 1.7e12 && d.value.sizeBytes > 0' true
  run ! grep -rqs secret-of-somebody "$BERTH_HOME/base"
  [[ -z $(find "$BERTH_HOME/base" -name '*torage*' -o -name token -o -type l) ]]
  before=$(sum "$BERTH_HOME/base")
  start fresh
  succeeds
  [[ $lines == *'Taking over settings and extensions of demo'* ]]
  [[ $(<"$folder/user-data/User/settings.json") == *fontSize* && $(<"$folder/user-data/User/keybindings.json") == *ctrl+k* ]]
  [[ -f $folder/user-data/User/snippets/own.code-snippets && -f $folder/user-data/Machine/settings.json ]]
  [[ $(ls "$folder/extensions") == $'tester.one-1.0.0\ntester.two-2.1.0' && -x $folder/extensions/tester.one-1.0.0/bin/tool ]]
  # On the disk and in memory once.
  [[ $folder/extensions/tester.one-1.0.0/package.json -ef $BERTH_HOME/base/extensions/tester.one-1.0.0/package.json ]]
  echo changed >"$folder/user-data/User/settings.json"
  rm -r "$folder/extensions/tester.one-1.0.0"
  extension "$folder/extensions" three 1.0.0
  echo more >"$folder/extensions/tester.two-2.1.0/more"
  [[ $(sum "$BERTH_HOME/base") == "$before" ]]
  # A later start leaves what the user has by then.
  stop fresh
  start fresh
  [[ $(<"$folder/user-data/User/settings.json") == changed && ! -e $folder/extensions/tester.one-1.0.0 ]]
}

@test "an instance keeps what it has when the base is replaced or cleared" {
  local before
  taught demo
  save demo
  start fresh
  before=$(sum "$BERTH_HOME/instances/fresh/extensions")
  rm -r "$BERTH_HOME/instances/demo/extensions/tester.one-1.0.0"
  stop demo
  save demo
  succeeds
  is d.value.extensions '["tester.two"]'
  ask base-clear
  succeeds
  is d.value.repository null
  [[ ! -e $BERTH_HOME/base && $(sum "$BERTH_HOME/instances/fresh/extensions") == "$before" ]]
  ask base-show
  is d.value.repository null
}

@test "a base that is damaged, or not ours, is told and not used" {
  taught demo
  save demo
  truncate -s -2 "$BERTH_HOME/base/source"
  start one
  succeeds
  [[ $lines == *'begins with plain ones'* && -z $(ls "$BERTH_HOME/instances/one/extensions") ]]
  mv "$BERTH_HOME/base" "$work/base"
  ln -s "$work/base" "$BERTH_HOME/base"
  start two
  succeeds
  [[ $lines == *'begins with plain ones'* ]]
  ask base-show
  is d.value.repository null
}

@test "a save that fails or is cut leaves the base as it was" {
  local before
  taught demo
  save demo
  before=$(sum "$BERTH_HOME/base")
  extension "$BERTH_HOME/instances/demo/extensions" four 1.0.0
  printf '[{"relativeLocation":"tester.four-1.0.0"}]' >"$BERTH_HOME/instances/demo/extensions/extensions.json"
  mkdir "$work/bin"
  printf '#!/bin/sh\ncase "$*" in *tester.four*) exit 1 ;; esac\nexec /bin/cp "$@"\n' >"$work/bin/cp"
  chmod +x "$work/bin/cp"
  PATH=$work/bin:$PATH save demo
  fails_with 70 script-failed store
  [[ $(sum "$BERTH_HOME/base") == "$before" && -z $(compgen -G "$BERTH_HOME/base.*.*") ]]
  printf '#!/bin/sh\ncase "$*" in *tester.four*) kill -9 "$PPID" ;; esac\nexec /bin/cp "$@"\n' >"$work/bin/cp"
  PATH=$work/bin:$PATH save demo
  [[ -n $(compgen -G "$BERTH_HOME/base.tmp.*") && $(sum "$BERTH_HOME/base") == "$before" ]]
  # The next one clears up, also between the two renames.
  mv "$BERTH_HOME/base" "$BERTH_HOME/base.previous"
  ask base-save --id nobody --operation-id x
  fails_with 66 instance-not-found store
  PATH=$work/bin:$PATH save demo
  save demo
  succeeds
  is d.value.extensions '["tester.four"]'
  [[ -z $(compgen -G "$BERTH_HOME/base.tmp.*") && ! -e $BERTH_HOME/base.previous ]]
}

@test "VS Code itself sees the extensions of the base, and takes one away without touching the base" {
  [[ -n ${BERTH_TEST_CODE_SERVER-} ]] || skip 'BERTH_TEST_CODE_SERVER is not set'
  local before listed
  taught demo
  save demo
  before=$(sum "$BERTH_HOME/base")
  mkdir "$work/real"
  ln -s "$BERTH_TEST_CODE_SERVER" "$work/real/code-server"
  export BERTH_HEALTHZ_SECONDS=30 BERTH_STOP_SECONDS=8
  PATH=$work/real:$PATH start fresh
  succeeds
  extensions() {
    "$BERTH_TEST_CODE_SERVER" --config "$BERTH_HOME/instances/fresh/config.yaml" --user-data-dir "$BERTH_HOME/instances/fresh/user-data" \
      --extensions-dir "$BERTH_HOME/instances/fresh/extensions" "$@"
  }
  listed=$(extensions --list-extensions --show-versions)
  [[ $listed == $'tester.one@1.0.0\ntester.two@2.1.0' ]]
  extensions --uninstall-extension tester.one
  [[ $(extensions --list-extensions) == tester.two ]]
  # Here VS Code deletes the folders of what was uninstalled.
  stop fresh
  PATH=$work/real:$PATH start fresh
  succeeds
  [[ $(extensions --list-extensions) == tester.two ]]
  stop fresh
  [[ $(sum "$BERTH_HOME/base") == "$before" ]]
  # Taken over from there, the uninstalled one is not in the base.
  save fresh
  is d.value.extensions '["tester.two"]'
}
