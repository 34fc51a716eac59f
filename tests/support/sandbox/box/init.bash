#!/usr/bin/env bash
# First process of a box: makes a root of its own from an overlay over this machine's files, or over those of a bare host,
# then becomes the box's init.
# It begins as process 1 of new namespaces that still show the machine's files, and says "entered" and "ready" on stdout.
#
# settings (environment):
#   BOX_DIRECTORY      state directory: id_ed25519.pub, ssh_host_ed25519_key[.pub], passwords
#                      (user:password lines), meminfo (optional), code-server (the command, when there is a build)
#   BOX_NAME           host name
#   BOX_INIT           tiny or systemd
#   BOX_FILES          root of a bare host, or empty for this machine's own files
#   BOX_HIDE           directories of this machine to hide, NEWLINE-separated
#   BOX_HAS_NGINX      1 or 0
#   BOX_SUDO_PACKAGE   the .deb of sudo to install, or empty
#   BOX_HAS_SUDO       1 lets dev become root without a password; 0 or 1
#   BOX_HOME_BYTES     size of the disk that holds /home, or empty
#   BOX_CODE_SERVER    directory with the code-server build, or empty
#   BOX_PROGRAMS       lines NAME=PATH of programs of this machine to show in /usr/local/bin
#   BOX_REPOSITORIES   names of the repositories to make, NEWLINE-separated
#   BOX_SCRIPTS        directory of this script
set -euo pipefail

readonly repositories_root=/var/www/github
readonly fresh_directories=(
  home media mnt opt root srv tmp usr/local var/backups var/log var/mail var/spool/cron var/tmp var/www
)

# Overlay: the machine's programs below, everything written above, in memory.
mount_root() {
  mkdir -p "$BOX_DIRECTORY/mount"
  mount -t tmpfs -o mode=0755 berth-box "$BOX_DIRECTORY/mount"
  cd "$BOX_DIRECTORY/mount"
  mkdir upper work root
  [[ -n $BOX_FILES ]] || hide_machine
  mount -t overlay -o "lowerdir=${BOX_FILES:-/},upperdir=upper,workdir=work" berth-box root
  cd root
  mkdir -p "${fresh_directories[@]}" usr/local/bin
  [[ -z $BOX_HOME_BYTES ]] || mount -t tmpfs -o "mode=0755,size=$BOX_HOME_BYTES" berth-home home
  chmod 0700 root
  chmod 1777 tmp var/tmp
}

# A fresh server has none of this machine's people, projects, secrets, logs and hand-installed programs.
hide_machine() {
  local entry program
  for entry in /* /.[!.]*; do
    [[ -e $entry && ! -L $entry ]] || continue
    case ${entry#/} in
      bin | boot | dev | etc | lib | lib32 | lib64 | libx32 | proc | run | sbin | sys | usr | var) ;;
      *) hide "$entry" ;;
    esac
  done
  for entry in "${fresh_directories[@]}"; do
    hide "/$entry"
  done
  while IFS= read -r entry; do
    [[ -z $entry ]] || hide "$entry"
  done <<<"$BOX_HIDE"
  # Berth must do without these on a host, so a box does not have them.
  for program in node nodejs npm npx jq code-server; do
    hide "/usr/bin/$program"
  done
}

# An overlay shows nothing where its upper layer has a character device 0:0.
hide() {
  local path=upper$1
  [[ -e $1 && ! -e $path ]] || return 0
  mkdir -p "$(dirname "$path")" 2>/dev/null || return 0
  mknod "$path" c 0 0
}

write_identity() {
  printf '%s\n' "$BOX_NAME" >etc/hostname
  printf '127.0.0.1 localhost %s\n::1 localhost\n' "$BOX_NAME" >etc/hosts
  rm -f etc/resolv.conf etc/machine-id etc/profile.d/*
  : >etc/resolv.conf
  : >etc/fstab
  : >etc/environment
  tr -d - </proc/sys/kernel/random/uuid >etc/machine-id
  hostname "$BOX_NAME"
}

write_sshd() {
  rm -rf etc/ssh/ssh_host_* etc/ssh/sshd_config.d
  install -m 0600 "$BOX_DIRECTORY/ssh_host_ed25519_key" etc/ssh/ssh_host_ed25519_key
  install -m 0644 "$BOX_DIRECTORY/ssh_host_ed25519_key.pub" etc/ssh/ssh_host_ed25519_key.pub
  cat >etc/ssh/sshd_config <<-'END'
	PermitRootLogin prohibit-password
	PasswordAuthentication yes
	KbdInteractiveAuthentication no
	UsePAM yes
	PrintMotd no
	AcceptEnv LANG LC_*
	Subsystem sftp internal-sftp
	END
  # Messages of this machine's distribution are no concern of a box, and cost 100 ms a login.
  sed -i '/pam_motd/d' etc/pam.d/sshd
}

write_users() {
  local user uid
  for user in dev:4201 mallory:4202; do
    uid=${user#*:}
    user=${user%:*}
    sed -i "/^$user:/d" etc/passwd etc/shadow etc/group
    printf '%s:x:%s:%s::/home/%s:/bin/bash\n' "$user" "$uid" "$uid" "$user" >>etc/passwd
    printf '%s:!:19000::::::\n' "$user" >>etc/shadow
    printf '%s:x:%s:\n' "$user" "$uid" >>etc/group
    cp -R etc/skel "home/$user"
    chown -R "$uid:$uid" "home/$user"
    chmod 0700 "home/$user"
  done
  sed -i 's/^root:[^:]*:/root:*:/' etc/shadow
  sed -i 's,^\(root:[^:]*:0:0:[^:]*\):.*,\1:/root:/bin/bash,' etc/passwd
  cp etc/skel/.bashrc etc/skel/.profile root/ 2>/dev/null || true
  chroot . chpasswd <"$BOX_DIRECTORY/passwords"
  authorize root 0
  authorize home/dev 4201
}

authorize() {
  install -d -m 0700 -o "$2" -g "$2" "$1/.ssh"
  install -m 0600 -o "$2" -g "$2" "$BOX_DIRECTORY/id_ed25519.pub" "$1/.ssh/authorized_keys"
}

write_nginx() {
  if [[ $BOX_HAS_NGINX != 1 ]]; then
    rm -f usr/sbin/nginx
    return
  fi
  mkdir -p etc/nginx/sites-enabled var/log/nginx
  rm -f etc/nginx/sites-enabled/* etc/nginx/conf.d/*
  printf 'server { listen 80 default_server; location / { return 200 "sandbox\\n"; } }\n' >etc/nginx/sites-enabled/default
}

write_sudo() {
  [[ $BOX_HAS_SUDO == 1 ]] || return 0
  if [[ -n $BOX_SUDO_PACKAGE ]]; then
    cp "$BOX_SUDO_PACKAGE" run/sudo.deb
    in_root 0 /root dpkg --install /run/sudo.deb >/dev/null
  fi
  printf 'dev ALL=(ALL:ALL) NOPASSWD: ALL\n' >etc/sudoers.d/dev
  chmod 0440 etc/sudoers.d/dev
}

# A read-only view of the cached build, and the command that a user finds in PATH.
mount_code_server() {
  [[ -n $BOX_CODE_SERVER ]] || return 0
  mkdir opt/code-server
  mount --bind "$BOX_CODE_SERVER" opt/code-server
  mount -o remount,bind,ro opt/code-server
  install -m 0755 "$BOX_DIRECTORY/code-server" usr/local/bin/code-server
}

# A read-only view of single programs, which may be too large to copy into memory.
mount_programs() {
  local line target
  while IFS= read -r line; do
    [[ -n $line ]] || continue
    target=usr/local/bin/${line%%=*}
    : >"$target"
    mount --bind "${line#*=}" "$target"
    mount -o remount,bind,ro "$target"
  done <<<"$BOX_PROGRAMS"
}

make_repositories() {
  local -a names=()
  [[ -z $BOX_REPOSITORIES ]] || mapfile -t names <<<"$BOX_REPOSITORIES"
  if [[ -n $BOX_FILES ]]; then
    # A bare host has no git to make them with, so this machine's does it.
    bash "$BOX_SCRIPTS/../seed-repositories.bash" "$PWD$repositories_root" "${names[@]}"
    bash "$BOX_SCRIPTS/../seed-repositories.bash" "$PWD/home/dev/code" "${names[@]}"
    chown -R 4201:4201 home/dev/code
    return
  fi
  install -m 0755 "$BOX_SCRIPTS/../seed-repositories.bash" run/seed-repositories
  in_root 0 /root /run/seed-repositories "$repositories_root" "${names[@]}"
  in_root 4201 /home/dev /run/seed-repositories /home/dev/code "${names[@]}"
}

in_root() {
  local uid=$1 home=$2
  shift 2
  env -i PATH="$PATH" HOME="$home" chroot . /usr/bin/setpriv --reuid="$uid" --regid="$uid" --clear-groups -- "$@"
}

mount_system() {
  mount -t proc proc proc
  # With a writable /sys systemd-udevd would start, give eth0 a new address, and the box were deaf for a minute.
  mount -t sysfs -o ro sysfs sys
  mount -t tmpfs -o mode=0755 tmpfs run
  mount -t tmpfs -o mode=0755 tmpfs dev
  mkdir -p dev/pts dev/shm run/sshd run/lock
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
  mount -t tmpfs -o mode=1777 tmpfs dev/shm
  local device
  for device in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 0666 "dev/${device%:*}" c 1 "${device#*:}"
  done
  mknod -m 0666 dev/tty c 5 0
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  ln -s fd/0 dev/stdin
  ln -s fd/1 dev/stdout
  ln -s fd/2 dev/stderr
  if [[ -e $BOX_DIRECTORY/meminfo ]]; then
    # Everybody may read /proc/meminfo, whatever mask this process has.
    install -m 0644 "$BOX_DIRECTORY/meminfo" etc/box-meminfo
    mount --bind etc/box-meminfo proc/meminfo
  fi
  ip link set lo up
}

prepare_systemd() {
  find etc/systemd/system -name '*.wants' -type d -prune -exec rm -rf {} +
  rm -f etc/systemd/system/{ssh,nginx}.service etc/systemd/system/*.socket
  mkdir -p etc/systemd/system/multi-user.target.wants
  local unit
  for unit in ssh nginx; do
    [[ $unit != nginx || $BOX_HAS_NGINX == 1 ]] || continue
    ln -s "/lib/systemd/system/$unit.service" etc/systemd/system/multi-user.target.wants/
  done
  ln -sf /lib/systemd/system/multi-user.target etc/systemd/system/default.target
  mount -t cgroup2 cgroup2 sys/fs/cgroup
}

enter_root() {
  mkdir -p run/machine
  pivot_root . run/machine
  cd /
  umount -l /run/machine
  rmdir /run/machine
}

start_tiny() {
  /usr/sbin/sshd -E /var/log/sshd.log
  if [[ $BOX_HAS_NGINX == 1 ]]; then
    /usr/sbin/nginx
  fi
  say ready
  exec env -i PATH="$PATH" /bin/bash -c '
    trap "exit 0" TERM
    exec <>/run/init.fifo >/dev/null
    while :; do read -r || :; done'
}

start_systemd() {
  say ready
  exec env -i PATH="$PATH" container=box TERM=dumb /sbin/init --log-target=journal </dev/null >/dev/null 2>&1
}

say() { printf '%s\n' "$1"; }

main() {
  export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
  umask 022
  say entered
  mount_root
  write_identity
  write_sshd
  write_users
  write_nginx
  mount_code_server
  mount_programs
  mount_system
  write_sudo
  make_repositories
  [[ $BOX_INIT != systemd ]] || prepare_systemd
  enter_root
  mkfifo -m 0600 /run/init.fifo
  "start_$BOX_INIT"
}

main
