import { ArrowLeftRight, Ellipsis, Landmark, LayoutDashboard, RefreshCw, Wallet } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { elsewhere } from './access.ts';
import { onSignedOut, sentenceOf } from './api.ts';
import { createLive } from './live.ts';
import type { Live, LiveState } from './live.ts';
import { startRouter } from './router.ts';
import { match } from './routes.ts';
import type { Match } from './routes.ts';
import { go, titlePage } from './state/address.ts';
import { allTopics, changed, queries, Watch } from './state/client.ts';
import { overview } from './state/overview.ts';
import { rememberSignedIn, session, wasSignedIn } from './state/session.ts';
import type { SignedIn } from './state/session.ts';
import { berry } from './ui/berry.ts';
import './ui/lb-button.ts';
import './ui/lb-icon.ts';
import './ui/lb-notice.ts';
import './ui/lb-toast.ts';
import { newerVersion } from './version.ts';

const places = [
  { href: '/', label: 'Overview', icon: LayoutDashboard },
  { href: '/transactions', label: 'Transactions', icon: ArrowLeftRight },
  { href: '/accounts', label: 'Accounts', icon: Wallet },
  { href: '/links', label: 'Banks', icon: Landmark },
  { href: '/more', label: 'More', icon: Ellipsis },
];

const lineWords: Record<LiveState, string> = {
  live: 'Live',
  connecting: 'Connecting …',
  waiting: 'Not connected',
};

type Page = HTMLElement & { params?: unknown; query?: unknown; updateComplete?: Promise<unknown> };

/**
 * The frame around every page: the rail or the bar of places, the state of the line in words, and
 * who may see which page. It renders into the document, so that its forms are the document's.
 */
@customElement('lb-app')
export class LbApp extends LitElement {
  @state() private accessor page: Page | undefined;
  @state() private accessor at: Match | undefined;
  @state() private accessor line: LiveState = 'connecting';
  /** The line has been down long enough to say so. */
  @state() private accessor offline = false;
  @state() private accessor newer = false;
  @state() private accessor failed = '';

  readonly #session = new Watch(this, session);
  #live: Live | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    // What the document shows until the program runs.
    this.replaceChildren();
    super.connectedCallback();
    onSignedOut(() => void changed(['session']));
    startRouter(this.#show);
    const first = match(new URL(location.href));
    if (first?.route.tag === 'lb-page-overview' && wasSignedIn()) {
      void queries.prefetchQuery(overview());
    }
    if (first) void this.#show(first, { keep: true });
    else this.failed = 'There is no page at this address.';
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#live?.close();
  }

  #show = async (to: Match, how: { keep: boolean }): Promise<void> => {
    const { route, params, query } = to;
    this.failed = '';
    this.at = to;
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
    await this.updateComplete;
    await page.updateComplete;
    if (!same && !how.keep) this.#focusHeading();
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
    if (signedIn && !this.#live) this.#connect();
    else if (!signedIn && this.#live) this.#disconnect();
  }

  /** Sends whoever is looking to the page for who they are. */
  #redirect() {
    const who = this.#session.data?.state;
    const access = this.at?.route.access;
    const href = who && access ? elsewhere(who, access, location) : null;
    if (href !== null) this.#send(href);
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

  #connect() {
    this.#live = createLive({
      url: `${location.origin.replace(/^http/, 'ws')}/api/live`,
      changed: (topics) => void changed(topics),
      reconnected: () => {
        void changed(allTopics);
        void newerVersion().then((newer) => (this.newer ||= newer));
      },
      state: this.#onLine,
    });
  }

  #disconnect() {
    clearTimeout(this.#patience);
    this.offline = false;
    this.#live?.close();
    this.#live = undefined;
  }

  #onLine = (line: LiveState) => {
    this.line = line;
    if (line === 'live') {
      clearTimeout(this.#patience);
      this.#patience = undefined;
      this.offline = false;
    } else {
      this.#patience ??= setTimeout(() => {
        this.offline = this.line !== 'live';
        // The line may be refused because the session has ended: asking tells.
        void changed(['session']);
      }, 4_000);
    }
  };

  override render() {
    const who = this.#session.data;
    const bare = this.at?.route.access !== 'member';
    const seen = who !== undefined && (bare || who.state === 'signed_in');
    return html`<a class="skip" href="#main" @click=${this.#skip}>Skip to the content</a>
      ${bare ? nothing : this.#rail(who?.state === 'signed_in' ? who : undefined)}
      <div class=${bare ? 'frame bare' : 'frame'}>
        ${this.#banners()}
        <main id="main" tabindex="-1">${seen && !this.failed ? this.page : this.#instead()}</main>
      </div>
      <lb-toasts></lb-toasts>`;
  }

  #rail(who: SignedIn | undefined) {
    return html`<header class="rail">
      <a class="brand" href="/">${berry}Ledgerberry</a>
      <nav aria-label="Places">
        <ul>
          ${places.map(
            ({ href, label, icon }) =>
              html`<li>
                <a href=${href} aria-current=${this.at?.route.place === href ? 'page' : nothing}>
                  <lb-icon .icon=${icon}></lb-icon><span>${label}</span>
                </a>
              </li>`,
          )}
        </ul>
      </nav>
      <div class="who">
        ${
          who
            ? html`<p class="household">${who.household.name}</p>
                <p class="member small muted">${who.member.name}</p>`
            : nothing
        }
        ${this.#badge(who)}
        <p class="line-state small" role="status" data-line=${this.line}>
          ${who ? lineWords[this.line] : nothing}
        </p>
      </div>
    </header>`;
  }

  #badge(who: SignedIn | undefined) {
    if (!who || who.environment === 'production') return nothing;
    return html`<p class="badge small">
      ${who.demo ? 'Demo bank' : 'Test banks'}<span>: nothing here is real</span>
    </p>`;
  }

  #banners() {
    return html`<div class="banners">
      ${
        this.offline
          ? html`<lb-notice kind="offline">
              No connection to Ledgerberry. What you see may be old; it is kept trying.
              <lb-button slot="action" label="Try now" @click=${this.#retry}></lb-button>
            </lb-notice>`
          : nothing
      }
      ${
        this.newer
          ? html`<lb-notice kind="info">
              A new version of Ledgerberry is ready.
              <lb-button
                slot="action"
                label="Load it"
                .icon=${RefreshCw}
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

  #retry = () => {
    this.#live?.retry();
    void changed(allTopics);
  };

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
