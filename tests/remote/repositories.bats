#!/usr/bin/env bats
# The list of repositories, what git tells of them, and how they are made. Clones over a network: tests/integration/core/repositories.

setup() {
  load support/helpers
  berth_setup
  command -v git >/dev/null || skip 'git is not installed'
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
  export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.invalid GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.invalid
  root=$work/root
  mkdir "$root"
}
teardown() { berth_teardown; }

repository() {
  git init -q -b main "$1"
  echo one >"$1/file"
  git -C "$1" add file
  git -C "$1" commit -q -m one
}

list() { ask repositories-list --root "$root" --depth 3; }
names() { value 'd.value.map((r) => r.name).sort().join(" ")'; }

@test "what is added, named and hidden is listed so, once, also below two roots" {
  repository "$root/in/one"
  repository "$root/in/two"
  repository "$work/elsewhere/it's \$(x)"
  ask repository-add --path "$work/elsewhere/it's \$(x)/"
  succeeds
  is d.value.isAdded true
  ask repository-add --path "$root/in/one"
  ask repository-rename --path "$root/in/two" --name 'Zwei "ü"'
  is d.value.name 'Zwei "ü"'
  ask repositories-list --root "$root" --root "$root/in" --depth 3
  is 'd.value.map((r) => [r.name, r.isAdded]).sort()' "[[\"Zwei \\\"ü\\\"\",false],[\"it's \$(x)\",true],[\"one\",false]]"
  ask repository-rename --path "$root/in/two" --name ''
  ask repository-remove --id one-000000 --path "$root/in/one"
  succeeds
  ask repository-remove --id its-000000 --path "$work/elsewhere/it's \$(x)"
  list
  [[ $(names) == two && -f $root/in/one/file ]]
  ask repository-add --path "$root/in/one"
  list
  [[ $(names) == 'one two' ]]
  # One that is away for a while comes back by itself.
  ask repository-add --path "$work/elsewhere/it's \$(x)"
  mv "$work/elsewhere" "$work/away"
  list
  [[ $(names) == 'one two' ]]
  mv "$work/away" "$work/elsewhere"
  list
  is d.value.length 3
  # A file that was cut off is as good as none.
  for file in "$BERTH_HOME"/repositories/known/*; do printf 'path=%s\nisHidden=1\n' "$root/in/one" >"$file"; done
  list
  [[ $(names) == 'one two' ]]
}

@test "only a working copy can be added, and no link to somebody else's" {
  mkdir "$root/plain" && mkdir -p "$root/hollow/.git"
  repository "$root/mine"
  ln -s "$root/mine" "$work/link"
  for path in "$root/plain" "$root/hollow" "$root/nowhere"; do
    ask repository-add --path "$path"
    fails_with 66 repository-not-found directories
  done
  ask repository-add --path "$work/link"
  is d.value.path "$root/mine"
  ask repository-add --path 'mine'
  fails_with 64 invalid-input input
  ((EUID == 0)) || skip 'not root: no folder can be given away'
  chown 65534 "$root/mine"
  ask repository-add --path "$work/link"
  fails_with 64 invalid-input directories
  ask repository-add --path "$root/mine"
  succeeds
}

@test "one whose editor runs stays on the list, and the time of its opening is told" {
  git init -q "$work/repo"
  start demo
  ask repository-remove --id demo --path "$work/repo"
  fails_with 73 instance-running process
  list
  ask repository-add --path "$work/repo"
  is d.value.lastOpenedAtMs null
  ask instance-access --id demo
  ask repositories-list --root "$work/repo" --depth 0
  is 'Math.abs(d.value[0].lastOpenedAtMs - Date.now()) < 60000' true
  stop demo
  ask repository-remove --id demo --path "$work/repo"
  succeeds
}

@test "changed files and commits ahead and behind are counted" {
  repository "$work/up"
  git clone -q "$work/up" "$root/copy"
  cd "$root/copy"
  echo two >file && touch 'new
line' other && git add other
  git commit -q -m two -- other && git -C "$work/up" commit -q --allow-empty -m three && git fetch -q
  ask repositories-inspect --path "$root/copy" --path "$work/up" --path "$root/nowhere" --path ''
  is 'd.value.map((r) => [r.changedCount, r.aheadCount, r.behindCount])' '[[2,1,1],[0,null,null],[null,null,null],[null,null,null]]'
  is 'd.value[0].path' "$root/copy"
}

@test "looking at a repository runs nothing of it and writes nothing to it" {
  repository "$root/trap"
  cd "$root/trap"
  printf '#!/bin/sh\ntouch %s\ncat\n' "$work/canary" >"$work/run"
  chmod +x "$work/run"
  for hook in post-index-change fsmonitor-watchman post-checkout pre-auto-gc; do cp "$work/run" ".git/hooks/$hook"; done
  git config core.fsmonitor "$work/run"
  git config core.hooksPath .git/hooks
  git config filter.x.clean "$work/run"
  git config filter.y.process "$work/run"
  git config filter.y.required true
  git config diff.external "$work/run"
  git config core.pager "$work/run"
  git config core.sshCommand "$work/run"
  git config core.gitProxy "$work/run"
  git config alias.status "!$work/run"
  printf 'file filter=x\nother filter=y\n' >.gitattributes
  git config remote.origin.url "ext::$work/run"
  git config protocol.ext.allow always
  git config extensions.partialClone origin
  git config remote.origin.promisor true
  touch -d '1 hour ago' file && echo more >other
  before=$(find .git -type f | sort | xargs sha256sum)
  ask repositories-inspect --path "$root/trap"
  succeeds
  [[ ! -e $work/canary ]]
  [[ $before == "$(find .git -type f | sort | xargs sha256sum)" ]]
  is 'd.value[0].changedCount >= 2' true
  # A commit to count from that is not there: it would be fetched, from a program.
  git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
  git config branch.main.remote origin
  git config branch.main.merge refs/heads/main
  mkdir -p .git/refs/remotes/origin && printf '%040d\n' 1 >.git/refs/remotes/origin/main
  ask repositories-inspect --path "$root/trap"
  [[ ! -e $work/canary ]]
  # A filter whose name cannot be overruled: better no figure.
  git config 'filter.a=b.clean' "$work/run"
  ask repositories-inspect --path "$root/trap"
  is 'd.value[0].changedCount' null
  [[ ! -e $work/canary ]]
}

@test "a slow repository costs its own time and no more" {
  repository "$root/slow"
  repository "$root/quick"
  mkdir "$work/slow-bin"
  # Of the third nobody can say which filters it has.
  repository "$root/secretive"
  printf '#!/bin/sh\ncase "$*" in *slow*) exec sleep 60 ;; *secretive*filter*) exit 3 ;; esac\nexec %s "$@"\n' "$(command -v git)" >"$work/slow-bin/git"
  chmod +x "$work/slow-bin/git"
  BERTH_INSPECT_SECONDS=1 PATH=$work/slow-bin:$PATH ask repositories-inspect --path "$root/slow" --path "$root/quick" --path "$root/secretive"
  is 'd.value.map((r) => r.changedCount)' '[null,0,null]'
  local left
  left=$(grep -lszxF -e "BERTH_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' | while read -r pid; do tr '\0' ' ' <"/proc/$pid/cmdline"; done || :)
  [[ $left != *'sleep 60'* ]]
}

@test "a repository is made where nothing is, and its operation answers again" {
  umask 022
  ask repository-create --path "$root/a/b/new" --operation-id one
  succeeds
  [[ $(git -C "$root/a/b/new" symbolic-ref HEAD) == refs/heads/main && $(stat -c %a "$root/a/b/new") == 755 ]]
  is d.value.branch main
  ask repository-create --path "$root/a/b/new" --operation-id one
  succeeds
  ask repository-create --path "$root/a/b/new" --operation-id two
  fails_with 73 repository-exists directories
  mkdir "$root/empty" && ask repository-create --path "$root/empty/" --operation-id three
  succeeds
  if ((EUID == 0)); then
    mkdir "$root/theirs" && chown 65534 "$root/theirs" && ask repository-create --path "$root/theirs" --operation-id theirs
    fails_with 73 repository-exists directories
  fi
  touch "$root/file" && ln -s "$root/nowhere" "$root/link"
  local path id=4
  for path in "$root/file" "$root/link" "$root/file/below"; do
    ask repository-create --path "$path" --operation-id "op$((id++))"
    is d.ok false
  done
  for path in relative "$root/../x" "$root/./x" "$root//x" "$root/"$'x\ny' /; do
    ask repository-create --path "$path" --operation-id "op$((id++))"
    fails_with 64 invalid-input input
  done
  ask repository-create --path "$root/dry" --dry-run
  is d.value.path "$root/dry"
  [[ -z $(find "$work" -name '.berth-clone-*' -o -name dry) && -z $(ls "$BERTH_HOME/repositories/clones") ]]
}

@test "URLs that git or ssh could misunderstand are refused before anything is made" {
  local url
  for url in --upload-pack=x -oProxyCommand=x 'ext::sh -c true' "file://$root" "$root" ../x 'ssh://-oProxyCommand=x/y' 'ssh://a@-x/y' 'git@-x:y' \
    '-a@x:y' $'https://x/y\nz' 'https://x/y z' 'https://u:p@x/y' 'ssh://x:y/z' 'https:///x' 'fd::7' 'https://x::ext/y' 'https::https://x/y' \
    'git@a`id`:x' 'ssh://$(id)@a/y' 'ssh://a;id/y'; do
    ask repository-clone --url "$url" --path "$root/new" --login host --operation-id "bad$((++bad))"
    fails_with 64 invalid-input input
  done
  ask repository-clone --url https://localhost/x --path "$root/new" --login token --user u --token secret-token --operation-id t1
  fails_with 64 invalid-input input
  [[ $document == *'command line'* ]]
  ask repository-clone --url http://example.invalid/x --path "$root/new" --login deploy-key --operation-id t2
  fails_with 64 invalid-input input
  ask repository-clone --url https://localhost:1/x --path "$root" --login host --operation-id t3
  fails_with 73 repository-exists directories
  ask repository-clone --url https://localhost:1/x --path "$root/a/new" --login host --operation-id t4
  fails_with 73 clone-failed clone
  [[ -z $(ls -A "$root") && -z $(ls "$BERTH_HOME/repositories/clones") ]]
}

@test "without git everything but making and cloning works" {
  repository "$root/one"
  mkdir "$work/no-git"
  ln -s /usr/bin/* "$work/no-git/" && rm "$work"/no-git/git*
  sed 's, /usr/bin /usr/local/bin,,' "$scripts/lib/repositories/git.bash" >"$work/git.bash"
  cp -a "$scripts" "$work/scripts" && cp "$work/git.bash" "$work/scripts/lib/repositories/git.bash"
  local node
  node=$(dirname "$(command -v node)")
  scripts=$work/scripts
  PATH=$work/no-git ask repositories-inspect --path "$root/one"
  PATH=$node:$PATH is 'd.value[0].changedCount' null
  PATH=$work/no-git ask repository-create --path "$root/two" --operation-id a
  fails_with 69 unavailable clone
  [[ $document == *setup* ]]
}

@test "what a killed one left goes with the next, and with reconcile" {
  mkdir -m 700 "$BERTH_HOME"
  mkdir -p "$BERTH_HOME/repositories/clones" "$root/.berth-clone-dead/.git" "$root/.berth-clone-other"
  printf '%s\n' "$root/.berth-clone-dead" >"$BERTH_HOME/repositories/clones/dead"
  printf '%s\n' "$root" >"$BERTH_HOME/repositories/clones/lies"
  printf '%s\n' "$root/.berth-clone-other" >"$BERTH_HOME/repositories/clones/also"
  printf '%s\n' "$root/away/.berth-clone-other" >"$BERTH_HOME/repositories/clones/other"
  ask reconcile
  succeeds
  [[ ! -e $root/.berth-clone-dead && -e $root/.berth-clone-other ]]
  is 'd.value.changes.length' 1
  ask reconcile
  is d.value.changes '[]'
}

# clones: a git that begins a clone, goes on for long and takes its time to end; the clone `begun` is under way afterwards.
clones() {
  mkdir "$work/slow-bin"
  cat >"$work/slow-bin/git" <<'END'
#!/bin/bash
[[ " $* " == *' clone '* ]] || exit 1
trap 'sleep 0.5; exit 1' TERM
touch "${@: -1}/file"
for _ in {1..200}; do sleep 0.1; done
END
  chmod +x "$work/slow-bin/git"
  PATH=$work/slow-bin:$PATH berth repository-clone --url https://h.example/x --path "$root/x" --login host --operation-id begun >"$work/said" 2>/dev/null 3>&- &
  until [[ -e $root/.berth-clone-begun/file ]]; do sleep 0.05; done
}

@test "a cleanup of everything takes a clone that is under way with it" {
  clones
  ask cleanup --level everything --yes --operation-id all
  succeeds
  wait "$!" || :
  document=$(tail -n 1 "$work/said")
  is d.failure.kind cancelled
  [[ -z $(ls -A "$root") && ! -e $BERTH_HOME ]]
}

@test "a cleanup of everything takes what a killed clone left with it" {
  clones
  local pid
  read -r _ pid _ <"$BERTH_HOME/journal/begun"
  kill -KILL "$pid" "$!"
  ask cleanup --level everything --yes --operation-id all
  succeeds
  [[ -z $(ls -A "$root") && ! -e $BERTH_HOME && -z $(grep -lszxF -e "BERTH_OPERATION_HOME=$BERTH_HOME" /proc/[0-9]*/environ || :) ]]
}

@test "a key that was trusted is not asked for again, where ssh does not look for it" {
  mkdir "$work/ssh-bin"
  ssh-keygen -q -t ed25519 -N '' -f "$work/key"
  # Shows its key; and git, whose ssh reads other files than these.
  printf '#!/bin/sh\nfor word; do case $word in UserKnownHostsFile=*) file=${word#*=\\"}; echo "h.example %s" >"${file%%\\"}" ;; esac; done\nexit 255\n' \
    "$(cut -d' ' -f1,2 "$work/key.pub")" >"$work/ssh-bin/ssh"
  printf '#!/bin/sh\ncase " $* " in *" clone "*) echo Host key verification failed. >&2 ;; esac\nexit 1\n' >"$work/ssh-bin/git"
  chmod +x "$work"/ssh-bin/*
  export PATH=$work/ssh-bin:$PATH
  ask repository-clone --url git@h.example:x --path "$root/x" --login host --operation-id ask
  fails_with 73 host-key-unknown clone
  ask repository-clone --url git@h.example:x --path "$root/x" --login host --operation-id again --trusted-fingerprint "$(value d.failure.hostKey.fingerprint)"
  fails_with 73 clone-failed clone
  [[ $(grep -c '^h.example ' "$HOME/.ssh/known_hosts") == 1 ]]
}

@test "a token is given as the password, also where the user's settings name the user, and to whoever asks again" {
  local port server
  node -e '
    const fs = require("fs"), wants = { "www-authenticate": "Basic realm=x" };
    const server = require("http").createServer((request, response) => {
      const login = (request.headers.authorization ?? "").slice(6);
      if (login) fs.appendFileSync(`${process.argv[1]}/logins`, `${Buffer.from(login, "base64")}\n`);
      response.writeHead(401, wants).end();
    });
    setTimeout(() => process.exit(), 60000);
    server.listen(0, "127.0.0.1", () => fs.writeFileSync(`${process.argv[1]}/port`, String(server.address().port)));' "$work" 3>&- &
  server=$!
  until [[ -s $work/port ]]; do sleep 0.02; done
  port=$(<"$work/port")
  export GIT_CONFIG_GLOBAL=$work/gitconfig
  # Settings that would send it elsewhere, or nowhere.
  git config -f "$work/gitconfig" url.http://127.0.0.1:1/.insteadOf "http://127.0.0.1:$port/"
  git config -f "$work/gitconfig" http.proxy http://127.0.0.1:1
  git config -f "$work/gitconfig" credential.useHttpPath true
  for name in '' mine; do
    if [[ -n $name ]]; then git config -f "$work/gitconfig" "credential.http://127.0.0.1:$port.username" "$name"; fi
    mkdir -p "$BERTH_HOME" && chmod 700 "$BERTH_HOME"
    printf '%s\0' nonce repository-clone 12 --url "http://127.0.0.1:$port/x" --path "$root/x" --login token --user given --token 'a secret' \
      --operation-id "clone-$name" | "$scripts/runner" operate nonce >"$work/said" 2>&1
    grep -q '"kind":"auth-failed"' "$work/said"
    ! grep -q secret "$work/said"
  done
  kill "$server"
  # Over a network it needs TLS.
  printf '%s\0' nonce repository-clone 10 --url http://192.0.2.1/x --path "$root/x" --login token --token 'a secret' --operation-id open |
    "$scripts/runner" operate nonce >"$work/said" 2>&1
  grep -q '"kind":"invalid-input".*over https' "$work/said"
  [[ $(<"$work/logins") == $'given:a secret\nmine:a secret' ]]
  for name in Username Password Username Password; do
    BERTH_ASKPASS_PLACE=https://h "$scripts/askpass" "$name for 'https://h': "
  done 9< <(printf 'Username u\nPassword p\nUsername u\nPassword p\n') >"$work/answers"
  [[ $(<"$work/answers") == $'u\np\nu\np' ]]
  local question
  for question in https://other http://h https://h.other https://h@other https://h/@other https://other/https://h "https://h'@other" https://h:8443; do
    run ! env BERTH_ASKPASS_PLACE=https://h "$scripts/askpass" "Password for '$question': " 9< <(printf 'Password p\n')
    [[ -z $output ]]
  done
}

@test "a clone runs nothing of what it brings, and is the user's own" {
  repository "$work/up"
  mkdir "$work/up/hooks" "$work/ssh-bin"
  printf '#!/bin/sh\ntouch %s\n' "$work/canary" >"$work/up/hooks/post-checkout"
  chmod +x "$work/up/hooks/post-checkout"
  git -C "$work/up" add hooks && git -C "$work/up" commit -q -m hooks
  # Plays the server, whose words come last.
  printf '#!/bin/sh\nfor word; do :; done\nexec sh -c "$word"\n' >"$work/ssh-bin/ssh"
  chmod +x "$work/ssh-bin/ssh"
  export GIT_CONFIG_GLOBAL=$work/gitconfig
  git config -f "$work/gitconfig" core.hooksPath hooks
  umask 022
  PATH=$work/ssh-bin:$PATH ask repository-clone --url "git@h.example:$work/up" --path "$root/x" --login host --operation-id hooks
  succeeds
  [[ ! -e $work/canary && -x $root/x/hooks/post-checkout && $(stat -c %a "$root/x" "$root/x/file" | xargs) == '755 644' ]]
}

@test "2,000 repositories among thousands of folders are one look each and no process" {
  node -e '
    const { mkdirSync, writeFileSync } = require("fs");
    const root = process.argv[1];
    for (let i = 0; i < 2000; i++) {
      mkdirSync(`${root}/group${i % 40}/repository-${i}/.git`, { recursive: true });
      writeFileSync(`${root}/group${i % 40}/repository-${i}/.git/HEAD`, "ref: refs/heads/main\n");
    }
    for (let i = 0; i < 5000; i++) mkdirSync(`${root}/other${i % 20}/x${i % 200}/y${i}`, { recursive: true });' "$root"
  ask repository-add --path "$root/group0/repository-0"
  local began=$EPOCHREALTIME forks
  forks=$(awk '$1 == "processes" { print $2 }' /proc/stat)
  list
  forks=$(($(awk '$1 == "processes" { print $2 }' /proc/stat) - forks))
  echo "# 2,000 repositories listed in $(((${EPOCHREALTIME/./} - ${began/./}) / 1000)) ms" >&3
  is d.value.length 2000
  # The whole machine is counted; one process for each would be thousands.
  ((forks < 1500)) || { echo "$forks processes" && return 1; }
  # Also where all that is met is repositories, there is an end to it.
  [[ $(bash -c 'source "$0/lib/load.bash"; verb_load repositories-list; REPOSITORIES_SECONDS=-1; verb_run "" repositories-list --root "$1" --depth 0' \
    "$scripts" "$root/group0/repository-0") == *'"kind":"timed-out"'* ]]
}
