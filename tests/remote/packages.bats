#!/usr/bin/env bats
# The distribution's packages, with stand-ins for the package managers that this machine does not have: they write down how they were
# called, and `installing` makes the program. The real apt is asked in tests/integration/core/setup-packages.test.ts.

setup() {
  load support/helpers
  berth_setup
  # Two folders, because what is written to a link goes to the program of this machine.
  bin=$work/bin
  tools=$work/tools
  mkdir "$bin" "$tools"
  ln -s /usr/bin/* /bin/* /usr/sbin/* "$tools/" 2>/dev/null || :
  ln -sf "$(command -v node)" "$tools/node"
  (cd "$tools" && rm -f apt-get apt-cache dpkg dpkg-query dnf zypper apk pacman tmux git curl sudo nginx update-rc.d)
  usual=$PATH
  PATH=$bin:$tools
  export CALLS=$work/calls OUTCOME=$work/outcome
  : >"$CALLS"
  echo 'exit 0' >"$OUTCOME"
}
teardown() {
  PATH=$usual
  berth_teardown
}

# manager <name>: a stand-in that notes its words and does what the file `outcome` says.
manager() {
  cat >"$bin/$1" <<'END'
#!/bin/bash
printf '%s %s\n' "${0##*/}" "$*" >>"$CALLS"
source "$OUTCOME" "$@"
END
  chmod 700 "$bin/$1"
}

# makes <program>: what the manager does when it installs.
makes() {
  cat >"$OUTCOME" <<END
echo "Working on \$* with umask \$(umask)" >&2
case " \$* " in
  *-only* | *downloadonly* | *' -Sw '* | *' -Sy '* | *' update '*) exit 0 ;;
  # Its index is empty.
  *' -Si '* | *' search '*) exit 1 ;;
  *) printf '#!/bin/sh\necho $1 9.8.7a\n' >$bin/$1 && chmod 700 $bin/$1 ;;
esac
END
}

# ask_install <need>: as an operation.
ask_install() { ask packages-install --need "$1" --operation-id "install-$RANDOM$RANDOM"; }

@test "each package manager is called in its own words, and never to remove anything" {
  local name
  for name in dnf zypper apk pacman; do
    rm -f "$bin/tmux"
    : >"$CALLS"
    manager "$name"
    makes tmux
    ask packages-plan --need tmux
    is d.value.manager "$name"
    is d.value.elevation root
    is 'd.value.packages[0].isInstalled' false
    is d.value.downloadBytes null
    ask_install tmux
    succeeds
    is 'd.value.packages[0]' '{"need":"tmux","package":"tmux","isInstalled":true,"version":"9.8.7a","command":null}'
    # Its files are for everybody, although those of Berth are not.
    [[ $lines == *'"state":"output","title":"Working on '*' with umask 0022"'* && $lines != *'umask 0077'* ]]
    case $name in
      dnf) [[ $(<"$CALLS") == 'dnf -y --setopt=install_weak_deps=False --setopt=obsoletes=False install --downloadonly tmux
dnf -y --setopt=install_weak_deps=False --setopt=obsoletes=False install tmux' ]] ;;
      zypper) [[ $(<"$CALLS") == 'zypper --non-interactive install --no-recommends --download-only tmux
zypper --non-interactive install --no-recommends tmux' ]] ;;
      apk) [[ $(sort -u "$CALLS") == 'apk --wait 60 --no-progress add tmux
apk --wait 60 update
apk search --exact --quiet tmux' ]] ;;
      pacman) [[ $(sort -u "$CALLS") == 'pacman --noconfirm --noprogressbar --needed -S tmux
pacman --noconfirm --noprogressbar --needed -Sw tmux
pacman --noconfirm --noprogressbar -Sy
pacman -Si tmux' ]] ;;
    esac || { cat "$CALLS" && return 1; }
    # What is there is left alone.
    : >"$CALLS"
    ask_install tmux
    succeeds
    [[ ! -s $CALLS ]]
    rm "$bin/$name"
  done
}

@test "where no manager is known, or nobody may use it, the plan says what to do by hand" {
  ask packages-plan --need git --need tmux --need git
  is d.value '{"elevation":"root","manager":null,"packages":[{"need":"git","package":null,"isInstalled":false,"version":null,"command":null},{"need":"tmux","package":null,"isInstalled":false,"version":null,"command":null}],"downloadBytes":null,"diskBytes":null}'
  ask_install git
  fails_with 69 unavailable packages
  ask packages-plan --need emacs
  fails_with 64 invalid-input input
  manager dnf
  # Somebody else, with a sudo that wants a password.
  printf '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n' >"$bin/sudo"
  chmod 755 "$bin/sudo" "$bin" "$work"
  cp -r "$scripts" "$work/scripts"
  chmod -R a+rX "$work/scripts" "$bin"
  mkdir -m 700 "$work/theirs"
  chown nobody "$work/theirs"
  document=$(setpriv --reuid=nobody --clear-groups env BERTH_HOME="$work/theirs" "$work/scripts/berth" packages-install --need git --operation-id x | tail -n 1) || :
  is d.failure.kind unavailable
  is d.failure.nextStep 'Ask its administrator to run: dnf install -y git.'
}

# refused <exit code> <what the manager says> <failure kind> <words of the message>
refused() {
  printf 'printf "%%s\\n" "Preparing" %q\nexit 1\n' "$2" >"$OUTCOME"
  ask_install git
  fails_with "$1" "$3" packages
  is "d.failure.message.includes('$4')" true
  is "d.failure.detail.includes('$2')" true
  [[ $(stages undone) =~ ^packages(\ packages)?$ ]] || { echo "$lines" && return 1; }
}

@test "what the manager says tells why it failed" {
  manager dnf
  refused 73 'Curl error (6): Could not resolve host name for https://mirrors.fedoraproject.org' setup-failed 'reached no mirror'
  refused 71 'At least 12MB more space needed on the / filesystem.' disk-full 'disk of the server is full'
  refused 75 'Error: Failed to obtain the transaction lock' busy 'Another program'
  refused 73 'Error: Unable to find a match: git' setup-failed 'offers no package git'
  refused 73 'scriptlet failed, exit status 1' setup-failed 'could not be installed'
  # Only one that may be due to an old index is tried again.
  [[ $(grep -c downloadonly "$CALLS") == 6 ]]
}

@test "a download ends when it is called off, and an installation that has begun goes to its end" {
  local pid
  manager dnf
  echo 'echo $$ >"$CALLS.pid"; echo begun; case " $* " in *downloadonly*) exec sleep 60 ;; esac' >"$OUTCOME"
  berth packages-install --need git --operation-id first >"$work/answer" &
  until [[ -s $CALLS.pid && $(<"$work/answer") == *begun* ]]; do sleep 0.1; done
  pid=$(<"$CALLS.pid")
  ask operation-cancel --operation-id first
  is d.value.isCancelled true
  wait "$!" || code=$?
  document=$(tail -n 1 "$work/answer")
  is d.failure.kind cancelled
  [[ $code == 69 ]] && is_gone "$pid"
  rm "$CALLS.pid"
  echo 'case " $* " in *downloadonly*) exit 0 ;; esac; echo begun; until [[ -e $CALLS.go ]]; do sleep 0.1; done
    printf "#!/bin/sh\n" >"${0%/*}/git"; chmod 700 "${0%/*}/git"' >"$OUTCOME"
  berth packages-install --need git --operation-id second >"$work/second" &
  until [[ -s $work/second && $(<"$work/second") == *begun* ]]; do sleep 0.1; done
  ask operation-cancel --operation-id second
  is d.value.isCancelled false
  pid=$!
  # Whoever runs it again meanwhile waits for it.
  : >"$CALLS"
  berth packages-install --need git --operation-id third >"$work/third" &
  until [[ -s $work/third ]]; do sleep 0.1; done
  : >"$CALLS.go"
  wait "$pid" "$!"
  document=$(tail -n 1 "$work/second")
  is d.ok true
  document=$(tail -n 1 "$work/third")
  is d.ok true
  [[ $(head -n 1 "$work/third") == *'Waiting for an installation'* && ! -s $CALLS ]]
}

@test "an installation goes on when the one who asked for it is killed" {
  manager dnf
  echo 'case " $* " in *downloadonly*) exit 0 ;; esac; until [[ -e $CALLS.go ]]; do sleep 0.1; echo line; done
    printf "#!/bin/sh\n" >"${0%/*}/git"; chmod 700 "${0%/*}/git"; : >"$CALLS.done"' >"$OUTCOME"
  setsid "$scripts/berth" packages-install --need git --operation-id cut >"$work/answer" &
  until [[ -s $work/answer && $(<"$work/answer") == *line* ]]; do sleep 0.1; done
  kill -9 "$(sed -n 's/^running \([0-9]*\) .*/\1/p' "$BERTH_HOME/journal/cut")"
  : >"$CALLS.go"
  until [[ -e $CALLS.done ]]; do sleep 0.1; done
  ask operation-status --operation-id cut
  is d.value.state ended
  ask_install git
  succeeds
}

@test "nginx is kept quiet, but not one that an administrator has a unit of their own for" {
  manager nginx
  manager update-rc.d
  # On folders of its own, so that nothing of this machine is stopped.
  quiet() { unshare -m bash -c "mount -t tmpfs none /run; mount -t tmpfs none /etc/systemd; mkdir /etc/systemd/system; $1; '$scripts/packages-root' dnf quiet quietly" </dev/null; }
  quiet :
  [[ $(<"$CALLS") == 'update-rc.d nginx disable' ]]
  : >"$CALLS"
  quiet 'echo "[Service]" >/etc/systemd/system/nginx.service'
  [[ ! -s $CALLS ]]
}

@test "apt is understood whatever language the user speaks" {
  manager apt-get
  manager dpkg
  manager dpkg-query
  manager apt-cache
  echo '[[ ${LC_ALL-} == C ]] && echo "  Candidate: 1.0" || echo "  Installationskandidat: 1.0"' >"$OUTCOME"
  LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 ask packages-plan --need nginx
  is 'd.value.packages[0].package' nginx-light
}
