import { describe, expect, it } from 'vitest';
import { libraryNeeds } from '../../../build/check/library-needs.ts';

const library = (name: string, ...lines: string[]) => ({
  path: `remote-scripts/lib/${name}.bash`,
  text: `${lines.join('\n')}\n`,
});
const verb = (name: string, ...lines: string[]) => ({
  path: `remote-scripts/commands/${name}`,
  text: `${lines.join('\n')}\n`,
});

describe('what a verb uses of the libraries', () => {
  it('is every library whose functions it names, and what these name in turn, and no other', () => {
    const lines = libraryNeeds([
      library('host/lock', 'lock_try() {', '  lock_wait "$1"', '}', 'lock_wait() { sleep 1; }'),
      library('host/files', 'files_read() { cat; }'),
      library('stop/stop', 'stop_all() {', "  trap 'lock_try' EXIT", '}', 'stop_unused() {', '  files_read', '}'),
      verb('stop', 'command_stop() {', '  stop_all', '  # files_read is only spoken of.', '}'),
      verb('read', 'command_read() { files_read; }'),
    ]);
    expect(lines).toEqual(['read host/files', 'stop host/lock stop/stop']);
  });

  it('is also the library that sets a variable, and the one that declares an array which the user does not declare', () => {
    const lines = libraryNeeds([
      library('host/limits', 'MOST_BYTES=10 MOST_LINES=3'),
      library('host/memory', 'declare -gA MEMORY', 'memory_read() { :; }'),
      library('sample/look', 'declare -gA MEMORY', 'look() {', '  echo "$MEMORY"', '}'),
      library('sample/tell', 'tell() {', '  echo "$MEMORY of $MOST_LINES"', '}'),
      verb('look', 'command_look() { look; }'),
      verb('tell', 'command_tell() { tell; }'),
    ]);
    expect(lines).toEqual(['look sample/look', 'tell host/limits host/memory sample/look sample/tell']);
  });

  it('is every function that a name may be which is put together', () => {
    const lines = libraryNeeds([
      library('nginx/own', 'change_to_own() { :; }'),
      library('nginx/system', 'change_to_system() { :; }'),
      library('nginx/other', 'change_from() { :; }'),
      verb('change', 'command_change() { "change_to_$1"; }'),
    ]);
    expect(lines).toEqual(['change nginx/own nginx/system']);
  });

  it('counts what stands outside of functions once the library is used', () => {
    const lines = libraryNeeds([
      library('host/process', 'BOOT=$(boot_read)', 'process_is() { :; }'),
      library('host/boot', 'boot_read() { echo 1; }'),
      verb('end', 'command_end() { process_is 1; }'),
    ]);
    expect(lines).toEqual(['end host/boot host/process']);
  });
});
