import type { Bounds } from '../../contract/views.ts';

/**
 * Where a view goes in a window: CSS pixels of the page times its zoom factor, whole, and cut to the window's content,
 * so that no page can be told to cover more than the window.
 */
export function placeInWindow(bounds: Bounds, zoomFactor: number, content: { width: number; height: number }): Bounds {
  const clamp = (value: number, limit: number) => Math.round(Math.min(Math.max(value * zoomFactor, 0), limit));
  const left = clamp(bounds.x, content.width);
  const top = clamp(bounds.y, content.height);
  const right = clamp(bounds.x + bounds.width, content.width);
  const bottom = clamp(bounds.y + bounds.height, content.height);
  return { x: left, y: top, width: Math.max(right - left, 0), height: Math.max(bottom - top, 0) };
}
