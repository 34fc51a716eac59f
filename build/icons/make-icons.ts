import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { chromiumOptions } from '../../tests/support/chromium.ts';
import { trayGlyph } from './tray-glyph.ts';

const directory = import.meta.dirname;

/** Sizes in pixels. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];
const icnsTypes: readonly (readonly [string, number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1_024],
];

/** The drawing at one size, with a transparent ground. */
async function render(page: Page, svg: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setContent(
    `<style>*{margin:0}img{display:block;width:${size}px;height:${size}px}</style><img src="${image}">`,
  );
  return page.screenshot({ omitBackground: true });
}

/** Windows icon: a header, one entry per image, then the PNGs. */
function icoOf(images: readonly (readonly [number, Buffer])[]): Buffer {
  const header = Buffer.alloc(6 + images.length * 16);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, [size, png]] of images.entries()) {
    const entry = 6 + index * 16;
    // 256 does not fit into the byte and is written as 0.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(([, png]) => png)]);
}

/** macOS icon: typed blocks, each with its length. */
function icnsOf(images: readonly (readonly [string, Buffer])[]): Buffer {
  const block = (type: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(body.length + 8, 4);
    return Buffer.concat([head, body]);
  };
  return block('icns', Buffer.concat(images.map(([type, png]) => block(type, png))));
}

/** For the tray: the icon, and for macOS, which colours it itself, its glyph alone; each for plain and for dense screens. */
async function drawTray(page: Page, svg: string): Promise<readonly (readonly [string, Buffer])[]> {
  const glyph = trayGlyph(svg);
  return [
    ['tray/tray.png', await render(page, svg, 16)],
    ['tray/tray@2x.png', await render(page, svg, 32)],
    ['tray/trayTemplate.png', await render(page, glyph, 16)],
    ['tray/trayTemplate@2x.png', await render(page, glyph, 32)],
  ];
}

/** `npm run icons`: draws every icon from `berth.svg`; run it after the drawing changed. */
async function makeIcons(): Promise<void> {
  const svg = await readFile(path.join(directory, 'berth.svg'), 'utf8');
  const browser = await chromium.launch(chromiumOptions);
  try {
    const page = await browser.newPage();
    const images = new Map<number, Buffer>();
    for (const size of new Set([...linuxSizes, ...icoSizes, ...icnsTypes.map(([, size]) => size)])) {
      images.set(size, await render(page, svg, size));
    }
    const imageOf = (size: number) => images.get(size) ?? Buffer.alloc(0);
    const files: readonly (readonly [string, Buffer])[] = [
      ['berth.ico', icoOf(icoSizes.map((size) => [size, imageOf(size)]))],
      ['berth.icns', icnsOf(icnsTypes.map(([type, size]) => [type, imageOf(size)]))],
      ...linuxSizes.map((size) => [`linux/${size}x${size}.png`, imageOf(size)] as const),
      ...(await drawTray(page, svg)),
    ];
    for (const [name, content] of files) {
      await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
      await writeFile(path.join(directory, name), content);
    }
    // By these sums a test sees that no icon was left behind by a later drawing, or changed by hand.
    const sums = [['berth.svg', Buffer.from(svg)] as const, ...files].map(
      ([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
    );
    await writeFile(path.join(directory, 'SHA256SUMS'), sums.join(''));
  } finally {
    await browser.close();
  }
}

await makeIcons();
