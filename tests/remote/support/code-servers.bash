# shellcheck shell=bash
# Shared by the tests of versions of code-server: small releases, a server of them, and what must be true whatever happened.

# shellcheck source=helpers.bash
source "$BATS_TEST_DIRNAME/support/helpers.bash"

code_servers_setup() {
  berth_setup
  export BERTH_DOWNLOAD_REST=0
  mkdir -m 700 "$BERTH_HOME" "$work/archives" "$work/stub"
}

code_servers_teardown() {
  [[ -z ${server_pid-} ]] || kill "$server_pid"
  berth_teardown
}

# make_archive <version> [<name of the file>]: a small release in `archives`; more may be put into its folder by `fill`.
make_archive() {
  local folder=$work/tree/code-server-$1-linux-amd64
  mkdir -p "$folder/bin" "$folder/lib"
  printf '{\n  "name": "code-server",\n  "version": "%s"\n}\n' "$1" >"$folder/package.json"
  cat >"$folder/bin/code-server" <<'SCRIPT'
#!/bin/sh
exec node "$(dirname "$(readlink -f "$0")")/../lib/entry.mjs" "$@"
SCRIPT
  chmod 755 "$folder/bin/code-server"
  cp "$support/bin/code-server" "$folder/lib/entry.mjs"
  ln -sf ../lib/entry.mjs "$folder/bin/link"
  [[ -n ${small-} ]] || head -c 2000000 /dev/urandom >"$folder/lib/blob"
  ! declare -F fill >/dev/null || fill "$folder"
  tar -C "$work/tree" -czf "$work/archives/${2:-$1}" "${folder##*/}"
  rm -rf "$work/tree"
}

sum_of() { sha256sum <"$work/archives/$1" | cut -d' ' -f1; }
size_of() { stat -c %s "$work/archives/$1"; }
part_of() { echo "$BERTH_HOME/code-server/.incoming/$(sum_of "$1").part"; }

serve() {
  "$support/archive-server" "$work/archives" "$work/ports" "$@" >/dev/null 2>&1 3>&- &
  server_pid=$!
  until [[ -s $work/ports ]]; do sleep 0.02; done
}

# at <path>: its address at that server; secure_at: with TLS.
at() { echo "http://127.0.0.1:$(cut -d' ' -f1 "$work/ports")/$1"; }
secure_at() { echo "https://127.0.0.1:$(cut -d' ' -f2 "$work/ports")/$1"; }

# put <name>: as if it had been received.
put() {
  mkdir -p "$BERTH_HOME/code-server/.incoming"
  cp "$work/archives/$1" "$(part_of "$1")"
}

install() {
  ask code-server-install --version "$1" --operation-id "install-$RANDOM$RANDOM" --sha256 "$(sum_of "${name:-$1}")" --bytes "$(size_of "${name:-$1}")" "${@:2}"
}

# has <version>: makes it the current one.
has() {
  make_archive "$1"
  put "$1"
  install "$1" --received
  succeeds
}

# The current one is this and starts, nothing is half done, and nothing of a command runs on.
is_well_with() {
  [[ $(readlink "$BERTH_HOME/code-server/current") == "$1" ]]
  [[ $("$BERTH_HOME/code-server/$1/bin/code-server" --version) == 0.0.1-fake* ]]
  [[ -z $(compgen -G "$BERTH_HOME/code-server/.unpacking-*") ]] || { ls -la "$BERTH_HOME/code-server" && return 1; }
  [[ -z $(operation_pids) ]] || { echo "still there: $(operation_pids)" && return 1; }
}

operation_pids() {
  grep -lszxF -e "BERTH_OPERATION_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' || :
}

# install_off <option>…: in the background, as the operation `operation`; what it says is in `off`.
install_off() {
  operation=off-$RANDOM$RANDOM
  : >"$work/off"
  berth code-server-install --version 4.139.2 --operation-id "$operation" "$@" >"$work/off" 2>/dev/null 3>&- &
}
