import type { OpenApi, Operation } from '#web/state/openapi.ts';
import { base } from '#web/ui/base.ts';
import { copyText } from '#web/ui/copy.ts';
import '#web/ui/lb-button.ts';
import { Check, Copy } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './api-docs-shape.ts';
import { accessWords, curlOf, limitWords, typeWords } from './api-docs-words.ts';

/** One route of the API: what it does, and opened, what it takes and gives. */
@customElement('lb-api-route')
export class LbApiRoute extends LitElement {
  static override styles = [
    base,
    css`
      summary {
        display: grid;
        grid-template-columns: 3.6em minmax(0, 1fr);
        align-items: baseline;
        gap: 0 12px;
        padding: 10px 20px;
        cursor: pointer;
      }
      summary:hover {
        background: var(--hover);
      }
      summary:focus-visible {
        outline-offset: -2px;
      }
      summary p {
        grid-column: 2;
      }
      code,
      pre {
        font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
        font-size: 0.92em;
        overflow-wrap: anywhere;
      }
      .method {
        font-weight: 650;
        color: var(--accent);
      }
      .path {
        font-weight: 600;
      }
      .inside {
        display: grid;
        gap: 14px;
        grid-template-columns: minmax(0, 1fr);
        padding: 4px 20px 20px;
      }
      h3 {
        margin: 0 0 4px;
        font-size: var(--t-small);
        font-weight: 650;
      }
      li {
        padding-block: 3px;
        overflow-wrap: anywhere;
      }
      .name {
        font-weight: 650;
      }
      pre {
        margin: 0 0 8px;
        padding: 12px 14px;
        border-radius: var(--radius);
        background: var(--sunken);
        white-space: pre-wrap;
      }
      @media (max-width: 479px) {
        summary {
          grid-template-columns: minmax(0, 1fr);
        }
        summary p {
          grid-column: 1;
        }
      }
    `,
  ];

  /** `GET /api/accounts/{id}`. */
  @property() accessor name = '';
  @property({ attribute: false }) accessor operation: Operation | undefined;
  @property({ attribute: false }) accessor doc: OpenApi | undefined;
  @state() private accessor opened = false;
  @state() private accessor copied = false;

  override render() {
    const { operation, doc } = this;
    const [method, path] = this.name.split(' ');
    if (!operation || !doc) return nothing;
    return html`<details @toggle=${this.#toggle}>
      <summary>
        <code class="method">${method}</code><code class="path">${path}</code>
        <p class="small muted">${operation.summary}</p>
      </summary>
      ${this.opened ? html`<div class="inside">${this.#inside(operation, doc)}</div>` : nothing}
    </details>`;
  }

  #toggle = (event: Event) => {
    if ((event.target as HTMLDetailsElement).open) this.opened = true;
  };

  #inside(operation: Operation, doc: OpenApi) {
    const { schemas } = doc.components;
    const body = operation.requestBody?.content['application/json']?.schema;
    const reply = operation.responses['200'];
    const replied = reply && 'content' in reply ? reply.content['application/json']?.schema : null;
    return html`<div>
        <h3>Who may</h3>
        <p class="small">${accessWords(operation)}</p>
        ${
          operation.description
            ? html`<p class="small">${ticked(operation.description)}</p>`
            : nothing
        }
      </div>
      ${this.#parameters(operation)}
      ${
        body
          ? html`<div>
              <h3>Body, as JSON</h3>
              <lb-api-shape .schema=${body} .schemas=${schemas}></lb-api-shape>
            </div>`
          : nothing
      }
      ${
        replied
          ? html`<div>
              <h3>Reply, as JSON</h3>
              <lb-api-shape .schema=${replied} .schemas=${schemas}></lb-api-shape>
            </div>`
          : nothing
      }
      ${this.#refusals(operation, doc)} ${this.#curl(operation, doc)}`;
  }

  #parameters({ parameters = [] }: Operation) {
    if (parameters.length === 0) return nothing;
    const where = { path: 'in the path', query: 'in the query', header: 'a header' };
    return html`<div>
      <h3>Parameters</h3>
      <ul>
        ${parameters.map(({ name, in: place, required, schema, description }) => {
          const limits = limitWords(schema);
          const kind = `${typeWords(schema)}${limits ? ` (${limits})` : ''}`;
          return html`<li>
            <code class="name">${name}</code>
            <span class="small muted"
              >${kind} ·
              ${where[place]}${required ? '' : ' · may be left out'}${
                description ? ` · ${description}` : ''
              }</span
            >
          </li>`;
        })}
      </ul>
    </div>`;
  }

  #refusals({ responses }: Operation, { components }: OpenApi) {
    const refusals = Object.entries(responses).flatMap(([status, response]) => {
      const name = '$ref' in response ? response.$ref.split('/').at(-1) : undefined;
      const words = components.responses[name ?? '']?.description;
      return words && status !== 'default' ? [{ status, words }] : [];
    });
    if (refusals.length === 0) return nothing;
    return html`<div>
      <h3>Refusals</h3>
      <ul>
        ${refusals.map(
          ({ status, words }) =>
            html`<li class="small"><code class="name">${status}</code> ${ticked(words)}</li>`,
        )}
      </ul>
    </div>`;
  }

  #curl(operation: Operation, doc: OpenApi) {
    const curl = curlOf(doc, this.name, operation);
    if (!curl) return nothing;
    return html`<div>
      <h3>With curl</h3>
      <pre tabindex="0">${curl}</pre>
      <lb-button
        label=${this.copied ? 'Copied' : 'Copy'}
        .name=${`Copy the call of ${this.name}`}
        .icon=${this.copied ? Check : Copy}
        @click=${() => this.#copy(curl)}
      ></lb-button>
    </div>`;
  }

  async #copy(text: string) {
    await copyText(text);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2_000);
  }
}

/** What stands between backticks is code. */
export const ticked = (text: string) =>
  text.split('`').map((part, at) => (at % 2 ? html`<code>${part}</code>` : part));

declare global {
  interface HTMLElementTagNameMap {
    'lb-api-route': LbApiRoute;
  }
}
