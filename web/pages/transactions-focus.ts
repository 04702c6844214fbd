/** What of a transaction a key leads to. */
export type DetailField = 'name' | 'category' | 'date' | 'note';

const PATIENCE_MS = 3000;

/** Puts the focus into a field of the details, as soon as they have come and are seen. */
export async function focusField(detail: () => Element | null, field: DetailField): Promise<void> {
  const which = field === 'category' ? 'lb-combobox' : `lb-field[name=${field}]`;
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    // Where the details open, their dialog takes the focus first.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const control = detail()?.shadowRoot?.querySelector<HTMLElement>(which);
    if (!control?.checkVisibility()) continue;
    control.focus();
    return;
  }
}
