# shellcheck shell=bash
# The tree of Berth's own nginx, built beside the live one and tested by nginx before it goes live. Callers hold nginx.lock.

# nginx_stage <binary> <port> <generation> <id that it is done for or ''>: the staged tree passes nginx's test afterwards, with
# every wanted route that can be had. One broken file of somebody who is gone must not keep all others from starting.
nginx_stage() {
  local root=$BERTH_HOME/nginx path wanted=$BERTH_HOME/nginx/routes/${4:-.}.conf
  local -a routes=()
  nginx_stage_base "$1" "$2" "$3" || return 1
  for path in "$root"/routes/*.conf; do
    if [[ -f $path && ! -L $path ]]; then routes+=("$path"); fi
  done
  if ((${#routes[@]} > 0)); then cp -- "${routes[@]}" "$root/staged/vscode-projects/" || return 1; fi
  nginx_test_staged "$1" && return 0
  remove_tree "$root/staged/vscode-projects" && mkdir -- "$root/staged/vscode-projects" || return 1
  if [[ -f $wanted ]]; then nginx_stage_route "$wanted" || return 1; fi
  # What is wrong with the wanted one, or with all, is not to be blamed on others.
  nginx_test_staged "$1" || return 1
  nginx_stage_others "$1" "$wanted"
}

# nginx_stage_others <binary> <path that is staged already>: adds one route after the other, those that are live first, and puts
# aside what does not pass together with the ones before it.
nginx_stage_others() {
  local root=$BERTH_HOME/nginx path content
  local -a live=() others=()
  for path in "$root"/routes/*.conf; do
    [[ -f $path && ! -L $path && $path != "$2" ]] || continue
    file_read "$path" || :
    content=$REPLY
    if file_read "$root/conf/vscode-projects/${path##*/}" && [[ $REPLY == "$content" ]]; then live+=("$path"); else others+=("$path"); fi
  done
  for path in ${live[@]+"${live[@]}"} ${others[@]+"${others[@]}"}; do
    if ! nginx_stage_route "$path" || ! nginx_test_staged "$1"; then
      nginx_put_aside "$path" || return 1
    fi
  done
}

# nginx_put_aside <path of a route>: nginx/aside keeps it for whoever wants to know, until nginx goes.
nginx_put_aside() {
  local root=$BERTH_HOME/nginx name=${1##*/} title reason
  nginx_error
  reason=$REPLY
  title="Leaving out a broken route: ${name%.conf}"
  step nginx started "$title"
  printf 'put aside %s: %s\n' "$1" "$reason" >&2 2>/dev/null || :
  folder_make "$root/aside" && remove_tree "$root/aside/$name" && mv -T -- "$1" "$root/aside/$name" || return 1
  remove_tree "$root/staged/vscode-projects/$name" || return 1
  step nginx 'done' "$title"
}

nginx_stage_route() { cp -- "$1" "$BERTH_HOME/nginx/staged/vscode-projects/"; }

# nginx_stage_base <binary> <port> <generation>: the staged tree without any route.
nginx_stage_base() {
  local root=$BERTH_HOME/nginx conf user='' temporary
  remove_tree "$root/staged" || return 1
  mkdir -p -- "$root/staged/vscode-projects" "$root/logs" "$root/temp" || return 1
  if ((EUID == 0)); then
    nginx_group
    user="user root $REPLY;"
  fi
  nginx_temporary "$1"
  temporary=$REPLY
  file_read "$BERTH_LIB/../templates/nginx.conf" || return 1
  conf=${REPLY/@USER@/$user}
  conf=${conf/@TEMP@/$temporary}
  conf=${conf/@PORT@/$2}
  conf=${conf/@GENERATION@/$3}
  printf '%s\n' "$conf" >"$root/staged/nginx.conf" || return 1
  pages_render && printf '%s\n' "$REPLY" >"$root/staged/pages.conf" || return 1
  file_read "$BERTH_LIB/../templates/proxy.conf" && printf '%s\n' "$REPLY" >"$root/staged/proxy.conf"
}

# nginx_temporary <binary>: REPLY is the directives for folders of modules that not every nginx has. What runs was asked when it was
# started, and asking takes as long as a test.
nginx_temporary() {
  local name known='' built='' directives=''
  if nginx_master && [[ /proc/$REPLY/exe -ef $1 ]] && file_read "$BERTH_HOME/nginx/conf/nginx.conf"; then
    known=$REPLY
  else
    built=$("$1" -V 2>&1 </dev/null) || built=''
  fi
  for name in fastcgi uwsgi scgi; do
    if [[ -n $known && $known != *" ${name}_temp_path "* || $built == *"--without-http_${name}_module"* ]]; then continue; fi
    directives+="  ${name}_temp_path temp/$name;"$'\n'
  done
  REPLY=${directives%$'\n'}
}

# nginx_group: REPLY is the name of root's own group. Costs no process where the name is in the file of groups.
nginx_group() {
  local name gid
  while IFS=: read -r name _ gid _; do
    REPLY=$name
    [[ $gid != "${GROUPS[0]}" ]] || return 0
  done </etc/group
  REPLY=$(id -gn)
}

# nginx_test_staged <binary>: nginx_error tells why not.
nginx_test_staged() {
  nginx_test "$1" "$BERTH_HOME/nginx" staged/nginx.conf
}
