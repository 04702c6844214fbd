/**
 * The address is state too: filters, months and open details live in it, so that Back, a reload
 * and a shared link show the same thing.
 */

/** What a navigation tells the router: `keep` leaves focus and scroll position alone. */
export interface NavigationHint {
  keep?: boolean;
}

/**
 * Goes to an address of ours. `replace` writes over the current entry of the history (typing in a
 * filter); `keep` leaves focus and scroll position where they are (same page, other state).
 */
export function go(href: string, options: { replace?: boolean } & NavigationHint = {}): void {
  const hint: NavigationHint = { keep: options.keep ?? false };
  const { navigation } = window as { navigation?: Navigation };
  if (navigation) {
    const history = options.replace ? 'replace' : 'auto';
    // Whoever navigates again meanwhile cancels this one; that is no error.
    navigation.navigate(href, { history, info: hint }).finished?.catch(() => {});
  } else if (options.replace) {
    location.replace(href);
  } else {
    location.assign(href);
  }
}

/**
 * Leaves something that was opened from `href`: goes back where that is where the reader came from,
 * so that Back does not lead through it twice; else puts `href` in its place.
 */
export function goBackTo(href: string): void {
  const { navigation } = window as { navigation?: Navigation };
  const before = navigation?.entries()[(navigation.currentEntry?.index ?? 0) - 1];
  if (navigation && before?.url === new URL(href, location.href).href) {
    const hint: NavigationHint = { keep: true };
    navigation.back({ info: hint }).finished?.catch(() => {});
  } else go(href, { replace: true, keep: true });
}

/** Changes some of the query of the current address; empty and undefined values are taken out. */
export function goQuery(
  changes: Record<string, string | readonly string[] | undefined>,
  options: { replace?: boolean } = { replace: true },
): void {
  go(withQuery(new URL(location.href), changes), { ...options, keep: true });
}

/** The path and query of `url` with some of its query changed. */
export function withQuery(
  url: URL,
  changes: Record<string, string | readonly string[] | undefined>,
): string {
  const query = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) {
      if (one !== '') query.append(name, one);
    }
  }
  const text = query.toString();
  return text ? `${url.pathname}?${text}` : url.pathname;
}

/** Names the page in the tab and for screen readers, once it knows better than its route. */
export function titlePage(title: string): void {
  document.title = `${title} · Ledgerberry`;
}
