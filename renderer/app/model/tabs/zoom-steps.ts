import { zoomLimits } from '../../../../main/contract/views.ts';

/** The steps of Chromium's own zoom within the limits of a view. */
const steps = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3].filter(
  (step) => step >= zoomLimits.least && step <= zoomLimits.most,
);
/** Two factors nearer than this are one: a view tells them as Chromium keeps them, in logarithms. */
const nearby = 0.005;

/** The next larger or smaller step; the same factor where there is none. */
export function nextZoom(zoomFactor: number, direction: 'in' | 'out'): number {
  const next =
    direction === 'in'
      ? steps.find((step) => step > zoomFactor + nearby)
      : steps.findLast((step) => step < zoomFactor - nearby);
  return next ?? zoomFactor;
}

/** How large a page is drawn, in words: "125 %". */
export function zoomWords(zoomFactor: number): string {
  return `${Math.round(zoomFactor * 100)} %`;
}

/** True where a page has its usual size. */
export function isUsualZoom(zoomFactor: number): boolean {
  return Math.abs(zoomFactor - 1) < nearby;
}
