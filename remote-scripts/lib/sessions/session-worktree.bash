# shellcheck shell=bash
# A git worktree of a session's own, beside its repository: made with its start, and removed only where nothing would be lost.

# How long git may take to check a repository out.
SESSION_WORKTREE_SECONDS=300
# Of the one that is being made: the repository, and 1 once git made it.
SESSION_WORKTREE_REPOSITORY='' SESSION_WORKTREE_IS_MADE=''
# An index beside that of the worktree, to look at one whose own was never finished.
SESSION_WORKTREE_INDEX=''

declare -gA SESSION

# session_worktree_git <folder> <argument>…: git there, running nothing that the repository names: no hook, monitor or filter, no transport.
session_worktree_git() (
  local folder=$1 name
  local -a quiet=(-c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.pager=cat) names=()
  shift
  git_settle
  export GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none
  if [[ -n $SESSION_WORKTREE_INDEX ]]; then export GIT_INDEX_FILE=$SESSION_WORKTREE_INDEX; fi
  # Filters of the user's own settings are the user's; those of the repository may be a stranger's.
  mapfile -d '' -t names < <(timeout -k 1 10 "$BERTH_GIT" -C "$folder" config --local --includes -z --name-only --get-regexp '^filter\..*\.(clean|smudge|process|required)$' 2>/dev/null || :)
  for name in ${names[@]+"${names[@]}"}; do
    [[ $name != *[=$'\n']* ]] || return 1
    quiet+=(-c "$name=")
  done
  umask "$BERTH_USER_UMASK"
  process_close_files
  exec timeout -k 1 "$SESSION_WORKTREE_SECONDS" "$BERTH_GIT" --no-pager "${quiet[@]}" -C "$folder" "$@" </dev/null
)

# session_worktree_check: ends the command where no worktree of that branch can be made; changes nothing.
session_worktree_check() {
  local branch=${ARGUMENTS[worktree_branch]} slug
  git_find || fail_with unavailable worktree 'git is not installed on this server.' 'Run the setup of this server, which installs git.'
  if [[ $branch == -* ]] || ! session_worktree_git / check-ref-format --branch "$branch" >/dev/null 2>&1; then
    refuse_input 'That is not a name that git takes for a branch.'
  fi
  SESSION_WORKTREE_REPOSITORY=$(session_worktree_git "${SESSION[path]}" rev-parse --show-toplevel 2>/dev/null) ||
    fail_with start-failed worktree 'The folder is in no git repository, so no worktree can be made of it.' 'Start without a worktree.' "${SESSION[path]}"
  if session_worktree_git "$SESSION_WORKTREE_REPOSITORY" show-ref --verify --quiet "refs/heads/$branch"; then
    fail_with start-failed worktree 'There is a branch of this name already.' 'Choose another name for the branch.' "$branch"
  fi
  slug=${branch//[^A-Za-z0-9._-]/-}
  slug=${slug:0:80}
  SESSION[worktreeBranch]=$branch
  SESSION[worktreePath]=$SESSION_WORKTREE_REPOSITORY.worktrees/$slug
  if [[ -e ${SESSION[worktreePath]} || -L ${SESSION[worktreePath]} ]]; then
    fail_with start-failed worktree 'There is a folder in the place of the worktree already.' 'Choose another name for the branch.' "${SESSION[worktreePath]}"
  fi
}

# session_worktree_make: makes it, and lets the session start there.
session_worktree_make() {
  local output='' code=0 title='Making a worktree'
  transaction_step worktree "$title" session_worktree_undo
  SESSION_WORKTREE_IS_MADE=1
  output=$(session_worktree_git "$SESSION_WORKTREE_REPOSITORY" worktree add -b "${SESSION[worktreeBranch]}" -- "${SESSION[worktreePath]}" HEAD 2>&1) || code=$?
  ((code == 0)) || fail_with start-failed worktree 'git did not make the worktree.' 'Read the detail, then try again, or start without a worktree.' "$output"
  SESSION[path]=${SESSION[worktreePath]}
  session_write || fail_with start-failed worktree 'The record of the session cannot be written.' "$START_CHECK_DISK"
  step worktree 'done' "$title"
}

# session_worktree_undo: nobody has worked in it yet. The branch goes only while it is where it began.
session_worktree_undo() {
  [[ -n $SESSION_WORKTREE_IS_MADE && -n ${SESSION[worktreePath]} ]] || return 0
  if [[ -e ${SESSION[worktreePath]}/.git ]]; then
    session_worktree_git "$SESSION_WORKTREE_REPOSITORY" worktree remove --force -- "${SESSION[worktreePath]}" || return 1
  fi
  if session_worktree_git "$SESSION_WORKTREE_REPOSITORY" show-ref --verify --quiet "refs/heads/${SESSION[worktreeBranch]}"; then
    session_worktree_git "$SESSION_WORKTREE_REPOSITORY" branch -q -D -- "${SESSION[worktreeBranch]}" || return 1
  fi
  rmdir -- "$SESSION_WORKTREE_REPOSITORY.worktrees" 2>/dev/null || :
}

# session_worktree_join: a session that starts in the worktree of another one, which may have ended, has it as well from now on.
session_worktree_join() {
  local id line
  [[ -z ${SESSION[worktreePath]} ]] || return 0
  url_encode "${SESSION[path]}"
  line=$'\n'worktreePath=$REPLY$'\n'
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if [[ $id == "${SESSION[id]}" ]] || ! file_read "$BERTH_HOME/sessions/$id/record" || [[ $REPLY != *"$line"* ]]; then continue; fi
    line=${REPLY##*$'\n'worktreeBranch=}
    url_decode "${line%%$'\n'*}" || return 0
    SESSION[worktreeBranch]=$REPLY
    SESSION[worktreePath]=${SESSION[path]}
    return 0
  done
}

# session_worktree_user: REPLY is the title of another session that runs in the worktree of SESSION; fails when there is none.
session_worktree_user() {
  local id line content
  url_encode "${SESSION[worktreePath]}"
  line=$'\n'path=$REPLY
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if [[ $id == "${SESSION[id]}" || -z $(session_root_pid "$id") ]] || ! file_read "$BERTH_HOME/sessions/$id/record"; then continue; fi
    content=$REPLY
    [[ $content == *"$line"[$'\n/']* ]] || continue
    content=${content##*$'\n'title=}
    url_decode "${content%%$'\n'*}" || REPLY=$id
    return 0
  done
  return 1
}

# session_worktree_remove: removes the worktree of SESSION, with its branch; fails, and tells why as a step, when something would be lost.
session_worktree_remove() {
  local path=${SESSION[worktreePath]} branch=${SESSION[worktreeBranch]} status='' tip holders common title='Removing the worktree'
  step worktree started "$title"
  if session_worktree_user; then
    session_worktree_stays "$REPLY runs in it"
    return 1
  fi
  if ! git_find || [[ ! -d $path ]]; then
    session_worktree_stays 'it is not there any more, or git is not'
    return 1
  fi
  if ! status=$(session_worktree_git "$path" status --porcelain --untracked-files=normal --ignore-submodules=none 2>&1) || [[ -n $status ]]; then
    session_worktree_stays 'it has changes that are not committed'
    return 1
  fi
  if ! common=$(session_worktree_git "$path" rev-parse --path-format=absolute --git-common-dir 2>/dev/null) ||
    ! tip=$(session_worktree_git "$path" rev-parse --verify HEAD 2>/dev/null); then
    session_worktree_stays 'git does not say what is in it'
    return 1
  fi
  holders=$(session_worktree_git "$common" for-each-ref --contains "$tip" --format='%(refname)' refs/heads refs/remotes refs/tags 2>/dev/null |
    grep -vxF -e "refs/heads/$branch") || holders=''
  if [[ -z $holders ]]; then
    session_worktree_stays 'its branch has commits that are nowhere else'
    return 1
  fi
  if ! session_worktree_git "$common" worktree remove -- "$path" >&2; then
    session_worktree_stays 'git does not remove it'
    return 1
  fi
  if [[ $(session_worktree_git "$common" rev-parse --verify --quiet "refs/heads/$branch" 2>/dev/null) == "$tip" ]]; then
    session_worktree_git "$common" branch -q -D -- "$branch" >&2 || :
  fi
  rmdir -- "${path%/*}" 2>/dev/null || :
  step worktree 'done' "$title"
}

# session_worktree_clear <folder of the session>: of a start that was cut off: takes back what git had made of the worktree and its branch. What
# anybody may have put there stays, with all around it.
session_worktree_clear() {
  local path=${SESSION[worktreePath]} branch=${SESSION[worktreeBranch]} repository status='' tip holders
  repository=${path%/*}
  repository=${repository%.worktrees}
  git_find && [[ -d $repository ]] || return 0
  tip=$(session_worktree_git "$repository" rev-parse --verify --quiet "refs/heads/$branch" 2>/dev/null) || tip=''
  if [[ -n $tip ]]; then
    holders=$(session_worktree_git "$repository" for-each-ref --contains "$tip" --format='%(refname)' refs/heads refs/remotes refs/tags 2>/dev/null |
      grep -vxF -e "refs/heads/$branch") || holders=''
    if [[ -z $holders ]]; then
      session_worktree_stays 'its branch has commits that are nowhere else'
      return 0
    fi
  fi
  if [[ -e $path/.git ]]; then
    # Files that were not written yet are no loss.
    if ! status=$(SESSION_WORKTREE_INDEX=$1/index && session_worktree_git "$path" read-tree HEAD 2>&1 &&
      session_worktree_git "$path" status --porcelain --untracked-files=normal --ignore-submodules=none 2>&1) ||
      grep -qv '^ D ' <<<"${status:- D }"; then
      session_worktree_stays 'it has changes that are not committed'
      return 0
    fi
    # git locks the one that it is making.
    session_worktree_git "$repository" worktree remove --force --force -- "$path" >&2 || return 0
  else
    # An empty folder at most.
    rmdir -- "$path" 2>/dev/null || [[ ! -e $path ]] || return 0
    session_worktree_git "$repository" worktree unlock "$path" >/dev/null 2>&1 || :
    session_worktree_git "$repository" worktree prune >/dev/null 2>&1 || :
  fi
  if [[ -n $tip ]]; then session_worktree_git "$repository" branch -q -D -- "$branch" >&2 || :; fi
  rmdir -- "${path%/*}" 2>/dev/null || :
}

# session_worktree_stays <why>
session_worktree_stays() { step worktree 'done' "The worktree stays, because $1: ${SESSION[worktreePath]}"; }
