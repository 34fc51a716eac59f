# shellcheck shell=bash
# logs/operations: what Berth did on this host, one line each, tabs between: when (UTC), who, verb, target, `ok` or the kind of
# failure, milliseconds, the failure's sentence. Nothing here may fail what it tells of, and none of it costs a process but for turning over.

# Who asks: a desktop by the name that it gave, the command line of this host, or the keeper.
AUDIT_CLIENT=cli
AUDIT_VERB=''
AUDIT_STARTED_MS=0
# When it is longer, the log becomes logs/operations.1: 1 MB with both.
AUDIT_BYTES_MOST=${BERTH_AUDIT_BYTES:-524288}
# What changes something without a journal.
AUDIT_SHORT_VERBS=' instance-configure host-configure base-clear repository-add repository-rename repository-remove linger-enable route-apply route-remove repository-deploy-key reconcile alert-configure session-configure session-hooks-configure session-rename session-send '

# audit_name_client <name>: for the runner; a desktop may say anything.
audit_name_client() {
  AUDIT_CLIENT=unknown
  if [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._@+-]{0,79}$ ]]; then AUDIT_CLIENT=$1; fi
}

# audit_begin <verb>: for the beginning of every command.
audit_begin() {
  AUDIT_VERB=$1
  audit_now
  AUDIT_STARTED_MS=$REPLY
}

# audit_forget: for a command that had nothing to change.
audit_forget() { AUDIT_VERB=''; }

# audit_now: REPLY is the host's clock, epoch milliseconds; whole seconds before bash 5, where more would cost a process.
audit_now() {
  local seconds
  if ((BASH_VERSINFO[0] >= 5)); then
    now_ms
  else
    printf -v seconds '%(%s)T' -1
    REPLY=${seconds}000
  fi
}

# audit_finish <exit code> <document>: for the end of every command; callers have not forgotten the journal yet.
audit_finish() {
  local verb=$AUDIT_VERB result=ok message='' target now
  AUDIT_VERB=''
  if [[ -n $BERTH_JOURNAL ]]; then
    # A cleanup may have taken all of it away.
    [[ -n $verb && -d ${BERTH_JOURNAL%/*} ]] || return 0
  else
    [[ -n $verb && $AUDIT_SHORT_VERBS == *" $verb "* && -d $BERTH_HOME ]] || return 0
  fi
  if (($1 != 0)); then
    audit_read_failure "$2"
    result=$AUDIT_KIND message=$AUDIT_MESSAGE
  fi
  audit_target
  target=$REPLY
  audit_now
  now=$REPLY
  audit_client
  audit_write "$now" "$REPLY" "$verb" "$target" "$result" "$((now > AUDIT_STARTED_MS ? now - AUDIT_STARTED_MS : 0))" "$message" || :
}

# audit_client: REPLY is who asks.
audit_client() {
  REPLY=$AUDIT_CLIENT
  if [[ -n $KEEPER_IS_SELF ]]; then REPLY=keeper; fi
}

# audit_begun: REPLY is what audit_tell_cut has to know of this command, for its journal.
audit_begun() {
  local target
  audit_target
  target=${REPLY//[[:cntrl:]]/ }
  audit_client
  REPLY=$AUDIT_STARTED_MS$'\t'$REPLY$'\t'$AUDIT_VERB$'\t'${target:0:300}
}

# audit_tell_cut: tells what was killed, or was under way when the host went down, once; its journal knows of it.
audit_tell_cut() {
  local path lock=''
  while IFS= read -r path; do
    if [[ -z $lock ]]; then
      folder_make "$BERTH_HOME/logs" 2>/dev/null && lock_try "$BERTH_HOME/logs/operations.lock" 0 || return 0
      lock=$REPLY
    fi
    audit_tell_cut_one "$path"
  done < <(grep -rls '^running ' -- "$BERTH_HOME/journal" || :)
  [[ -z $lock ]] || lock_release "$lock"
}

# audit_tell_cut_one <path of its journal>
audit_tell_cut_one() {
  local head='' started='' client='' verb='' target='' now began
  local -x TZ=UTC0
  journal_read "${1##*/}" && [[ $JOURNAL_STATE == ended ]] || return 0
  { IFS= read -r head && IFS= read -r _ && IFS=$'\t' read -r started client verb target; } 2>/dev/null <"$1" || return 0
  [[ $head == 'running '* && $started =~ ^[1-9][0-9]{9,14}$ && -n $verb ]] || return 0
  # Rather not at all than twice.
  file_put "$1" "$head"$'\n' || return 0
  printf -v began '%(%FT%T)TZ' "${started:0:-3}"
  audit_now
  now=$REPLY
  audit_write "$now" "$client" "$verb" "${target:--}" script-failed - "It was cut off before its end; it began at $began." || :
}

# audit_read_failure <document>: sets AUDIT_KIND and AUDIT_MESSAGE.
audit_read_failure() {
  local form='^\{"ok":false,"failure":\{"kind":"([a-z-]+)","stage":"[a-z -]*","message":"(([^"\\]|\\.)*)"'
  AUDIT_KIND=failed AUDIT_MESSAGE=''
  if [[ ${1:0:2048} =~ $form ]]; then
    AUDIT_KIND=${BASH_REMATCH[1]} AUDIT_MESSAGE=${BASH_REMATCH[2]//\\\"/\"}
  fi
}

# audit_target: REPLY is what the command was about, `-` when it was the host.
audit_target() {
  local key index
  for key in id path version level check; do
    REPLY=${ARGUMENTS[$key]-}
    [[ -z $REPLY ]] || return 0
  done
  for ((index = 0; index < ${#ARGUMENT_NAMES[@]}; index++)); do
    if [[ ${ARGUMENT_NAMES[index]} == need || ${ARGUMENT_NAMES[index]} == process ]]; then REPLY+=${REPLY:+ }${ARGUMENT_VALUES[index]}; fi
  done
  REPLY=${REPLY:--}
}

# audit_write <epoch milliseconds> <client> <field>…: one line, in one write, so that lines of two commands do not mix.
audit_write() {
  local path=$BERTH_HOME/logs/operations ms=$1 field line
  local -x TZ=UTC0
  shift
  printf -v line '%(%FT%T)T.%03dZ' "${ms:0:-3}" "$((10#${ms: -3}))"
  for field in "$@"; do
    field=${field:0:300}
    line+=$'\t'${field//[[:cntrl:]]/ }
  done
  if [[ ! -d ${path%/*} ]]; then mkdir -- "${path%/*}" 2>/dev/null || return 1; fi
  [[ ! -L ${path%/*} && ! -L $path ]] && { [[ ! -e $path ]] || [[ -f $path && -O $path ]]; } || return 1
  # A look at its size is a process, and a few lines too many are no harm.
  if ((RANDOM % 16 == 0)); then audit_turn_over "$path"; fi
  { printf '%s\n' "$line" >>"$path"; } 2>/dev/null
}

# audit_turn_over <path>: when it is long enough, and nobody else is about to.
audit_turn_over() {
  local lock size
  size=$(stat -c %s -- "$1" 2>/dev/null) && ((size > AUDIT_BYTES_MOST)) || return 0
  lock_try "$1.lock" 0 || return 0
  lock=$REPLY
  size=$(stat -c %s -- "$1" 2>/dev/null) || size=0
  if ((size > AUDIT_BYTES_MOST)); then mv -fT -- "$1" "$1.1" 2>/dev/null || :; fi
  lock_release "$lock"
}
