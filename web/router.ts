import type { NavigationHint } from './state/address.ts';
import { match } from './routes.ts';
import type { Match } from './routes.ts';

/** Shows a page; `keep` asks to leave focus where it is. Done when the page has rendered. */
export type Show = (page: Match, how: { keep: boolean }) => Promise<void>;

/**
 * Turns navigations between our pages into changes of the page shown, where the browser has the
 * Navigation API; elsewhere links load the page anew, which the server answers as well. Once `show`
 * is done, a new page is scrolled to its top, which Chromium does not do by itself where there is
 * no fragment; the browser restores the position on Back.
 */
export function startRouter(show: Show): void {
  const { navigation } = window as { navigation?: Navigation };
  navigation?.addEventListener('navigate', (event) => {
    const url = new URL(event.destination.url);
    const page = match(url);
    if (!page || !ours(event, url)) return;
    const { keep = false } = (event.info ?? {}) as NavigationHint;
    const back = event.navigationType === 'traverse';
    event.intercept({
      focusReset: 'manual',
      scroll: back && !keep ? 'after-transition' : 'manual',
      async handler() {
        await show(page, { keep });
        if (!back && !keep) scrollTo({ top: 0, behavior: 'instant' });
      },
    });
  });
}

function ours(event: NavigateEvent, url: URL): boolean {
  return (
    event.canIntercept &&
    event.navigationType !== 'reload' &&
    !event.hashChange &&
    !event.formData &&
    event.downloadRequest === null &&
    url.origin === location.origin
  );
}
