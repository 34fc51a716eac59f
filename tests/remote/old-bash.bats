#!/usr/bin/env bats
# Bash 4.4 is enough, although the tests run with whatever this machine has.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

@test "nothing is used that came after bash 4.4" {
  local found
  cd "$scripts"
  # The one place that knows what to do without it.
  found=$(grep -rnE 'EPOCH(SECONDS|REALTIME)|SRANDOM|BASH_ARGV0|wait -[a-z]*[pf]|@[UuLKk]\}|assoc_expand_once|localvar_inherit|globskipdots|varredir|read -[a-z]*E|\$\{ ' \
    askpass berth git-progress keeper packages-root runner lib commands | grep -v '^lib/host/files.bash:[0-9]*:  local now=' || :)
  [[ -z $found ]] || { echo "$found" && return 1; }
}

@test "texts that bash keeps in files lie in the user's own folder, and programs are not told of it" {
  mkdir "$work/own"
  [[ $(env -u TMPDIR XDG_RUNTIME_DIR="$work/own" bash -c 'source "$0/lib/load.bash"; printf -v text "%0100000d" 0; readlink /proc/self/fd/0 <<<"$text"; printenv TMPDIR' "$scripts") == "$work/own/"* ]]
  [[ $(TMPDIR=/var bash -c 'source "$0/lib/load.bash"; printenv TMPDIR' "$scripts") == /var ]]
}
