# shellcheck shell=bash
# To whom a process belongs: by the mark in its environment, else by its control group, else by who started it.

# Of the process that owner_find looked at: instance, session, berth, unmarked or other; and the name of the instance or session.
OWNER_KIND=other
OWNER_NAME=''
# How control groups of this home's units end, see unit_name; asked for once.
OWNER_UNIT_END=''

# owner_find <pid>: sets OWNER_KIND and OWNER_NAME. `unmarked` is what may still belong to whom its parent belongs to.
owner_find() {
  OWNER_KIND=unmarked OWNER_NAME=''
  if process_marks "$1" && owner_by_marks; then return 0; fi
  # nginx overwrites its environment.
  if [[ /proc/$1/cwd -ef $BERTH_HOME/nginx ]]; then
    OWNER_KIND=berth
  else
    owner_by_group "$1" || :
  fi
}

# owner_fields: REPLY is what owner_find found, with a tab between.
owner_fields() { REPLY=$OWNER_KIND$'\t'$OWNER_NAME; }

# owner_by_marks: needs process_marks.
owner_by_marks() {
  local name=${PROCESS_MARKS[BERTH_INSTANCE]-}
  if [[ ${PROCESS_MARKS[BERTH_INSTANCE_HOME]-} == "$BERTH_HOME" && $name =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]; then
    OWNER_KIND=instance OWNER_NAME=$name
    return 0
  fi
  name=${PROCESS_MARKS[BERTH_SESSION]-}
  if [[ ${PROCESS_MARKS[BERTH_SESSION_HOME]-} == "$BERTH_HOME" && $name =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$ ]]; then
    OWNER_KIND=session OWNER_NAME=$name
    return 0
  fi
  [[ ${PROCESS_MARKS[BERTH_OPERATION_HOME]-} == "$BERTH_HOME" || ${PROCESS_MARKS[BERTH_KEEPER_HOME]-} == "$BERTH_HOME" || ${PROCESS_MARKS[BERTH_HOME]-} == "$BERTH_HOME" ]] || return 1
  OWNER_KIND=berth
}

# owner_by_group <pid>: for a program that emptied its environment, or whose environment is not ours to read.
owner_by_group() {
  local content='' name
  { IFS= read -r -d '' content <"/proc/$1/cgroup" || :; } 2>/dev/null
  [[ $content == */berth-*.service* ]] || return 1
  # The manager of another user may have units of any name.
  name=${content#*/user@}
  [[ $content == "$name" || $name == "$EUID.service/"* ]] || return 1
  if [[ -z $OWNER_UNIT_END ]]; then
    unit_name x
    OWNER_UNIT_END=${REPLY#berth-x}.service
  fi
  name=${content##*/berth-}
  name=${name%%"$OWNER_UNIT_END"*}
  [[ $name =~ ^[a-z0-9][a-z0-9-]{0,39}$ && -d $BERTH_HOME/instances/$name && $content == *"/berth-$name$OWNER_UNIT_END"* ]] || return 1
  OWNER_KIND=instance OWNER_NAME=$name
}

# owner_settle <pid>: as owner_find, and asks the parents as well. `other` is what is not Berth's.
owner_settle() {
  local pid=$1 count=0
  owner_find "$pid"
  while [[ $OWNER_KIND == unmarked ]] && ((count++ < 40)) && process_parent "$pid" && ((REPLY > 1)); do
    pid=$REPLY
    owner_find "$pid"
    # What a runner or a keeper started carries a mark of its own.
    if [[ $OWNER_KIND == berth ]]; then OWNER_KIND=other; fi
  done
  if [[ $OWNER_KIND == unmarked ]]; then OWNER_KIND=other; fi
}

# process_parent <pid>: REPLY is the pid of its parent; fails when it is gone.
process_parent() {
  local stat=''
  REPLY=''
  { IFS= read -r -d '' stat <"/proc/$1/stat" || :; } 2>/dev/null
  [[ ${stat##*) } =~ ^[A-Za-z]\ ([0-9]+)\  ]] || return 1
  REPLY=${BASH_REMATCH[1]}
}
