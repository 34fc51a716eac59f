import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../../build/icons');
const read = (name: string) => readFileSync(path.join(folder, name));
/** Width and height of a PNG, pixels. */
const sizeOf = (png: Buffer) => [png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)];

describe('the icons', () => {
  it('are all made from the one drawing, and from its present state', () => {
    const noted = read('SHA256SUMS')
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split('  '));
    for (const [sum, name = ''] of noted)
      expect([name, createHash('sha256').update(read(name)).digest('hex')]).toEqual([name, sum]);
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:png|ico|icns|svg)$/.test(entry.name))
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    expect(new Set(noted.map(([, name]) => name))).toEqual(new Set(there));
  });

  it('are there in every size that a system asks for', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
      expect(sizeOf(read(`linux/${size}x${size}.png`))).toEqual(['PNG', size, size]);
    for (const name of ['tray', 'trayTemplate']) {
      expect(sizeOf(read(`tray/${name}.png`))).toEqual(['PNG', 16, 16]);
      expect(sizeOf(read(`tray/${name}@2x.png`))).toEqual(['PNG', 32, 32]);
    }
    const ico = read('berth.ico');
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 7]);
    const icns = read('berth.icns');
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  });
});
