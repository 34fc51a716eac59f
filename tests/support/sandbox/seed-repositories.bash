#!/usr/bin/env bash
# Makes small real git repositories: several files, two commits, a branch.
# usage: seed-repositories.bash ROOT [NAME...]
set -euo pipefail

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME='Mara Lindqvist' GIT_AUTHOR_EMAIL=mara@example.invalid
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

write_files() {
  local name=$1
  mkdir -p src docs
  printf '# %s\n' "$name" >README.md
  cat >>README.md <<'END'

A small project to try things on.

## Run

    npm start
END
  cat >.gitignore <<'END'
node_modules/
*.log
END
  cat >package.json <<'END'
{
  "name": "sample",
  "version": "1.0.0",
  "type": "module",
  "scripts": { "start": "node src/main.js" }
}
END
  cat >src/main.js <<'END'
import { greet } from './greet.js';

console.log(greet('harbor'));
END
  cat >src/greet.js <<'END'
export function greet(name) {
  return `Hello, ${name}`;
}
END
}

commit() {
  GIT_AUTHOR_DATE=$2 GIT_COMMITTER_DATE=$2 git commit --quiet --message "$1"
}

seed() {
  local root=$1 name=$2
  mkdir "$root/$name"
  cd "$root/$name"
  git init --quiet --initial-branch=main
  write_files "$name"
  git add --all
  commit 'Begin the project' '2026-09-01T09:00:00+00:00'
  printf '# Notes\n\n- The tide table is read once a day.\n' >docs/notes.md
  git add --all
  commit 'Write down what is decided' '2026-09-02T09:00:00+00:00'
  git branch try-another-way
}

main() {
  local root=$1 name
  shift
  mkdir -p "$root"
  for name in "$@"; do
    seed "$root" "$name"
  done
}

main "$@"
