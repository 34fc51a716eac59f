/** Where the strokes of the drawing lie, with a little room; a square. */
const glyphBox = '150 122 724 724';

/** The drawing without its ground and in black: a glyph that macOS colours as its menu bar is. */
export function trayGlyph(svg: string): string {
  const strokes = /<g [\s\S]*<\/g>/.exec(svg)?.[0];
  if (strokes === undefined) throw new Error('the drawing has no group of strokes');
  const black = strokes
    .replace(/stroke="#[0-9a-f]{6}"/, 'stroke="#000000"')
    .replace(/stroke-width="\d+"/, 'stroke-width="84"');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${glyphBox}">${black}</svg>`;
}
