/**
 * Puts a popup of the top layer (`position: fixed`) at its anchor: below it, or above where there
 * is more room; never outside the window, and scrolling inside itself if it must.
 */
export function place(popup: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const gap = 4;
  const edge = 8;
  const at = anchor.getBoundingClientRect();
  const above = at.top - gap - edge;
  const below = innerHeight - at.bottom - gap - edge;
  popup.style.setProperty('max-height', `${Math.max(above, below)}px`);
  popup.style.setProperty('overflow', 'auto');
  const { offsetWidth: width, offsetHeight: height } = popup;
  const up = height > below && above > below;
  const left = align === 'start' ? at.left : at.right - width;
  popup.style.setProperty('top', `${up ? at.top - gap - height : at.bottom + gap}px`);
  popup.style.setProperty('left', `${Math.max(edge, Math.min(left, innerWidth - edge - width))}px`);
}
