import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { openApi } from '#web/state/openapi.ts';
import type { OpenApi, Operation } from '#web/state/openapi.ts';
import { failed } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ticked } from './api-docs-route.ts';

interface Named {
  name: string;
  operation: Operation;
}

/** The API for whoever writes a program against it, as the server describes it. */
@customElement('lb-page-api-docs')
export class PageApiDocs extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 960px;
      }
      .routes {
        padding: 0;
        overflow: hidden;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      h2 {
        margin-top: 8px;
      }
    `,
  ];

  readonly #doc = new Watch(this, openApi);
  @state() private accessor wanted = '';

  override render() {
    const { data, error } = this.#doc;
    return html`<div class="page stack">
      <h1>For programs</h1>
      ${
        data
          ? this.#content(data)
          : error
            ? failed(sentenceOf(error), this.#doc)
            : html`<div class="card">
                <lb-skeleton count="8" label="Loading the description"></lb-skeleton>
              </div>`
      }
    </div>`;
  }

  #content(doc: OpenApi) {
    const groups = Map.groupBy(this.#found(doc), ({ operation }) => operation.tags[0] ?? '');
    const found = [...groups.values()].reduce((sum, some) => sum + some.length, 0);
    return html`<p class="muted">
        ${ticked(doc.info.description)} Make one under
        <a href="/security">Sign-in and security</a>. All of this as a file:
        <a href="/api/openapi.json" download="ledgerberry-openapi.json">openapi.json</a>.
      </p>
      <lb-field
        label="Find a route"
        type="search"
        autocomplete="off"
        .value=${this.wanted}
        @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
      ></lb-field>
      <p class="small muted" role="status">${plural(found, 'route')}</p>
      ${[...groups].map(
        ([tag, routes]) =>
          html`<section class="stack" aria-labelledby="tag-${tag}">
            <h2 id="tag-${tag}">${titleOf(tag)}</h2>
            <ul class="card routes">
              ${repeat(
                routes,
                ({ name }) => name,
                ({ name, operation }) =>
                  html`<li>
                    <lb-api-route name=${name} .operation=${operation} .doc=${doc}></lb-api-route>
                  </li>`,
              )}
            </ul>
          </section>`,
      )}`;
  }

  #found({ paths }: OpenApi): Named[] {
    const words = this.wanted.toLowerCase().split(/\s+/).filter(Boolean);
    return Object.entries(paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          name: `${method.toUpperCase()} ${path}`,
          operation,
        })),
      )
      .filter(({ name, operation }) => {
        const text = `${name} ${operation.summary}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
  }
}

/** `link-sessions` as a heading. */
const titleOf = (tag: string): string =>
  (tag.charAt(0).toUpperCase() + tag.slice(1)).replaceAll('-', ' ');

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-api-docs': PageApiDocs;
  }
}
