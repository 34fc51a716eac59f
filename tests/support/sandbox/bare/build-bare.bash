#!/usr/bin/env bash
# Makes the files of a minimal Debian, and an apt repository with what may be installed on it, in DIRECTORY, unless they
# are there already. Several at once wait for the first. Needs root, mmdebstrap and the package sources of this machine, whose
# mirrors may fail twice. Where that was in vain a moment ago, it is told again at once, so that many tests do not wait for the same.
# usage: build-bare.bash DIRECTORY [anew]   (anew: tries in any case)
#   DIRECTORY.failed    why it could not be made
#   DIRECTORY/base      root of the host: Debian's minbase, systemd and an OpenSSH server; nothing else
#   DIRECTORY/packages  *.deb, Packages, Packages.gz, Release: all that the wanted packages need on that root
# Progress goes to stderr; mmdebstrap's own output to DIRECTORY's parent, kept only when it fails.
set -euo pipefail

readonly finish=${BASH_SOURCE[0]%/*}/finish-base.bash
# With usr-is-merged instead of usrmerge, which would bring all of Perl.
readonly included=openssh-server,systemd-sysv,dbus,libpam-systemd,usr-is-merged
# Readers of manuals are no part of a test, and dpkg is twice as fast without them.
readonly left_out=(man doc locale info)

readonly most_attempts=3 failed_seconds=600

say() { printf '%s\n' "$1" >&2; }

# The place that this machine itself gets its packages from, and the name of its release.
find_sources() {
  local codename uri release component
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  while read -r uri release component; do
    [[ $release == "$codename" ]] || continue
    printf 'deb %s %s %s\n' "$uri" "$release" "$component"
  done < <(apt-get indextargets --format "\$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' | sort -u)
}

make_base() {
  local staging=$1 sources=$2 name
  local -a options=()
  for name in "${left_out[@]}"; do
    options+=("--dpkgopt=path-exclude=/usr/share/$name/*")
  done
  mmdebstrap --mode=root --variant=minbase --include="$included" "${options[@]}" --dpkgopt=force-unsafe-io \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --customize-hook="bash '$finish' \"\$1\" '$staging/packages'" \
    "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" "$staging/base" - <<<"$sources"
}

# A flat repository: apt reads what is described here, and trusts it because the host's sources say so.
describe_packages() {
  local file
  # An epoch's colon is written %3a in these names, which apt would quote once more.
  for file in *%3a*.deb; do mv "$file" "${file//%3a/-}"; done
  for file in *.deb; do
    dpkg-deb --field "$file"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$file" "$(stat -c %s "$file")" "$(sha256sum "$file" | cut -d ' ' -f 1)"
  done >Packages
  gzip -9nk Packages
  {
    printf 'Suite: stable\nDate: %s\nSHA256:\n' "$(LC_ALL=C date -Ru)"
    for file in Packages Packages.gz; do
      printf ' %s %s %s\n' "$(sha256sum "$file" | cut -d ' ' -f 1)" "$(stat -c %s "$file")" "$file"
    done
  } >Release
}

build_into() {
  local staging=$1 sources
  cd "$staging"
  sources=$(find_sources)
  [[ -n $sources ]]
  make_base "$staging" "$sources"
  cd packages
  describe_packages
}

tell_progress() {
  local seconds=0
  while sleep 10; do
    seconds=$((seconds + 10))
    say "… still making the bare host, $seconds s"
  done
}

# make_once DIRECTORY LOG: CODE is 0, or the exit code of what failed. Not for a condition, in which no command ends the subshell.
make_once() {
  local directory=$1 log=$2 parent staging
  parent=$(dirname "$directory")
  # Under the lock, an older staging directory can only be a crashed build's.
  rm -rf --one-file-system "$parent"/.staging-*
  staging=$(mktemp -d "$parent/.staging-XXXXXX")
  chmod 0755 "$staging"
  # The subshell ends at the first failing command, and its log says which.
  set +e
  (
    set -e
    build_into "$staging"
  ) >"$log" 2>&1 9>&-
  CODE=$?
  set -e
  if ((CODE == 0)); then
    mv -T "$staging" "$directory"
  else
    rm -rf --one-file-system "$staging"
  fi
}

# cause_in LOG: the first line that tells of an error, else the last one.
cause_in() { grep -m 1 -E '^E: |[Ee]rror' "$1" || tail -n 1 "$1"; }

was_in_vain() {
  [[ -f $1 ]] && (($(date +%s) - $(stat -c %Y "$1") < failed_seconds))
}

main() {
  local directory=$1 is_anew=${2-} parent log failed progress program attempt
  parent=$(dirname "$directory")
  log=$parent/build.log
  failed=$directory.failed
  exec 9>"$parent/lock"
  if ! flock --nonblock 9; then
    say 'Another process makes the bare host; waiting for it'
    flock 9
  fi
  [[ ! -d $directory ]] || return 0
  for program in mmdebstrap apt-get dpkg-deb; do
    command -v "$program" >/dev/null || {
      say "The bare host is made here once, and that needs $program"
      exit 69
    }
  done
  if [[ -z $is_anew ]] && was_in_vain "$failed"; then exit 75; fi
  say 'Making the files of a bare host; this happens once and takes about 20 seconds'
  tell_progress 9>&- &
  progress=$!
  for ((attempt = 1; attempt <= most_attempts; attempt++)); do
    make_once "$directory" "$log"
    if ((CODE == 0)); then break; fi
    ((attempt == most_attempts)) || say "That failed ($(cause_in "$log")); trying once more"
  done
  kill "$progress"
  wait "$progress" 2>/dev/null || true
  if ((CODE != 0)); then
    printf 'It failed %d times, the last time with: %s\n' "$most_attempts" "$(cause_in "$log")" >"$failed"
    say "The bare host could not be made (exit code $CODE). The end of $log:"
    tail -n 30 "$log" >&2
    exit 1
  fi
  rm -f "$log" "$failed"
}

main "$@"
