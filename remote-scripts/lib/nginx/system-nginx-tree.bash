# shellcheck shell=bash
# What Berth keeps in the configuration of the system's nginx: vscode-projects/, and the include line of one site. The same is
# done to a copy of the whole configuration first, so that nginx can test it.

# Where the configuration really is, however it is named.
SYSTEM_REAL_ROOT=''

system_tree_find() { SYSTEM_REAL_ROOT=$(readlink -f -- "$BERTH_NGINX_SYSTEM_ROOT") || SYSTEM_REAL_ROOT=$BERTH_NGINX_SYSTEM_ROOT; }

# system_tree_header: REPLY is the first line of every file of this home there.
system_tree_header() {
  url_encode "$BERTH_HOME"
  REPLY="# Written by Berth ($REPLY); it goes with the instance."
}

# system_tree_is_ours <path>
system_tree_is_ours() {
  local header line=''
  system_tree_header
  header=$REPLY
  [[ -f $1 && ! -L $1 ]] && { IFS= read -r line <"$1" || :; } 2>/dev/null && [[ $line == "$header" ]]
}

# system_tree_check: nothing of somebody else is in the way; an earlier tool had its files in the same folder.
system_tree_check() {
  local path name folder=$BERTH_NGINX_SYSTEM_ROOT/vscode-projects
  [[ ! -L $folder && (! -e $folder || -d $folder) ]] || nginx_refuse "$folder is not a real folder." || return 1
  for path in "$BERTH_HOME"/nginx-system/routes/*.conf "$folder/_berth.conf" "$folder/_proxy.inc"; do
    name=${path##*/}
    [[ ($path == "$folder"/* || -e $path) && (-e $folder/$name || -L $folder/$name) ]] || continue
    system_tree_is_ours "$folder/$name" || nginx_refuse "$folder/$name is not Berth's, so it is left alone." || return 1
  done
}

# system_tree_change <tree> <generation>: the tree holds all wanted routes afterwards, or nothing of Berth when there are none.
system_tree_change() {
  local tree=$1 header path folder=$1/vscode-projects wanted=$BERTH_HOME/nginx-system/routes
  for path in "$folder"/*; do
    if [[ ! -e $wanted/${path##*/} ]] && system_tree_is_ours "$path"; then rm -f -- "$path" || return 1; fi
  done
  if ! system_any_wanted; then
    [[ ! -d $folder ]] || rmdir -- "$folder" 2>/dev/null || :
    return 0
  fi
  [[ -d $folder ]] || mkdir -m 755 -- "$folder" || return 1
  system_tree_header
  header=$REPLY
  for path in "$wanted"/*.conf; do
    file_read "$path" && file_put "$folder/${path##*/}" "$header"$'\n'"$REPLY"$'\n' || return 1
  done
  file_read "$BERTH_LIB/../templates/proxy.conf" && file_put "$folder/_proxy.inc" "$header"$'\n'"$REPLY"$'\n' || return 1
  pages_render || return 1
  file_put "$folder/_berth.conf" "$header"$'\n'"$REPLY"$'\n'"location = /vscode/-/generation { default_type text/plain; return 200 \"$2\\n\"; }"$'\n'
}

# system_any_wanted: true when a route or the page of a suspended instance is wanted.
system_any_wanted() { [[ -n $(compgen -G "$BERTH_HOME/nginx-system/routes/*.conf") ]]; }

# system_sites_put <tree>: the include line is in the chosen site only, and in none when nothing is wanted. Where it may be is
# noted in `sites`, which is written before the line.
system_sites_put() {
  local tree=$1 site is_wanted=without
  local -a sites=()
  if system_any_wanted; then is_wanted=with; fi
  mapfile -t sites <"$BERTH_HOME/nginx-system/sites" || return 1
  for site in "${sites[@]}"; do
    [[ -f $site && $site == "$SYSTEM_REAL_ROOT"/* ]] || continue
    # Of a write that was cut off.
    rm -f -- "${site%/*}"/.berth.[0-9]*
    if [[ $site == "$SYSTEM_SITE" ]]; then
      system_site_put "$site" "$tree/${site#"$SYSTEM_REAL_ROOT"/}" "$is_wanted" || return 1
    else
      system_site_put "$site" "$tree/${site#"$SYSTEM_REAL_ROOT"/}" without || return 1
    fi
  done
}

# system_tree_copy: nginx-system/staged is a copy of the whole configuration that leads to nothing of the live one.
system_tree_copy() {
  local staged=$BERTH_HOME/nginx-system/staged link target
  [[ $staged =~ ^[A-Za-z0-9/._-]+$ && $BERTH_NGINX_SYSTEM_ROOT =~ ^[A-Za-z0-9/._-]+$ ]] || nginx_refuse "nginx cannot test a configuration in $staged." || return 1
  remove_tree "$staged" && cp -a -- "$SYSTEM_REAL_ROOT" "$staged" || nginx_refuse 'The configuration of nginx cannot be copied.' || return 1
  while IFS= read -r -d '' link; do
    target=$(readlink -m -- "$SYSTEM_REAL_ROOT/${link#"$staged"/}") || return 1
    if [[ $target == "$SYSTEM_REAL_ROOT"/* ]]; then target=$staged/${target#"$SYSTEM_REAL_ROOT"/}; fi
    ln -sfn -- "$target" "$link" || return 1
  done < <(find "$staged" -type l -print0)
  while IFS= read -r -d '' link; do
    LC_ALL=C awk -v from="$BERTH_NGINX_SYSTEM_ROOT/" -v really="$SYSTEM_REAL_ROOT/" -v to="$staged/" -f "$BERTH_LIB/../templates/move-includes.awk" \
      "$link" >"$link.moved" && mv -fT -- "$link.moved" "$link" || return 1
  done < <(grep -rlZE -e "include[[:space:]]+[\"']?/" -- "$staged" || :)
}
