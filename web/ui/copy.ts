import { focused } from './focused.ts';

/**
 * Puts a text into the clipboard. Browsers give that to HTTPS alone, and an appliance at home may
 * be looked at without: then the text is selected in a field and copied from there. The field
 * stands beside what was pressed, as a modal dialog lets nothing outside of it be selected.
 */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const from = focused();
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  (from?.parentNode ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  from?.focus();
}
