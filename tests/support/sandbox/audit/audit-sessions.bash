# What the audit knows of sessions; put before audit.bash, which is the program.
# "<home> <id>" -> 1 for every session whose program really runs.
declare -A live_sessions=()
# Of audit.bash.
declare -a homes
declare -A is_live_in
# Folders of Berth with at least one session, dead ones included: those keep tmux. And those in which one runs: agents keep a keeper.
declare -A has_sessions=() has_live_session=()

find_live_sessions() {
  local home file id pid ticks boot
  for home in "${homes[@]}"; do
    for file in "$home"/sessions/*/record; do
      id=${file%/record}
      id=${id##*/}
      has_sessions["$home"]=1
      { read -r pid ticks boot <"$home/sessions/$id/root"; } 2>/dev/null || continue
      [[ $boot == "$(</proc/sys/kernel/random/boot_id)" ]] || continue
      if ! start_ticks_of "$pid" || [[ $REPLY != "$ticks" ]] || ! environment_of "$pid"; then continue; fi
      value_of BERTH_SESSION
      [[ $REPLY == "$id" ]] || continue
      live_sessions["$home $id"]=1 has_live_session["$home"]=1
    done
  done
}

# audit_session_process <pid> <name>: of `environment`; true when it is one of a session, or the tmux that keeps them.
audit_session_process() {
  local id home
  value_of BERTH_SESSION_HOME
  home=$REPLY
  [[ -n $home ]] || return 1
  value_of BERTH_SESSION
  id=$REPLY
  if [[ -n $id ]]; then
    [[ -n ${live_sessions["$home $id"]-} ]] || found process "pid $1" "$2 carries the mark of session $id, which has ended"
  else
    [[ -n ${has_sessions["$home"]-} ]] || found process "pid $1" "$2 keeps sessions, but there is none in $home"
  fi
}

# audit_session_view <pid> <name>: nobody looks at a session when nobody is connected.
audit_session_view() {
  local home argument
  local -a arguments
  [[ ${AUDIT_IS_LINK_CLOSED-} == 1 && $2 == 'tmux: client' ]] || return 0
  { mapfile -d '' -t arguments <"/proc/$1/cmdline"; } 2>/dev/null || return 0
  for argument in ${arguments[@]+"${arguments[@]}"}; do
    for home in "${homes[@]}"; do
      [[ $argument != "$home"/sessions/* ]] || found process "pid $1" 'a view of a session was left behind'
    done
  done
}

# audit_session_files <home>
audit_session_files() {
  local home=$1 folder file
  for folder in "$home"/sessions/*/; do
    folder=${folder%/}
    [[ -e $folder/record ]] || found directory "$folder" 'a session without a record'
    [[ ! -e $folder/environment ]] || found file "$folder/environment" 'what is secret there was to be read and removed at the start'
    for file in "$folder"/{record,command,resume,hook,judged}; do audit_secret_file "$file"; done
  done
  [[ ! -S $home/sessions/socket || -n ${has_sessions["$home"]-} ]] ||
    found socket "$home/sessions/socket" 'it is of a tmux that keeps nothing'
}

# is_keeper_needed <home>: for instances, or for agents.
is_keeper_needed() { [[ -n ${is_live_in["$1"]-} || -n ${has_live_session["$1"]-} ]]; }
