# shellcheck shell=bash
# Sessions of a tmux of our own, made by hand, for what is said to them; and views of them.

# shellcheck source=helpers.bash
source "$BATS_TEST_DIRNAME/support/helpers.bash"

talk_setup() {
  berth_setup
  mkdir -m 700 "$BERTH_HOME" "$BERTH_HOME/sessions"
  socket=$BERTH_HOME/sessions/socket
  cp "$scripts/templates/tmux.conf" "$BERTH_HOME/sessions/conf"
  unset TMUX TMUX_PANE
  env BERTH_SESSION_HOME="$BERTH_HOME" tmux -u -S "$socket" -f "$BERTH_HOME/sessions/conf" start-server 3>&-
  note_server
}

# note_server: as session_server_note does, so that a socket that is gone can be had back.
note_server() {
  local pid stat
  local -a fields
  pid=$(own display-message -p '#{pid}')
  read -r stat <"/proc/$pid/stat"
  read -r -a fields <<<"${stat##*) }"
  printf '%s\n' "$pid ${fields[19]} $(</proc/sys/kernel/random/boot_id) 3.3a" >"$BERTH_HOME/sessions/server"
}

talk_teardown() {
  own kill-server || :
  rm -rf -- "$work"
}

# own <argument>…: asks the tmux of this home.
own() { tmux -u -S "$socket" -f "$BERTH_HOME/sessions/conf" "$@" </dev/null; }

# session <id> <terminal|agent kind> <command>…: runs it in a session of 80 x 24, or as large as `size` says.
session() {
  local id=$1 kind=agent agent=$2
  shift 2
  if [[ $agent == terminal ]]; then kind=terminal agent=''; fi
  mkdir -m 700 "$BERTH_HOME/sessions/$id"
  printf '%s\n' schema=1 "id=$id" "title=$id" "kind=$kind" "agent=$agent" "path=$work/repo" columns=80 rows=24 "startedAtMs=$(date +%s%3N)" \
    "bootId=$(</proc/sys/kernel/random/boot_id)" hasHooks=0 isResumable=0 supervision=marker state=running end=1 >"$BERTH_HOME/sessions/$id/record"
  own new-session -d -s "$id" -x "${size:-80}" -y 24 -c "$work/repo" -- "$@"
}

# reader <id> <plain|bracketed|cooked> <bytes>: a terminal in which all bytes are kept in `<id>`.
reader() {
  session "$1" terminal "$support/raw-reader" "$work/$1" "$2" "$3"
  until [[ -e $work/$1.ready ]]; do sleep 0.02; done
}

# has_read <id> <file with what is expected>
has_read() {
  local deadline=$((SECONDS + 15))
  until [[ -e $work/$1.done ]]; do
    ((SECONDS < deadline)) || { echo "$1 has $(stat -c %s "$work/$1") bytes of $(stat -c %s "$2")" && return 1; }
    sleep 0.02
  done
  cmp "$work/$1" "$2"
}

# ask_run <verb> <argument>…: as `ask`, by the runner, because no argument of a process is as long as a text may be.
ask_run() {
  code=0
  {
    printf '%s\0' n1 "$1" "$(($# - 1))"
    printf '%s\0' "${@:2}"
  } | "$scripts/runner" runner n1 none test >"$work/stdout" 2>"$work/stderr" || code=$?
  lines=$(<"$work/stdout")
  document=$(grep '^{' "$work/stdout" | tail -n 1)
  code=$(sed -n 's/^BERTH-END n1 //p' "$work/stdout")
}

# send <id> <text> [<option>…]: and Enter.
send() { ask_run session-send --id "$1" --submit "${submit:-yes}" "${@:3}" --text "$2"; }

# is_sent <outcome> [<piece of the reason>]
is_sent() {
  succeeds
  is d.value.outcome "$1"
  if [[ -n ${2-} ]]; then is "(d.value.reason ?? '').includes('$2')" true; else is d.value.reason null; fi
}
