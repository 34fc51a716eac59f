# shellcheck shell=bash
# Lingering: whether units of this user go on after the last logout.

# linger_enable: turns it on and waits for the user's manager; ends the command where this user may not.
linger_enable() {
  local output user deadline=$((SECONDS + 5))
  if [[ ! -d /run/systemd/system ]] || ! type -P loginctl >/dev/null; then
    fail_with unavailable process 'There is no systemd on this server that could look after instances.' 'Leave it as it is: Berth looks after them itself.'
  fi
  if unit_is_lingering; then return 0; fi
  if unit_user; then user=$REPLY; else user=$EUID; fi
  output=$(timeout 10 loginctl --no-ask-password enable-linger </dev/null 2>&1) ||
    fail_with unavailable process 'This server does not let this user turn lingering on.' \
      "Ask its administrator to run: loginctl enable-linger $user." "${output:-no answer}"
  # The manager of the user is started by it, and needs a moment.
  until unit_runtime && [[ -S $REPLY/systemd/private ]]; do
    ((SECONDS <= deadline)) || break
    pause 0.05
  done
}
