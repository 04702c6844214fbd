const key = 'ledgerberry-single-keys';

/**
 * Whether single letters act as shortcuts on this device. Speech input and unsteady hands press
 * them by accident, so they can be switched off.
 */
export const singleKeys = (): boolean => localStorage.getItem(key) !== 'off';

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(key);
  else localStorage.setItem(key, 'off');
}

/** Whether a key was pressed where something is typed. */
export function typedInto(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof Element && target.matches('input, textarea, select');
}

/** Whether a key was pressed alone, as a shortcut, and not typed into something. */
export function isShortcut(event: KeyboardEvent, key: string): boolean {
  if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !event.defaultPrevented && singleKeys() && !typedInto(event);
}
