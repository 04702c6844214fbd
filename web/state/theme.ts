/** Light, dark, or as the device has it: a setting of this browser alone. */
export type Theme = 'auto' | 'light' | 'dark';

const key = 'ledgerberry-theme';

export function theme(): Theme {
  const kept = read();
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export function setTheme(next: Theme): void {
  try {
    localStorage.setItem(key, next);
  } catch {
    // A browser that keeps nothing shows the choice until the page is closed.
  }
  applyTheme(next);
}

export function applyTheme(chosen: Theme = theme()): void {
  if (chosen === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
