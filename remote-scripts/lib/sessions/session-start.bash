# shellcheck shell=bash
# The start of a session as a transaction: limits, folder, tmux, worktree, process.

# What start and resume are about, beside SESSION: operation, `hasFolder` and `hasPane` for undoing.
declare -gA SESSION_STARTING PANE_TARGET PANE_PID
SESSION_START_OPTIONS='id title kind agent preset model instance-id repository path worktree-branch columns rows memory-limit-bytes'
SESSION_START_OPTIONS+=' expected-memory-bytes prompt operation-id argument+ resume-argument+ variable+'
# How long the program of a pane may take until its root has signed.
SESSION_ROOT_SECONDS=${BERTH_SESSION_ROOT_SECONDS:-10}

# session_start_prepare <argument>…: checks what can be checked without changing anything, and fills SESSION.
session_start_prepare() {
  arguments_parse "$SESSION_START_OPTIONS" 'force dry-run' "$@"
  arguments_need id '^[a-z0-9][a-z0-9-]{0,39}$' 'the id of a session'
  # Files of Berth's own have these names.
  if [[ ' conf socket server settings hook hooks lock ' == *" ${ARGUMENTS[id]} "* ]]; then
    refuse_input 'That id is one that Berth needs itself: choose another title.'
  fi
  arguments_need kind '^(terminal|agent)$' 'terminal or agent'
  arguments_need path '^[/~]' 'an absolute path or one that begins with ~/'
  folder_expand "${ARGUMENTS[path]}"
  ARGUMENTS[path]=$REPLY
  arguments_need columns '^[1-9][0-9]{0,3}$' 'a number of characters'
  arguments_need rows '^[1-9][0-9]{0,3}$' 'a number of characters'
  arguments_need_operation
  session_start_check_words
  session_start_check_path "${ARGUMENTS[path]}"
  arguments_list argument SESSION_WORDS
  arguments_list resume-argument SESSION_RESUME_WORDS
  arguments_list variable SESSION_VARIABLES
  if [[ ${ARGUMENTS[kind]} == agent ]] && ((${#SESSION_WORDS[@]} == 0)); then refuse_input 'An agent needs a command.'; fi
  session_start_check_variables
  now_ms
  SESSION=([id]=${ARGUMENTS[id]} [title]=${ARGUMENTS[title]} [kind]=${ARGUMENTS[kind]} [agent]=${ARGUMENTS[agent]-} [preset]=${ARGUMENTS[preset]-}
    [model]=${ARGUMENTS[model]-} [instanceId]=${ARGUMENTS[instance_id]-} [repository]=${ARGUMENTS[repository]-} [path]=${ARGUMENTS[path]}
    [columns]=${ARGUMENTS[columns]} [rows]=${ARGUMENTS[rows]} [memoryLimitBytes]=${ARGUMENTS[memory_limit_bytes]-}
    [expectedMemoryBytes]=${ARGUMENTS[expected_memory_bytes]-} [startedAtMs]=$REPLY [bootId]=$BERTH_BOOT_ID [state]=starting
    [operationId]=${ARGUMENTS[operation_id]-} [hasHooks]=no [isResumable]=no [worktreeBranch]='' [worktreePath]='' [unit]='' [supervision]=marker)
  if ((${#SESSION_RESUME_WORDS[@]} > 0)); then SESSION[isResumable]=yes; fi
  session_start_forget
}

# session_start_forget: before anything of a start is done.
session_start_forget() { SESSION_STARTING=(); }
declare -ga SESSION_WORDS SESSION_RESUME_WORDS SESSION_VARIABLES

session_start_check_words() {
  local key value
  for key in title agent preset model instance_id repository worktree_branch; do
    value=${ARGUMENTS[$key]-}
    [[ $value != *[[:cntrl:]]* ]] || refuse_input "The option --${key//_/-} holds a control character."
    ((${#value} <= 1000)) || refuse_input "The option --${key//_/-} is too long."
  done
  [[ -n ${ARGUMENTS[title]-} ]] || refuse_input 'The option --title is missing.'
  [[ ${ARGUMENTS[agent]-} =~ ^(|claude-code|codex|gemini|opencode|other)$ ]] || refuse_input 'The option --agent is not an agent that Berth knows.'
  [[ ${ARGUMENTS[instance_id]-} =~ ^(|[a-z0-9][a-z0-9-]{0,39})$ ]] || refuse_input 'The option --instance-id must be an instance id.'
  for key in memory_limit_bytes expected_memory_bytes; do
    [[ ${ARGUMENTS[$key]-} =~ ^(|[1-9][0-9]{0,15})$ ]] || refuse_input "The option --${key//_/-} must be a number of bytes."
  done
  ((ARGUMENTS[columns] >= 2 && ARGUMENTS[columns] <= 1000 && ARGUMENTS[rows] <= 1000)) || refuse_input 'A terminal has 2 to 1000 columns and 1 to 1000 rows.'
}

# session_start_check_path <path>: refuses what tmux and terminals would not take as it is, and what is not there.
session_start_check_path() {
  if [[ $1 == *[[:cntrl:]]* ]]; then
    refuse_input 'The path of the folder holds a control character, such as a tab or a line break, so no session can be started in it.'
  fi
  ((${#1} <= 4095)) || refuse_input 'The path of the folder is too long.'
  if [[ ! -d $1 ]]; then
    fail_with repository-not-found directories "The folder ${1:0:200} is not there." 'Choose another folder, or make this one.' "$1"
  fi
  if [[ ! -r $1 || ! -x $1 ]]; then
    fail_with repository-not-found directories "This user may not enter the folder ${1:0:200}." 'Choose another folder.' "$1"
  fi
}

session_start_check_variables() {
  local entry total=0
  for entry in ${SESSION_VARIABLES[@]+"${SESSION_VARIABLES[@]}"}; do
    [[ ${entry%%=*} =~ ^[A-Za-z_][A-Za-z0-9_]{0,127}$ && $entry == *=* ]] || refuse_input 'A variable must be given as NAME=VALUE.'
    [[ $entry != BERTH_* && $entry != TMUX* && $entry != LD_* ]] || refuse_input "The variable ${entry%%=*} is not for a session to set."
    total=$((total + ${#entry}))
  done
  ((total <= 262144)) || refuse_input 'The variables are too long.'
}

# session_start_open: from here on this command alone decides about the session.
session_start_open() {
  journal_begin "${ARGUMENTS[operation_id]}"
  folder_make "$BERTH_HOME/locks" "$BERTH_HOME/sessions" 2>/dev/null || :
  lock_take "$BERTH_HOME/locks/session-$1" tmux
  lock_keep
}

# session_start_claim: limits, and a folder and a record for the session, so that who starts another one meanwhile counts this one.
session_start_claim() {
  local lock folder=$BERTH_HOME/sessions/${SESSION[id]}
  step budget started 'Checking limits and memory'
  session_lock
  lock=$REPLY
  session_limits_check
  step budget 'done' 'Checking limits and memory'
  transaction_step directories 'Making the folder of the session' session_start_undo_claim
  SESSION_STARTING[hasFolder]=1
  if ! { mkdir -- "$folder" && session_start_files "$folder" && session_write; } 2>/dev/null; then
    fail_with start-failed directories 'The folder of the session cannot be made.' "$START_CHECK_DISK" "$folder"
  fi
  lock_release "$lock"
  step directories 'done' 'Making the folder of the session'
}

session_start_undo_claim() { remove_tree "$BERTH_HOME/sessions/${SESSION[id]}"; }

# session_start_files <folder>: what launch reads. Secrets among the variables are in a file of this user's, never in arguments.
session_start_files() {
  session_put_words "$1/command" ${SESSION_WORDS[@]+"${SESSION_WORDS[@]}"} &&
    session_put_words "$1/resume" ${SESSION_RESUME_WORDS[@]+"${SESSION_RESUME_WORDS[@]}"} && session_start_variables "$1"
}

session_start_variables() {
  local -a entries=("BERTH_UMASK=$BERTH_USER_UMASK")
  agent_variable
  if [[ -n $REPLY ]]; then entries+=("${REPLY%$'\n'}"); fi
  session_put_words "$1/environment" "${entries[@]}" ${SESSION_VARIABLES[@]+"${SESSION_VARIABLES[@]}"}
}

# session_put_words <path> <word>…: each with a NUL behind it.
session_put_words() {
  local path=$1
  shift
  if (($# == 0)); then
    : >"$path"
  else
    printf '%s\0' "$@" >"$path"
  fi
}

# session_start_tmux: the server runs afterwards.
session_start_tmux() {
  local lock
  step tmux started 'Asking tmux'
  session_lock
  lock=$REPLY
  session_server_need
  lock_release "$lock"
  step tmux 'done' 'Asking tmux'
}

# session_start_process <new|again>: runs launch in a pane: of a new tmux session, or in the pane of the one that ended, whose views stay.
session_start_process() {
  local lock output='' code=0 id=${SESSION[id]}
  local -a launch=("$BASH" "${BERTH_LIB%/lib}/session-launch" "$BERTH_HOME" "$id" "${SESSION[kind]}")
  transaction_step process 'Starting the program' session_start_undo_process
  session_scope_choose
  session_hooks_note
  session_write || fail_with start-failed process 'The record of the session cannot be written.' "$START_CHECK_DISK"
  session_lock
  lock=$REPLY
  session_server_need
  SESSION_STARTING[hasPane]=1
  # launch goes to the folder itself: tmux would look for formats in its path.
  if [[ $1 == again && -n ${PANE_PID[$id]-} ]]; then
    output=$(session_tmux_run respawn-pane -k -t "${PANE_TARGET[$id]}" -c / "${launch[@]}" 2>&1 </dev/null) || code=$?
  else
    output=$(session_tmux_run new-session -d -s "$id" -x "${SESSION[columns]}" -y "${SESSION[rows]}" -c / "${launch[@]}" 2>&1 </dev/null) || code=$?
  fi
  lock_release "$lock"
  ((code == 0)) || fail_with start-failed process 'tmux did not start the session.' 'Read the detail, then try again.' "${output:-exit code $code}"
  session_start_await_root "$id"
  # Not before: a start that is cut off takes the worktree back that it made.
  session_worktree_join
  SESSION[state]=running
  session_write || fail_with start-failed process 'The record of the session cannot be written.' "$START_CHECK_DISK"
  if [[ ${SESSION[kind]} == agent ]]; then keeper_ensure; fi
  step process 'done' 'Starting the program'
}

# session_start_await_root <id>: until launch has said who it is; it may have ended by then, which is told as the session's end.
session_start_await_root() {
  local folder=$BERTH_HOME/sessions/$1 deadline=$((SECONDS + SESSION_ROOT_SECONDS))
  until [[ -f $folder/root ]]; do
    if ((SECONDS > deadline)); then
      fail_with start-failed process 'The program of the session did not begin.' 'Try again.' "no word after $SESSION_ROOT_SECONDS s"
    fi
    pause 0.01
  done
}

session_start_undo_process() {
  [[ -n ${SESSION_STARTING[hasPane]-} ]] || return 0
  session_end_processes "${SESSION[id]}" 2 && session_end_pane "${SESSION[id]}"
}

# session_start_answer: the row of the session.
session_start_answer() {
  session_before_drop "${SESSION[id]}"
  transaction_commit
  session_row_now "${SESSION[id]}" || fail_with start-failed process 'The record of the session is gone.' 'Try again.'
  answer_value "$REPLY"
}
