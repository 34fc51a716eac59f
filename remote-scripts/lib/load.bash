# shellcheck shell=bash
# Sources every library once and runs verbs, each in a subshell of its own: a fork, no new bash.

# Bytes are bytes here, and files are ours alone. What Berth starts for the user gets the user's own settings back.
BERTH_USER_LC_ALL=${LC_ALL-}
BERTH_USER_UMASK=${BERTH_UMASK:-$(umask)}
unset LC_ALL BERTH_UMASK
LC_ALL=C
umask 077
set -E
shopt -s inherit_errexit

BERTH_LIB=${BASH_SOURCE[0]%/*}
# shellcheck source=lib/json.bash
source "$BERTH_LIB/json.bash"
# shellcheck source=lib/answer.bash
source "$BERTH_LIB/answer.bash"
# shellcheck source=lib/arguments.bash
source "$BERTH_LIB/arguments.bash"
# shellcheck source=lib/home.bash
source "$BERTH_LIB/home.bash"
# shellcheck source=lib/pause.bash
source "$BERTH_LIB/pause.bash"
# shellcheck source=lib/files.bash
source "$BERTH_LIB/files.bash"
# shellcheck source=lib/lock.bash
source "$BERTH_LIB/lock.bash"
# shellcheck source=lib/journal.bash
source "$BERTH_LIB/journal.bash"
# shellcheck source=lib/cancel.bash
source "$BERTH_LIB/cancel.bash"
# shellcheck source=lib/operation.bash
source "$BERTH_LIB/operation.bash"
# shellcheck source=lib/settings-check.bash
source "$BERTH_LIB/settings-check.bash"
# shellcheck source=lib/settings.bash
source "$BERTH_LIB/settings.bash"
# shellcheck source=lib/process.bash
source "$BERTH_LIB/process.bash"
# shellcheck source=lib/child.bash
source "$BERTH_LIB/child.bash"
# shellcheck source=lib/sweep.bash
source "$BERTH_LIB/sweep.bash"
# shellcheck source=lib/record.bash
source "$BERTH_LIB/record.bash"
# shellcheck source=lib/instance.bash
source "$BERTH_LIB/instance.bash"
# shellcheck source=lib/ended.bash
source "$BERTH_LIB/ended.bash"
# shellcheck source=lib/claims.bash
source "$BERTH_LIB/claims.bash"
# shellcheck source=lib/ports.bash
source "$BERTH_LIB/ports.bash"
# shellcheck source=lib/http.bash
source "$BERTH_LIB/http.bash"
# shellcheck source=lib/programs.bash
source "$BERTH_LIB/programs.bash"
# shellcheck source=lib/versions.bash
source "$BERTH_LIB/versions.bash"
# shellcheck source=lib/versions-list.bash
source "$BERTH_LIB/versions-list.bash"
# shellcheck source=lib/versions-check.bash
source "$BERTH_LIB/versions-check.bash"
# shellcheck source=lib/versions-install.bash
source "$BERTH_LIB/versions-install.bash"
# shellcheck source=lib/archive.bash
source "$BERTH_LIB/archive.bash"
# shellcheck source=lib/download.bash
source "$BERTH_LIB/download.bash"
# shellcheck source=lib/receive.bash
source "$BERTH_LIB/receive.bash"
# shellcheck source=lib/npm.bash
source "$BERTH_LIB/npm.bash"
# shellcheck source=lib/code-server.bash
source "$BERTH_LIB/code-server.bash"
# shellcheck source=lib/agent.bash
source "$BERTH_LIB/agent.bash"
# shellcheck source=lib/unit.bash
source "$BERTH_LIB/unit.bash"
# shellcheck source=lib/linger.bash
source "$BERTH_LIB/linger.bash"
# shellcheck source=lib/pages.bash
source "$BERTH_LIB/pages.bash"
# shellcheck source=lib/log.bash
source "$BERTH_LIB/log.bash"
# shellcheck source=lib/base.bash
source "$BERTH_LIB/base.bash"
# shellcheck source=lib/base-save.bash
source "$BERTH_LIB/base-save.bash"
# shellcheck source=lib/nginx.bash
source "$BERTH_LIB/nginx.bash"
# shellcheck source=lib/nginx-stage.bash
source "$BERTH_LIB/nginx-stage.bash"
# shellcheck source=lib/route.bash
source "$BERTH_LIB/route.bash"
# shellcheck source=lib/route-own.bash
source "$BERTH_LIB/route-own.bash"
# shellcheck source=lib/system-nginx.bash
source "$BERTH_LIB/system-nginx.bash"
# shellcheck source=lib/system-nginx-site.bash
source "$BERTH_LIB/system-nginx-site.bash"
# shellcheck source=lib/system-nginx-tree.bash
source "$BERTH_LIB/system-nginx-tree.bash"
# shellcheck source=lib/system-nginx-live.bash
source "$BERTH_LIB/system-nginx-live.bash"
# shellcheck source=lib/system-nginx-route.bash
source "$BERTH_LIB/system-nginx-route.bash"
# shellcheck source=lib/system-nginx-public.bash
source "$BERTH_LIB/system-nginx-public.bash"
# shellcheck source=lib/transaction.bash
source "$BERTH_LIB/transaction.bash"
# shellcheck source=lib/start.bash
source "$BERTH_LIB/start.bash"
# shellcheck source=lib/start-run.bash
source "$BERTH_LIB/start-run.bash"
# shellcheck source=lib/history.bash
source "$BERTH_LIB/history.bash"
# shellcheck source=lib/budget.bash
source "$BERTH_LIB/budget.bash"
# shellcheck source=lib/healthz.bash
source "$BERTH_LIB/healthz.bash"
# shellcheck source=lib/work.bash
source "$BERTH_LIB/work.bash"
# shellcheck source=lib/idle.bash
source "$BERTH_LIB/idle.bash"
# shellcheck source=lib/restarts.bash
source "$BERTH_LIB/restarts.bash"
# shellcheck source=lib/keeper.bash
source "$BERTH_LIB/keeper.bash"
# shellcheck source=lib/stop.bash
source "$BERTH_LIB/stop.bash"
# shellcheck source=lib/rebuild.bash
source "$BERTH_LIB/rebuild.bash"
# shellcheck source=lib/reconcile.bash
source "$BERTH_LIB/reconcile.bash"
# shellcheck source=lib/reconcile-operation.bash
source "$BERTH_LIB/reconcile-operation.bash"
# shellcheck source=lib/reconcile-files.bash
source "$BERTH_LIB/reconcile-files.bash"
# shellcheck source=lib/stop-all.bash
source "$BERTH_LIB/stop-all.bash"
# shellcheck source=lib/suspend.bash
source "$BERTH_LIB/suspend.bash"
# shellcheck source=lib/stats.bash
source "$BERTH_LIB/stats.bash"
# shellcheck source=lib/items.bash
source "$BERTH_LIB/items.bash"
# shellcheck source=lib/leftovers.bash
source "$BERTH_LIB/leftovers.bash"
# shellcheck source=lib/leftover-files.bash
source "$BERTH_LIB/leftover-files.bash"
# shellcheck source=lib/parents.bash
source "$BERTH_LIB/parents.bash"
# shellcheck source=lib/foreign.bash
source "$BERTH_LIB/foreign.bash"
# shellcheck source=lib/older-layout.bash
source "$BERTH_LIB/older-layout.bash"
# shellcheck source=lib/packages.bash
source "$BERTH_LIB/packages.bash"
# shellcheck source=lib/packages-lock.bash
source "$BERTH_LIB/packages-lock.bash"
# shellcheck source=lib/packages-run.bash
source "$BERTH_LIB/packages-run.bash"
# shellcheck source=lib/uncommitted.bash
source "$BERTH_LIB/uncommitted.bash"
# shellcheck source=lib/git.bash
source "$BERTH_LIB/git.bash"
# shellcheck source=lib/repositories.bash
source "$BERTH_LIB/repositories.bash"
# shellcheck source=lib/new-repository.bash
source "$BERTH_LIB/new-repository.bash"
# shellcheck source=lib/clone-url.bash
source "$BERTH_LIB/clone-url.bash"
# shellcheck source=lib/deploy-key.bash
source "$BERTH_LIB/deploy-key.bash"
# shellcheck source=lib/clone.bash
source "$BERTH_LIB/clone.bash"
# shellcheck source=lib/clone-failure.bash
source "$BERTH_LIB/clone-failure.bash"
# shellcheck source=lib/backup.bash
source "$BERTH_LIB/backup.bash"
# shellcheck source=lib/ending.bash
source "$BERTH_LIB/ending.bash"
# shellcheck source=lib/removal.bash
source "$BERTH_LIB/removal.bash"
# shellcheck source=lib/resume.bash
source "$BERTH_LIB/resume.bash"
# shellcheck source=lib/doctor.bash
source "$BERTH_LIB/doctor.bash"
# shellcheck source=lib/doctor-system.bash
source "$BERTH_LIB/doctor-system.bash"
# shellcheck source=lib/doctor-home.bash
source "$BERTH_LIB/doctor-home.bash"
# shellcheck source=lib/doctor-private.bash
source "$BERTH_LIB/doctor-private.bash"
# shellcheck source=lib/doctor-sshd.bash
source "$BERTH_LIB/doctor-sshd.bash"
# shellcheck source=lib/doctor-servers.bash
source "$BERTH_LIB/doctor-servers.bash"

# Loads the command behind a verb the first time it is asked for; fails when there is none.
verb_load() {
  [[ $1 =~ ^[a-z]+(-[a-z]+)*$ ]] || return 1
  declare -F "command_${1//-/_}" >/dev/null && return 0
  [[ -f $BERTH_LIB/../commands/$1 ]] || return 1
  # shellcheck source=/dev/null
  source "$BERTH_LIB/../commands/$1"
}

# verb_run <file descriptor to close or ''> <verb> <argument>…: prints the answer; REPLY is the exit code.
verb_run() {
  local request_fd=$1 verb=$2 code=0
  shift 2
  verb_load "$verb" || verb=unknown-verb
  set +e
  (
    set -euo pipefail
    if [[ -n $request_fd ]]; then exec {request_fd}<&-; fi
    answer_guard
    "command_${verb//-/_}" "$@"
  )
  code=$?
  set -e
  if ! answer_is_code "$code"; then
    answer_print_bug "The command was ended from outside." "exit code $code"
    code=70
  fi
  REPLY=$code
}

command_unknown_verb() {
  fail_with invalid-input input 'There is no such command.' 'Update Berth on this computer and try again.'
}
