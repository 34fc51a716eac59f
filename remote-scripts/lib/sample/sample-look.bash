# shellcheck shell=bash
# What only bash can find out about a process, because its files hold NUL bytes: whose it is, what it runs.

# As many bytes of a command line are told.
SAMPLE_COMMAND_MOST=512
SAMPLE_WORDS_MOST=64

# sample_look <pid>: REPLY is a line `l` for templates/sample.awk.
sample_look() {
  local pid=$1 hint owner
  local -a words=()
  { mapfile -d '' -t -n "$SAMPLE_WORDS_MOST" words <"/proc/$pid/cmdline"; } 2>/dev/null || :
  owner_find "$pid"
  owner_fields
  owner=$REPLY
  sample_command "${words[*]-}"
  hint=''
  if [[ $OWNER_KIND == @(instance|unmarked) ]]; then
    sample_hint " ${words[*]-} "
    hint=$REPLY
  fi
  # What is cut in the middle of a character ends in U+FFFD.
  json_string "$SAMPLE_COMMAND"
  REPLY="l"$'\t'"$pid"$'\t'"$owner"$'\t'"$hint"$'\t'"$REPLY"
}

# sample_command <words>: programs that name themselves anew leave blanks behind.
sample_command() {
  SAMPLE_COMMAND=${1:0:SAMPLE_COMMAND_MOST}
  SAMPLE_COMMAND=${SAMPLE_COMMAND%"${SAMPLE_COMMAND##*[! ]}"}
}

# sample_hint < words with blanks around them >: REPLY is what these words say of its role in an instance; templates/sample-processes.awk
# goes by those of its parents as well. Measured on 4.139.1, see lib/keeper/work.bash.
sample_hint() {
  case $1 in
    *' --type=extensionHost '*) REPLY=extension-host ;;
    *' --type=fileWatcher '*) REPLY=file-watcher ;;
    *' --type=ptyHost '*) REPLY=pty ;;
    *bootstrap-fork*' --type='* | */out/node/entry*) REPLY=server ;;
    *"/launch $BERTH_HOME "*) REPLY=root ;;
    *tsserver* | *[Ll]anguage[Ss]erver* | *language-server* | *ServerMain* | *' --stdio '* | *' --node-ipc '* | *clangd* | *gopls* | *rust-analyzer*) REPLY=language-server ;;
    *) REPLY='' ;;
  esac
}
