# shellcheck shell=bash
# Routes in the nginx of the system.

system_route_is_live() { return 1; }
system_route_apply() { return 1; }
system_route_suspend() { return 1; }
system_route_remove() { return 0; }
system_route_check() { return 1; }
