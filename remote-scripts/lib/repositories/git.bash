# shellcheck shell=bash
# git, run so that nobody is asked and nothing of this shell's own settings counts.

# git_find: BERTH_GIT is the path of git; fails when there is none.
git_find() {
  BERTH_GIT=''
  program_find git /usr/bin /usr/local/bin && BERTH_GIT=$REPLY
}

# git_need: as git_find; ends the command when it is not there.
git_need() {
  git_find || fail_with unavailable clone 'git is not installed on this server.' 'Run the setup of this server, which installs git.'
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

# git_counts <folder> <seconds>: prints `<changed files> <files that git does not know> <ahead or -> <behind or ->`; nothing when git
# will not say. The repository may be a stranger's: no hook, monitor, filter or transport that it names is run, and nothing is
# written to it.
git_counts() {
  exec 2>/dev/null </dev/null
  git_settle
  export GIT_OPTIONAL_LOCKS=0 GIT_CEILING_DIRECTORIES=${1%/*} GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none
  local name
  local -a names=()
  local -a quiet=(-c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.untrackedCache=keep -c core.pager=cat)
  mapfile -d '' -t names < <(git_filters "$1" "$2")
  # A list that is not whole rules out nothing.
  ((${#names[@]} > 0)) && [[ ${names[-1]} == end ]] || return 0
  for name in "${names[@]:0:${#names[@]}-1}"; do
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
    /^\? / { unknown++ }
    /^[12u] / { changed++ }
    END { if (is_whole) print changed + 0, unknown + 0, ahead, behind }'
}

# git_filters <folder> <seconds>: prints the names of the settings of filters there, and `end`, each with a NUL behind it.
git_filters() {
  local code=0
  timeout -k 1 "$2" "$BERTH_GIT" -C "$1" config -z --name-only --get-regexp '^filter\..*\.(clean|smudge|process|required)$' || code=$?
  # 1 says that there are none.
  if ((code < 2)); then printf 'end\0'; fi
}
