# shellcheck shell=bash
# Making the system's nginx lead to what is wanted: tested in a copy, kept as it was, moved in, reloaded, confirmed, or put back.
# Callers hold nginx.lock.

# system_apply: all wanted routes are live afterwards, or everything is as it was and nginx_error tells why.
system_apply() {
  local root=$BERTH_HOME/nginx-system generation=''
  now_ms
  if system_any_wanted; then generation=$REPLY-$RANDOM; fi
  system_prepare "$generation" || return 1
  if [[ -n $generation ]]; then system_site_backup || return 1; fi
  system_keep || nginx_refuse 'The configuration of nginx cannot be kept.' || return 1
  if system_change "$BERTH_NGINX_SYSTEM_ROOT" "$generation" && system_nginx_reload "$generation"; then
    printf '%s\n' "$SYSTEM_SITE" >"$root/sites"
    remove_tree "$root/previous"
    return
  fi
  system_put_back
  return 1
}

# system_prepare <generation or ''>: everything is found, and nginx would take the change.
system_prepare() {
  system_tree_find
  system_nginx_ready && system_site_find && system_tree_check && system_rehearse "$1"
}

# system_change <tree> <generation>: the line goes in after what it includes, and out before.
system_change() {
  if system_any_wanted; then
    system_tree_change "$1" "$2" && system_sites_put "$1"
  else
    system_sites_put "$1" && system_tree_change "$1" "$2"
  fi
}

# system_rehearse <generation>: nginx takes the copy. Where it does not take what is live either, that is what is told.
system_rehearse() {
  local root=$BERTH_HOME/nginx-system code=0
  folder_make "$root/routes" && system_note_site || nginx_refuse "The folder $root cannot be written." || return 1
  system_rehearse_copy "$1" || code=1
  # The keys of all sites are in the copy, which nobody needs any more.
  remove_tree "$root/staged" && return "$code"
}

# system_rehearse_copy <generation>
system_rehearse_copy() {
  local root=$BERTH_HOME/nginx-system why
  system_tree_copy && system_change "$root/staged" "$1" || return 1
  system_nginx_test "$root/staged/nginx.conf" && return 0
  nginx_error
  why=$REPLY
  if system_nginx_test "$BERTH_NGINX_SYSTEM_ROOT/nginx.conf"; then nginx_refuse "$why"; fi
  return 1
}

system_note_site() {
  local path=$BERTH_HOME/nginx-system/sites
  if [[ ! -e $path ]] || ! grep -qxF -e "$SYSTEM_SITE" -- "$path"; then printf '%s\n' "$SYSTEM_SITE" >>"$path"; fi
}

# system_keep: nginx-system/previous is what the change touches, as it is.
system_keep() {
  local previous=$BERTH_HOME/nginx-system/previous site
  local -a sites=()
  remove_tree "$previous" && mkdir -- "$previous" || return 1
  mapfile -t sites <"$BERTH_HOME/nginx-system/sites" || return 1
  for site in "${sites[@]}"; do
    if [[ -f $site ]]; then cp --preserve=timestamps --parents -- "$site" "$previous" || return 1; fi
  done
  [[ ! -d $BERTH_NGINX_SYSTEM_ROOT/vscode-projects ]] || cp -a -- "$BERTH_NGINX_SYSTEM_ROOT/vscode-projects" "$previous/routes"
}

# system_put_back: what was touched is byte for byte as before, and nginx hears of it when it takes it.
system_put_back() {
  local previous=$BERTH_HOME/nginx-system/previous folder=$BERTH_NGINX_SYSTEM_ROOT/vscode-projects path draft why
  local -a sites=()
  nginx_error
  why=$REPLY
  mapfile -t sites <"$BERTH_HOME/nginx-system/sites" || :
  for path in ${sites[@]+"${sites[@]}"}; do
    if [[ ! -f $previous/$path || $(sha256sum <"$previous/$path") == "$(sha256sum <"$path")" ]]; then continue; fi
    draft=${path%/*}/.berth.$BASHPID
    # Owner and mode are those of the file that is there.
    if ! cp -p -- "$path" "$draft" || ! cat -- "$previous/$path" >"$draft" || ! mv -fT -- "$draft" "$path"; then rm -f -- "$draft"; fi
  done
  for path in "$folder"/*; do
    if system_tree_is_ours "$path"; then rm -f -- "$path"; fi
  done
  for path in "$previous"/routes/*; do
    if system_tree_is_ours "$path"; then cp -p -- "$path" "$folder/${path##*/}" || :; fi
  done
  if [[ ! -d $previous/routes ]]; then rmdir -- "$folder" 2>/dev/null || :; fi
  if system_nginx_test "$BERTH_NGINX_SYSTEM_ROOT/nginx.conf" && system_nginx_is_master "$SYSTEM_MASTER"; then kill -s HUP "$SYSTEM_MASTER" || :; fi
  nginx_refuse "$why" || :
}

# system_leave: takes away what is not wanted even where nginx would not take the rest of its configuration; it hears of that with
# its next reload.
system_leave() {
  local root=$BERTH_HOME/nginx-system
  if system_apply; then
    system_any_wanted || remove_tree "$root"
    return
  fi
  nginx_error
  printf 'the nginx of the system was not told: %s\n' "$REPLY" >&2 2>/dev/null || :
  ((EUID == 0)) || return 1
  if system_any_wanted; then
    system_tree_change "$BERTH_NGINX_SYSTEM_ROOT" later
  else
    if [[ -e $root/sites ]]; then system_sites_put "$BERTH_NGINX_SYSTEM_ROOT" || return 1; fi
    system_tree_change "$BERTH_NGINX_SYSTEM_ROOT" later && remove_tree "$root"
  fi
}
