#!/usr/bin/env bats
# Values nobody means well with: refused by name, or carried without harm. The canary must never appear.

setup() {
  load support/helpers
  berth_setup
  canary=$work/canary
  hostile=(
    '' ' ' '-' '--' '-rf' '--help' '.' '..' '../..' '../../etc/passwd' '/' '//' '/etc/../etc' '~' '~root' '*' '?' '[a-z]' '{a,b}' '!x'
    "\$(touch $canary)" "\`touch $canary\`" "; touch $canary" "&& touch $canary" "| touch $canary" "x; touch $canary #" "\${IFS}touch\${IFS}$canary"
    "a\$(touch $canary)b" "a[\$(touch $canary)]" "x[0\$(touch $canary)]" "'; touch $canary; '" "\"; touch $canary; \"" "<(touch $canary)" ">$canary" "> $canary"
    $'a\nb' $'a\rb' $'\n' $'a\tb' $'\e[31mred' $'\a' $'\x7f' $'\xff\xfe' $'\xc3' $'a\xe2\x80\xaeb' 'ü' '🚀' 'A' 'Demo' 'de_mo' 'de.mo' '-demo' 'demo ' ' demo'
    'demo/x' 'demo\x' 'demo;' 'demo}' "x/ { return 200; } location /pwn { alias /etc/; } location /z" 'demo%2f' 'demo%00' 'a$b' 'a"b' "a'b"
    "$(printf 'a%.0s' {1..41})" "$(printf 'a%.0s' {1..5000})" 'NULL' '$BERTH_HOME' '%s%n' '\x41' '0X10' '1.3' '-1' '9e99,'
  )
  ((${#hostile[@]} >= 60))
}
teardown() { berth_teardown; }

# One runner answers all of them.
ask_all() {
  bash "$scripts/runner" runner N <"$work/questions" 2>"$work/stderr" | grep -v -e '^$' -e '^BERTH N ready$' >"$work/answers"
}

# question <verb> <argument>…: one request as it goes over the wire.
question() { printf '%s\0' N "$1" "$(($# - 1))" "${@:2}"; }

@test "over 60 hostile ids, operation ids, ports, levels and verbs are refused" {
  bash -c 'mkdir -m 700 "$BERTH_HOME"'
  local value asked=0
  for value in "${hostile[@]}"; do
    question instance-access --id "$value"
    question instance-stop --id "$value" --operation-id x
    question instance-start --id "$value" --repository r --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id x
    question operation-status --operation-id "$value x"
    question ports-list --port-first "$value" --port-last 9999
    question cleanup --level "$value" --dry-run
    question repositories-list --root "$work" --depth "$value"
    question "$value"
    question instance-list "$value"
  done >"$work/questions"
  ask_all
  asked=$(grep -c '^BERTH-END N ' "$work/answers")
  [[ $asked == $((9 * ${#hostile[@]})) ]] || { echo "$asked answers" && return 1; }
  grep '^BERTH-END N ' "$work/answers" | grep -v ' 64$' && return 1
  [[ $(grep -c '"kind":"invalid-input","stage":"input"' "$work/answers") == "$asked" ]]
  [[ ! -e $canary && -z $(ls -A "$BERTH_HOME/instances" 2>/dev/null) ]]
}

@test "over 60 hostile names and paths are carried through a start and a stop unharmed" {
  local value folder number=0 name
  for value in "${hostile[@]}"; do
    name=${value//\//_}
    ((${#name} > 0 && ${#name} <= 200)) && [[ $name != .* ]] || continue
    folder=$work/repos/$name
    mkdir -p "$folder/.git"
    question instance-start --id demo --repository "$name" --path "$folder" --port-first "$first" --port-last "$last" --operation-id "name$number" --dry-run
    number=$((number + 1))
  done >"$work/questions"
  question repositories-list --root "$work/repos" --depth 2 >>"$work/questions"
  ((number >= 55))
  bash -c 'mkdir -m 700 "$BERTH_HOME"'
  ask_all
  grep '^BERTH-END N ' "$work/answers" | grep -v ' 0$' && return 1
  document=$(grep '"branch"' "$work/answers")
  is d.value.length "$number"
  # The worst of them for real: shell, conf, JSON and record each have their own way to be fooled.
  name="x; \$(touch canary) \"'\`touch canary\` }"$'\n'"pid=1 { return 200; } ü%41\\"
  mkdir -p "$work/repos/$name/.git"
  cd "$work"
  start demo --repository "$name" --path "$work/repos/$name"
  succeeds
  [[ $(value d.value.repository) == "$name" && $(value d.value.path) == "$work/repos/$name" ]]
  ask instance-list
  [[ $(value 'd.value[0].path') == "$work/repos/$name" ]]
  stop demo
  succeeds
  [[ ! -e $canary && -z $(find "$work" -name canary) ]]
}

@test "unknown options, missing values and missing options are named" {
  ask instance-stop --id demo
  fails_with 64 invalid-input input
  [[ $document == *'--operation-id is missing'* ]]
  ask instance-stop --id demo --operation-id
  fails_with 64 invalid-input input
  ask instance-stop --id demo --force
  fails_with 64 invalid-input input
  ask instance-start --id demo --repository r --path relative --port-first "$first" --port-last "$last" --operation-id x
  fails_with 64 invalid-input input
  ask ports-list --port-first 9000 --port-last 8999
  fails_with 64 invalid-input input
  ask ports-list --port-first 80 --port-last 90
  fails_with 64 invalid-input input
  ask cleanup --level everything
  fails_with 64 invalid-input input
  ask cleanup --level everything --operation-id x
  fails_with 64 invalid-input input
  ask repositories-list --depth 2
  fails_with 64 invalid-input input
  ask repositories-list --root relative --depth 2
  fails_with 64 invalid-input input
}
