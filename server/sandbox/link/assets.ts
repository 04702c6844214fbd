/** The files that browsers get as they are. */
import { readFileSync } from 'node:fs';

const read = (name: string): string =>
  readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8');

export const readAssets = () => ({
  css: read('link.css'),
  frame: read('frame.js'),
  linkInitialize: read('link-initialize.js'),
});
