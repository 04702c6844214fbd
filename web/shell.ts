import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { elsewhere } from './access.ts';
import { asOther } from './as-other.ts';
import { onConfirmFirst, onSignedOut, sentenceOf, touch } from './api.ts';
import { onKey } from './keys.ts';
import { Line } from './line.ts';
import { rail } from './rail.ts';
import { startRouter } from './router.ts';
import { match } from './routes.ts';
import type { Match } from './routes.ts';
import { go, titlePage } from './state/address.ts';
import { changed, queries, Watch } from './state/client.ts';
import { overview } from './state/overview.ts';
import {
  forgetEnd,
  noteEnd,
  rememberSignedIn,
  session,
  wasSignedIn,
  wayBack,
} from './state/session.ts';
import type { SignedIn } from './state/session.ts';
import { canViewAs, onViewAs, viewAs } from './state/view-as.ts';
import './ui/lb-button.ts';
import './ui/lb-notice.ts';
import './ui/lb-toast.ts';

type Page = HTMLElement & { params?: unknown; query?: unknown; updateComplete?: Promise<unknown> };

/**
 * The frame around every page: the rail or the bar of places, the state of the line in words, and
 * who may see which page. It renders into the document, so that its forms are the document's.
 */
@customElement('lb-app')
export class LbApp extends LitElement {
  @state() private accessor page: Page | undefined;
  @state() private accessor at: Match | undefined;
  @state() private accessor failed = '';

  readonly #session = new Watch(this, session);
  readonly #line = new Line(this);
  #pageIsFor: Match['route']['access'] | undefined;
  #wasSignedIn = false;

  override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    // What the document shows until the program runs.
    this.replaceChildren();
    super.connectedCallback();
    onSignedOut(() => void changed(['session']));
    onConfirmFirst(async () => (await import('./confirm.ts')).confirmIdentity());
    for (const sign of ['pointerdown', 'keydown', 'wheel', 'touchmove']) {
      addEventListener(sign, touch, { capture: true, passive: true });
    }
    addEventListener('keydown', (event) => {
      if (this.#session.data?.state === 'signed_in') onKey(event);
    });
    onViewAs(this.#lookAgain);
    startRouter(this.#show);
    const first = match(new URL(location.href));
    if (first?.route.tag === 'lb-page-overview' && wasSignedIn()) {
      void queries.prefetchQuery(overview());
    }
    if (first) void this.#show(first, { keep: true });
    else this.failed = 'There is no page at this address.';
  }

  #show = async (to: Match, how: { keep: boolean }): Promise<void> => {
    const { route, params, query } = to;
    this.failed = '';
    this.at = to;
    if (!canViewAs(route.place)) viewAs(null);
    try {
      await route.load();
    } catch {
      this.#reload();
      return;
    }
    if (this.at !== to) return;
    const same = this.page?.localName === route.tag;
    if (!same) titlePage(route.title);
    const page: Page = same && this.page ? this.page : document.createElement(route.tag);
    Object.assign(page, { params, query });
    this.page = page;
    this.#pageIsFor = route.access;
    await this.updateComplete;
    await page.updateComplete;
    if (!same && !how.keep) this.#focusHeading();
  };

  /** The same page anew: nothing of what was seen with other eyes is left on it. */
  #lookAgain = () => {
    this.requestUpdate();
    if (!this.at || !canViewAs(this.at.route.place)) return;
    this.page = undefined;
    void this.#show(this.at, { keep: false });
  };

  /** A page that is gone from the server belongs to an older version: load the new one, once. */
  #reload() {
    const key = 'ledgerberry-reloaded';
    const last = Number(sessionStorage.getItem(key));
    if (Date.now() - last > 20_000) {
      sessionStorage.setItem(key, String(Date.now()));
      location.reload();
    } else this.failed = 'This page could not be loaded. Please try again in a moment.';
  }

  #focusHeading() {
    const heading = (this.page?.shadowRoot ?? this.page)?.querySelector('h1');
    const target = heading ?? this.querySelector('main');
    target?.setAttribute('tabindex', '-1');
    target?.focus({ preventScroll: true });
  }

  override willUpdate() {
    this.#redirect();
  }

  override updated(changes: PropertyValues) {
    super.updated(changes);
    const who = this.#session.data?.state;
    const signedIn = who === 'signed_in';
    if (who) rememberSignedIn(signedIn);
    else if (this.#session.error && !this.#session.fetching) this.#askAgain();
    this.#line.hold(signedIn);
  }

  /** Sends whoever is looking to the page for who they are. */
  #redirect() {
    const who = this.#session.data;
    const access = this.at?.route.access;
    if (!who || !access) return;
    this.#wasSignedIn ||= who.state === 'signed_in';
    const href = elsewhere(who.state, access, location, this.#wasSignedIn);
    const back = who.state === 'signed_in' ? this.#cameBack(who, access) : this.#left();
    if (href !== null) this.#send(back ?? href);
  }

  #who: SignedIn | undefined;
  #left(): undefined {
    if (this.#who) noteEnd(this.#who, location.pathname + location.search);
    this.#who = undefined;
  }

  /** Where they were when their session ended; forgotten once they are back. */
  #cameBack(who: SignedIn, access: Match['route']['access']): string | undefined {
    this.#who = who;
    if (access === 'member') forgetEnd();
    return wayBack(who);
  }

  #sending = '';
  #send(href: string) {
    if (this.#sending === href) return;
    this.#sending = href;
    queueMicrotask(() => {
      this.#sending = '';
      go(href, { replace: true });
    });
  }

  #asking = false;
  #askAgain() {
    if (this.#asking) return;
    this.#asking = true;
    setTimeout(() => {
      this.#asking = false;
      if (!this.#session.data) this.#session.refetch();
    }, 5_000);
  }

  override render() {
    const who = this.#session.data;
    const signedIn = who?.state === 'signed_in' ? who : undefined;
    const bare = this.at?.route.access !== 'member';
    // Who was signed in a moment ago sees the page take shape while the server is asked.
    const allowed = who
      ? bare || who.state === 'signed_in'
      : !bare && !this.#session.error && wasSignedIn();
    // A member's page is not seen again while the page for who has signed out is on its way.
    const seen = allowed && this.#pageIsFor === this.at?.route.access;
    return html`<a class="skip" href="#main" @click=${this.#skip}>Skip to the content</a>
      ${bare ? nothing : rail(signedIn, this.at?.route.place, this.#line.state)}
      <div class=${bare ? 'frame bare' : 'frame'}>
        ${asOther()} ${this.#banners()}
        <main id="main" tabindex="-1">${seen && !this.failed ? this.page : this.#instead()}</main>
      </div>
      <lb-toasts></lb-toasts>`;
  }

  #banners() {
    return html`<div class="banners">
      ${
        this.#line.offline
          ? html`<lb-notice kind="offline">
              No connection to Ledgerberry. What you see may be old. It keeps trying.
              <lb-button
                slot="action"
                label="Try now"
                @click=${() => this.#line.retry()}
              ></lb-button>
            </lb-notice>`
          : nothing
      }
      ${
        this.#line.newer
          ? html`<lb-notice kind="info">
              A new version of Ledgerberry is ready.
              <lb-button
                slot="action"
                label="Load it"
                @click=${() => location.reload()}
              ></lb-button>
            </lb-notice>`
          : nothing
      }
    </div>`;
  }

  /** In the place of a page that cannot be shown yet. */
  #instead() {
    const error = this.#session.error;
    if (this.failed) {
      return html`<div class="instead">
        <h1>${this.failed}</h1>
        <p><a href="/">Go to the overview</a></p>
      </div>`;
    }
    if (!error || this.#session.data) return html`<p class="instead muted">Opening …</p>`;
    return html`<div class="instead">
      <h1>Ledgerberry does not answer</h1>
      <p class="muted">${sentenceOf(error)} Is this device on the home’s network?</p>
      <p>
        <lb-button
          kind="primary"
          label="Try again"
          .busy=${this.#session.fetching}
          @click=${() => this.#session.refetch()}
        ></lb-button>
      </p>
    </div>`;
  }

  #skip = (event: Event) => {
    event.preventDefault();
    this.#focusHeading();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-app': LbApp;
  }
}
