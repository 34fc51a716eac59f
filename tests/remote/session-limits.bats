#!/usr/bin/env bats
# How many agents run, in worktrees of their own or not, and taking a conversation up again.

setup() {
  load support/sessions
  sessions_setup
}
teardown() { sessions_teardown; }

repository() {
  git init -q -b main "$work/code"
  git -C "$work/code" -c user.name=a -c user.email=a@b commit -q --allow-empty -m one
  printf '#!/bin/sh\ntouch %s/hook-ran\n' "$work" >"$work/code/.git/hooks/post-checkout"
  chmod +x "$work/code/.git/hooks/post-checkout"
}

@test "a third agent is refused with the names of those to stop, and starts by force" {
  session_start one --argument cat
  session_start two --argument cat
  succeeds
  session_start three --argument cat
  fails_with 71 limit-reached budget
  is 'd.failure.nextStep.includes("Title of one") && d.failure.nextStep.includes("Title of two")' true
  [[ ! -e $BERTH_HOME/sessions/three ]]
  # Terminals are no agents.
  session_start shell
  succeeds
  session_start three --argument cat --force
  succeeds
  session_list
  is d.value.agentCount 3
}

@test "agents of all users are counted by their launches" {
  # Agents of other tests are of all users as well.
  ask session-configure --most-agents 9 --most-agents-of-all 200
  succeeds
  local home=$BERTH_HOME
  session_start one --argument cat
  succeeds
  # Another home stands for another user.
  mkdir -m 700 "$work/other"
  BERTH_HOME=$work/other ask session-configure --most-agents 9 --most-agents-of-all 1
  BERTH_HOME=$work/other session_start one --argument cat
  fails_with 71 limit-reached budget
  is 'd.failure.message.includes("all users")' true
  [[ $BERTH_HOME == "$home" ]]
}

@test "an agent that needs more memory than is free is refused, and starts by force" {
  session_start one --argument cat --expected-memory-bytes 900000000000000
  fails_with 71 out-of-memory budget
  session_start one --argument cat --expected-memory-bytes 900000000000000 --force
  succeeds
}

@test "settings are kept, and checked" {
  # Tests have room for the agents of others; a new home has what is shipped.
  unset BERTH_MOST_AGENTS_OF_ALL
  ask session-settings
  is 'd.value' '{"mostAgents":2,"mostAgentsOfAll":4,"idleStopMinutes":0}'
  ask session-configure --most-agents 5 --most-agents-of-all 7 --idle-stop-minutes 30
  succeeds
  ask session-settings
  is 'd.value' '{"mostAgents":5,"mostAgentsOfAll":7,"idleStopMinutes":30}'
  ask session-configure --most-agents 0
  fails_with 64 invalid-input input
}

@test "a worktree is made beside the repository, without running anything of it, and goes with a stop when nothing is lost" {
  repository
  session_start one --argument cat --path "$work/code" --worktree-branch 'fix/a b' && fails_with 64 invalid-input input
  session_start one --argument cat --path "$work/code" --worktree-branch fix/it
  succeeds
  is d.value.worktreeBranch fix/it
  is d.value.path "$work/code.worktrees/fix-it"
  [[ -e $work/code.worktrees/fix-it/.git && ! -e $work/hook-ran ]]
  session_start two --argument cat --path "$work/code" --worktree-branch fix/it
  fails_with 73 start-failed worktree
  session_stop one --remove-worktree
  succeeds
  is d.value.isWorktreeRemoved true
  [[ ! -e $work/code.worktrees && -z $(git -C "$work/code" branch --list fix/it) ]]
}

@test "a worktree with work in it stays and that is said" {
  repository
  session_start one --argument cat --path "$work/code" --worktree-branch w1
  succeeds
  touch "$work/code.worktrees/w1/new"
  session_stop one --remove-worktree
  succeeds
  is d.value.isWorktreeRemoved false
  [[ $lines == *'not committed'* && -e $work/code.worktrees/w1/new ]]
  session_start two --argument cat --path "$work/code" --worktree-branch w2
  git -C "$work/code.worktrees/w2" -c user.name=a -c user.email=a@b commit -q --allow-empty -m two
  session_stop two --remove-worktree
  is d.value.isWorktreeRemoved false
  [[ $lines == *'nowhere else'* && -e $work/code.worktrees/w2 ]]
}

@test "who starts in the worktree of another session has it as well, and it goes with the last that runs there" {
  repository
  session_start one --argument cat --path "$work/code" --worktree-branch 'with/space'
  succeeds
  session_start two --argument cat --path "$work/code.worktrees/with-space" --title 'One & two'
  succeeds
  is '[d.value.worktreeBranch, d.value.path]' "[\"with/space\",\"$work/code.worktrees/with-space\"]"
  session_start beside --path "$work/code"
  succeeds
  is d.value.worktreeBranch null
  session_stop one --remove-worktree
  succeeds
  is d.value.isWorktreeRemoved false
  [[ $lines == *'One & two runs in it'* && -e $work/code.worktrees/with-space/.git ]]
  session_stop two --remove-worktree
  succeeds
  is d.value.isWorktreeRemoved true
  [[ ! -e $work/code.worktrees/with-space && -z $(git -C "$work/code" branch --list with/space) ]]
}

@test "a start that fails takes its worktree and branch back" {
  repository
  mkdir "$work/bin"
  printf '#!/bin/sh\ncase "$*" in *new-session*) exit 1 ;; esac\nexec /usr/bin/tmux "$@"\n' >"$work/bin/tmux"
  chmod +x "$work/bin/tmux"
  PATH=$work/bin:$PATH session_start one --argument cat --path "$work/code" --worktree-branch gone
  fails_with 73 start-failed process
  [[ $(stages undone) == 'process worktree directories' ]]
  [[ ! -e $work/code.worktrees && -z $(git -C "$work/code" branch --list gone) ]]
}

@test "a conversation is taken up again in the same terminal, once its program has ended" {
  session_start one --argument bash --argument -c --argument 'echo first-run; exit 4' --resume-argument bash --resume-argument -c \
    --resume-argument 'echo second-run $KEY; exec cat'
  succeeds
  is d.value.isResumable true
  eventually session_ends_as one dead
  ask session-resume --id one --variable KEY=again --operation-id r1
  succeeds
  is 'd.value.state !== "dead" && d.value.exitCode === null' true
  eventually screen_has one 'second-run again'
  ask session-resume --id one --operation-id r2
  fails_with 73 start-failed process
  # Also where tmux is gone.
  kill -s KILL "$(session_server_pids)"
  eventually session_ends_as one dead
  ask session-resume --id one --operation-id r3
  succeeds
  eventually screen_has one second-run
  session_start two --argument true
  eventually session_ends_as two dead
  ask session-resume --id two --operation-id r4
  fails_with 73 start-failed process
}

@test "of two agents in one folder each takes up its own conversation, once a hook has named it" {
  local id name=0f9b2c4e-1111-4222-8333-0123456789ab
  mkdir "$work/bin"
  printf '#!/bin/sh\necho "began <$*>"\n' >"$work/bin/claude"
  chmod +x "$work/bin/claude"
  for id in one two; do
    session_start "$id" --agent claude-code --argument "$work/bin/claude" --resume-argument "$work/bin/claude" --resume-argument --continue \
      --resume-argument --model --resume-argument opus
    succeeds
    eventually session_ends_as "$id" dead
  done
  local words="{\"session_id\":\"$name\",\"prompt\":\"say \\\"session_id\\\":\\\"no\\\"\"}"
  BERTH_SESSION=one BERTH_SESSION_HOME=$BERTH_HOME "$scripts/session-hook" UserPromptSubmit <<<"$words"
  BERTH_SESSION=two BERTH_SESSION_HOME=$BERTH_HOME "$scripts/session-hook" Stop <<<'{"session_id":"../../x"}'
  for id in one two; do
    ask session-resume --id "$id" --operation-id "again-$id"
    succeeds
  done
  eventually screen_has one "began <--resume $name --model opus>"
  eventually screen_has two 'began <--continue --model opus>'
  [[ ! -e $BERTH_HOME/sessions/two/conversation ]]
}

@test "a resume that fails leaves what was known of the end, and one that was cut off is undone" {
  session_start one --argument bash --argument -c --argument 'echo first-run; exit 4' --resume-argument cat
  eventually session_ends_as one dead
  eventually test -s "$BERTH_HOME/sessions/one/screen"
  mkdir "$work/bin"
  printf '#!/bin/sh\ncase "$*" in *respawn-pane*) exit 1 ;; esac\nexec /usr/bin/tmux "$@"\n' >"$work/bin/tmux"
  chmod +x "$work/bin/tmux"
  PATH=$work/bin:$PATH ask session-resume --id one --variable KEY=secret --operation-id r1
  fails_with 73 start-failed process
  session_list
  session_is one '[s.state, s.exitCode, s.isResumable]' '["dead",4,true]'
  grep -q first-run "$BERTH_HOME/sessions/one/screen"
  [[ ! -e $BERTH_HOME/sessions/one/environment && ! -e $BERTH_HOME/sessions/one/before ]]
  # As it is in the middle of one.
  mkdir "$BERTH_HOME/sessions/one/before"
  cp "$BERTH_HOME"/sessions/one/{record,ended,command,screen} "$BERTH_HOME/sessions/one/before/"
  rm "$BERTH_HOME/sessions/one/ended"
  sed -i 's/^state=.*/state=starting/' "$BERTH_HOME/sessions/one/record"
  ask reconcile
  is 'd.value.changes[0].message' 'A resume of a session that was cut off was undone.'
  session_list
  session_is one '[s.state, s.exitCode, s.isResumable]' '["dead",4,true]'
  ask session-resume --id one --operation-id r2
  succeeds
  [[ ! -e $BERTH_HOME/sessions/one/before ]]
}

# cut <id> <branch>: a start with a worktree that was killed before its program ran.
cut() {
  session_start "$1" --argument cat --path "$work/code" --worktree-branch "$2"
  succeeds
  session_stop "$1"
  succeeds
  mkdir "$BERTH_HOME/sessions/$1"
  printf 'schema=1\nid=%s\ntitle=T\nkind=agent\nagent=other\npath=%s\nworktreeBranch=%s\nworktreePath=%s\nstate=starting\nend=1\n' \
    "$1" "$work/code" "$2" "$work/code.worktrees/$2" >"$BERTH_HOME/sessions/$1/record"
}

@test "a start with a worktree that was cut off is taken back, but for what somebody may have made" {
  repository
  echo text >"$work/code/file"
  echo text >"$work/code/other"
  git -C "$work/code" add . && git -C "$work/code" -c user.name=a -c user.email=a@b commit -q -m files
  cut one w1
  cut two w2
  cut three w3
  # git was checking the files out.
  rm "$work/code.worktrees/w1/file" "$work/code/.git/worktrees/w1/index"
  echo initializing >"$work/code/.git/worktrees/w1/locked"
  echo mine >"$work/code.worktrees/w2/file"
  git -C "$work/code.worktrees/w3" -c user.name=a -c user.email=a@b commit -q --allow-empty -m more
  ask reconcile
  succeeds
  [[ ! -e $work/code.worktrees/w1 && -z $(git -C "$work/code" branch --list w1) && ! -e $work/hook-ran ]]
  [[ $(<"$work/code.worktrees/w2/file") == mine && -n $(git -C "$work/code" branch --list w2) ]]
  [[ -e $work/code.worktrees/w3 && -n $(git -C "$work/code" branch --list w3) ]]
  [[ $lines == *'not committed'*w2* && $lines == *'nowhere else'*w3* ]]
  [[ -z $(ls -d "$BERTH_HOME"/sessions/*/ 2>/dev/null) ]]
}

@test "an instance is not started into the memory that agents are expected to take" {
  session_start one --argument cat --expected-memory-bytes 900000000000000 --force
  succeeds
  start demo
  fails_with 71 out-of-memory budget
}
