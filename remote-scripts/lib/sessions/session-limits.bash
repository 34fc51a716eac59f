# shellcheck shell=bash
# How many agents run, and whether another one fits.

# Agents of this user, and of all users as far as this one can see.
SESSION_AGENT_COUNT=0 SESSION_AGENT_COUNT_OF_ALL=0

# session_agents_count: sets SESSION_AGENT_COUNT and SESSION_AGENT_COUNT_OF_ALL, by the arguments of their launches, which all users may
# read of one another where /proc is not hidden.
session_agents_count() {
  local path
  local -a words
  SESSION_AGENT_COUNT=0 SESSION_AGENT_COUNT_OF_ALL=0
  while IFS= read -r path; do
    words=()
    { mapfile -d '' -t words <"$path"; } 2>/dev/null || continue
    [[ ${words[1]-} == */session-launch && ${words[4]-} == agent && ${#words[@]} == 5 ]] || continue
    # While launch is about to become the program, there are two of that name.
    session_agent_is_root "${path%/cmdline}" || continue
    SESSION_AGENT_COUNT_OF_ALL=$((SESSION_AGENT_COUNT_OF_ALL + 1))
    if [[ -O ${path%/cmdline} ]]; then SESSION_AGENT_COUNT=$((SESSION_AGENT_COUNT + 1)); fi
  done < <(grep -lsaE -e '/session-launch' /proc/[0-9]*/cmdline || :)
}

# session_agent_is_root <folder in /proc>: whether it leads its session, as the program of a pane does.
session_agent_is_root() {
  local stat=''
  local -a fields
  { IFS= read -r -d '' stat <"$1/stat" || :; } 2>/dev/null
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]-Z} != [ZX] && ${fields[3]-} == "${1##*/}" ]]
}
