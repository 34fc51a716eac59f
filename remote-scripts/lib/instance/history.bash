# shellcheck shell=bash
# What instances took so far on this host, per repository and for all of them: what the next one will need is learned from it.
# history/memory: `schema=1`, `sampledMs=<ms>`, then `<id or .host> <lastMs> <bytes> <readings>` with the last two three times, for
# started, open and busy.

# HISTORY: id or `.host` -> the rest of its line.
declare -gA HISTORY
HISTORY_SAMPLED_MS=0

# Measured on 4.139.1 as proportional set size: no tab, a tab, a tab with one TypeScript file and its two language servers.
HISTORY_STARTED_BYTES=$((100 << 20))
HISTORY_OPEN_BYTES=$((430 << 20))
HISTORY_BUSY_BYTES=$((880 << 20))
# Fewer readings than these say too little.
HISTORY_READINGS_NEEDED=3
# More would not fit into 16 KB; the repositories that ran last are the ones that will run again.
HISTORY_REPOSITORIES_MOST=100
HISTORY_BYTES_MOST=16384

history_path() { REPLY=$BERTH_HOME/history/memory; }

# history_read: fills HISTORY and HISTORY_SAMPLED_MS; what is not of this form counts as nothing learned.
history_read() {
  local path content='' line
  local form='^([a-z0-9][a-z0-9-]{0,39}|\.host) ([0-9]{1,13}( [0-9]{1,15} [0-9]{1,9}){3})$'
  HISTORY=() HISTORY_SAMPLED_MS=0
  history_path
  path=$REPLY
  [[ -f $path && ! -L $path ]] || return 0
  { IFS= read -r -d '' -N "$HISTORY_BYTES_MOST" content <"$path" || :; } 2>/dev/null
  [[ $content == schema=1$'\n'* ]] || return 0
  while IFS= read -r line; do
    if [[ $line =~ $form ]]; then
      HISTORY[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
    elif [[ $line =~ ^sampledMs=([0-9]{1,13})$ ]]; then
      HISTORY_SAMPLED_MS=$((10#${BASH_REMATCH[1]}))
    fi
  done <<<"$content"
}

# history_sample: notes what every running instance takes now, at most once a minute. Needs sweep_find. What cannot be noted is
# no reason to fail: the estimates stay as they are.
history_sample() {
  local id now
  ((${#MARKED_PIDS[@]} > 0)) || return 0
  history_read
  now_ms
  now=$REPLY
  # A clock that was put back must not keep it from learning.
  ((now - HISTORY_SAMPLED_MS >= 55000 || now < HISTORY_SAMPLED_MS)) || return 0
  for id in "${!MARKED_PIDS[@]}"; do
    # In its first moments it says nothing of what it will take.
    if ! record_read "$id" || [[ ${RECORD[state]} != running || -z ${RECORD[startedAtMs]} ]]; then continue; fi
    ((now - RECORD[startedAtMs] >= 30000)) || continue
    history_state "$id"
    history_note "$id" "$REPLY" "$now"
  done
  history_write "$now" || :
}

# history_state <id>: REPLY is 0 when only the server runs, 1 with an extension host (a tab), 2 with language servers.
history_state() {
  local pid state=0
  local -a words
  for pid in ${MARKED_PIDS[$1]-}; do
    words=()
    { mapfile -d '' -t words <"/proc/$pid/cmdline"; } 2>/dev/null || :
    case "${words[*]-}" in
      *tsserver* | *[Ll]anguage[Ss]erver* | *language-server* | *ServerMain* | *' --stdio'* | *' --node-ipc'* | *clangd* | *gopls*)
        REPLY=2
        return
        ;;
      *--type=extensionHost*) state=1 ;;
    esac
  done
  REPLY=$state
}

# history_note <id> <0|1|2> <now>
history_note() {
  local key bytes
  sweep_memory "$1"
  bytes=$REPLY
  ((bytes > 0)) || return 0
  for key in "$1" .host; do history_note_one "$key" "$2" "$3" "$bytes"; done
}

# history_note_one <key> <0|1|2> <now> <bytes>: a larger reading counts four times as much as a smaller one, because too small an
# estimate makes the host end something, and too large a one asks for a suspension too many.
history_note_one() {
  local bytes=$4 old weight
  local -a row
  read -r -a row <<<"${HISTORY[$1]:-0 0 0 0 0 0 0}"
  old=${row[1 + 2 * $2]}
  if ((row[2 + 2 * $2] > 0)); then
    weight=$((bytes > old ? 4 : 16))
    bytes=$((old + (bytes - old) / weight))
  fi
  row[0]=$3
  row[1 + 2 * $2]=$bytes
  row[2 + 2 * $2]=$((row[2 + 2 * $2] < 999999 ? row[2 + 2 * $2] + 1 : 999999))
  HISTORY[$1]=${row[*]}
}

# history_write <now>
history_write() {
  local key content=schema=1$'\n'sampledMs=$1$'\n' kept
  if ((${#HISTORY[@]} > HISTORY_REPOSITORIES_MOST)); then
    kept=$(for key in "${!HISTORY[@]}"; do printf '%s %s\n' "$key" "${HISTORY[$key]}"; done | sort -k2,2nr | head -n "$HISTORY_REPOSITORIES_MOST")
    # The host's own line was noted last, so it is among them.
    content+=$kept$'\n'
  else
    for key in "${!HISTORY[@]}"; do content+="$key ${HISTORY[$key]}"$'\n'; done
  fi
  history_path
  folder_make "${REPLY%/*}" 2>/dev/null && file_put "$BERTH_HOME/history/memory" "$content"
}

# history_need <id>: REPLY is what an instance will need once somebody works in it, in bytes: learned from this repository, else
# from this host, else what was measured elsewhere. Needs history_read.
history_need() {
  local key
  local -a row
  for key in "$1" .host; do
    read -r -a row <<<"${HISTORY[$key]:-0 0 0 0 0 0 0}"
    if ((row[6] >= HISTORY_READINGS_NEEDED && row[6] > row[4])); then
      REPLY=${row[5]}
      return
    elif ((row[4] >= HISTORY_READINGS_NEEDED)); then
      REPLY=${row[3]}
      return
    fi
  done
  REPLY=$HISTORY_OPEN_BYTES
}

# history_estimates: REPLY is what this host learned of all its instances, as JSON.
history_estimates() {
  local started=$HISTORY_STARTED_BYTES open=$HISTORY_OPEN_BYTES busy=$HISTORY_BUSY_BYTES
  local -a row
  history_read
  read -r -a row <<<"${HISTORY[.host]:-0 0 0 0 0 0 0}"
  if ((row[2] >= HISTORY_READINGS_NEEDED)); then started=${row[1]}; fi
  if ((row[4] >= HISTORY_READINGS_NEEDED)); then open=${row[3]}; fi
  if ((row[6] >= HISTORY_READINGS_NEEDED)); then busy=${row[5]}; fi
  # A state adds processes to the one before it, so it never takes less; readings of other repositories may say so.
  ((open >= started)) || open=$started
  ((busy >= open)) || busy=$open
  REPLY="{\"startedBytes\":$started,\"openBytes\":$open,\"busyBytes\":$busy,\"sampleCount\":$((row[2] + row[4] + row[6]))}"
}
