import { svg } from 'lit';

const dark = [
  [21, 27, 9],
  [43, 27, 9],
  [32, 24, 9],
  [18, 38, 8.5],
  [46, 38, 8.5],
  [32, 38, 10],
  [25, 49, 8],
  [39, 49, 8],
  [32, 55, 6],
] as const;
const light = [
  [20, 26, 5.2],
  [42, 26, 5.2],
  [31, 36, 5.8],
  [17.5, 37, 4.4],
  [45, 37, 4.6],
  [24.5, 48, 4.2],
  [38.5, 48, 4.2],
] as const;
const leaf =
  'M32 20c-3-1-8 0-11-3 4 0 7-1 9-3-2-2-3-5-2-9 2 2 4 3 5 5 1-3 3-5 6-7 ' +
  '0 4 0 7-2 10 3 1 6 1 9 0-2 4-7 7-14 7z';

const dots = (all: readonly (readonly [number, number, number])[]) =>
  all.map(([x, y, r]) => svg`<circle cx=${x} cy=${y} r=${r}></circle>`);

/** The mark of the house, as in public/icon.svg, drawn in place: no request of its own. */
export const berry = svg`<svg viewBox="0 0 64 64" width="26" height="26" aria-hidden="true">
  <g fill="#a11d5b">${dots(dark)}</g>
  <g fill="#d65b94">${dots(light)}</g>
  <path fill="#3f7d4e" d=${leaf}></path>
</svg>`;
