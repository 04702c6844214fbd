import { go } from './state/address.ts';
import { isShortcut, typedInto } from './state/shortcuts.ts';

/** After `g`: where a letter leads. */
export const places: Record<string, string> = {
  d: '/',
  t: '/transactions',
  r: '/review',
  i: '/insights',
  a: '/accounts',
  b: '/links',
  m: '/more',
};

const patience = 1500;
let since = -Infinity;

/** Opens the list of everything one can go to and do. */
export const openPalette = async (): Promise<void> => (await import('./palette.ts')).openPalette();

/**
 * The keys that act everywhere. Whatever a page does with a key itself comes first; while a dialog
 * asks for something, none of them acts.
 */
export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || document.documentElement.hasAttribute('data-modal')) return;
  const key = event.key.toLowerCase();
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && key === 'k') void openPalette();
  else if (command && (key === 'z' || key === 'y') && !typedInto(event)) {
    const redo = key === 'y' || event.shiftKey;
    void import('./undo.ts').then(({ step }) => step(redo ? 'redo' : 'undo'));
  } else if (isShortcut(event, '?'))
    void import('./keys-help.ts').then(({ showKeys }) => showKeys());
  else if (isShortcut(event, '/')) void openPalette();
  else if (isShortcut(event, 'g')) {
    since = event.timeStamp;
    return;
  } else if (event.timeStamp - since < patience && isShortcut(event, key) && places[key]) {
    since = -Infinity;
    go(places[key]);
  } else return;
  event.preventDefault();
}
