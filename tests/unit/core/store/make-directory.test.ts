import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDirectory } from '../../../../main/core/store/make-directory.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'berth-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('makeDirectory', () => {
  it('makes a folder with those above it for the owner alone, and is content when it is there', () => {
    const deep = path.join(root, 'a/b/c');
    makeDirectory(deep);
    makeDirectory(deep);
    expect(statSync(path.join(root, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it('fails where a file is in the way', () => {
    writeFileSync(path.join(root, 'file'), '');
    expect(() => makeDirectory(path.join(root, 'file'))).toThrow('EEXIST');
    expect(() => makeDirectory(path.join(root, 'file/below'))).toThrow(/ENOTDIR|EEXIST/);
  });

  it.runIf(process.platform === 'linux')('ends where no folder can be made', () => {
    expect(() => makeDirectory('/proc/nope/below')).toThrow(/ENOENT|EACCES/);
  });
});
