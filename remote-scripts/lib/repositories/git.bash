# shellcheck shell=bash
# git, run so that nobody is asked and nothing of this shell's own settings counts.

git_find() { program_find git /usr/bin /usr/local/bin; }

# git_need: sets BERTH_GIT to the path of git; ends the command when it is not there.
git_need() {
  git_find || fail_with unavailable clone 'git is not installed on this server.' 'Run the setup of this server, which installs git.'
  BERTH_GIT=$REPLY
}

# git_settle: for a subshell, and for commands that run nothing else. Which certificates and settings count is the user's to say.
git_settle() {
  local name
  for name in "${!GIT_@}"; do
    case $name in
      GIT_SSL_* | GIT_CONFIG_GLOBAL | GIT_CONFIG_SYSTEM) ;;
      *) unset "$name" ;;
    esac
  done
  unset SSH_ASKPASS SSH_ASKPASS_REQUIRE DISPLAY WAYLAND_DISPLAY
  export GIT_TERMINAL_PROMPT=0 LC_ALL=C
}

# git_counts <folder> <seconds>: prints `<changed files> <ahead or -> <behind or ->`; nothing when git will not say. The repository
# may be a stranger's: no hook, monitor, filter or transport that it names is run, and nothing is written to it.
git_counts() {
  exec 2>/dev/null </dev/null
  git_settle
  export GIT_OPTIONAL_LOCKS=0 GIT_CEILING_DIRECTORIES=${1%/*} GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none
  local name
  local -a names=()
  local -a quiet=(-c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.untrackedCache=keep -c core.pager=cat)
  mapfile -d '' -t names < <(timeout -k 1 "$2" "$BERTH_GIT" -C "$1" config -z --name-only --get-regexp '^filter\..*\.(clean|smudge|process|required)$')
  for name in ${names[@]+"${names[@]}"}; do
    # Such a name cannot be overruled from outside.
    [[ $name != *[=$'\n']* ]] || return 0
    quiet+=(-c "$name=")
  done
  {
    timeout -k 1 "$2" "$BERTH_GIT" --no-pager "${quiet[@]}" -C "$1" status --porcelain=v2 --branch -z \
      --untracked-files=normal --no-renames --ahead-behind --ignore-submodules=dirty && printf 'end\0'
  } | tr '\n\0' '?\n' | awk '
    BEGIN { ahead = behind = "-" }
    /^end$/ { is_whole = 1; next }
    /^# branch\.ab \+[0-9]+ -[0-9]+$/ { ahead = substr($3, 2); behind = substr($4, 2) }
    /^[12u?] / { changed++ }
    END { if (is_whole) print changed + 0, ahead, behind }'
}
