/** Chromium does not know `app:`; its pages are shown under this secure origin, which nothing can resolve. */
const STAND_IN = 'https://app.berth.invalid';
const APP = 'app://berth';

export const toChromium = (url: string): string => (url.startsWith(APP) ? STAND_IN + url.slice(APP.length) : url);

export const toElectron = (url: string): string => (url.startsWith(STAND_IN) ? APP + url.slice(STAND_IN.length) : url);
