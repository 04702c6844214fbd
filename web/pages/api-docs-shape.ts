import type { Schema } from '#web/state/openapi.ts';
import { base } from '#web/ui/base.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { limitWords, refOf, typeWords } from './api-docs-words.ts';

/** The fields in a schema, through lists and choices; each choice apart. */
function fieldsOf(schema: Schema): readonly Schema[] {
  if (schema.properties) return [schema];
  if (schema.items) return fieldsOf(schema.items);
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap(fieldsOf);
}

/** The shapes that a schema names, through lists and choices. */
function refsOf(schema: Schema): readonly string[] {
  const ref = refOf(schema);
  if (ref) return [ref];
  if (schema.items) return refsOf(schema.items);
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap(refsOf);
}

/** A schema as indented fields; shapes that have a name open where they stand. */
@customElement('lb-api-shape')
export class LbApiShape extends LitElement {
  static override styles = [
    base,
    css`
      ul ul,
      lb-api-shape {
        margin-inline-start: 6px;
        padding-inline-start: 14px;
        border-inline-start: 1px solid var(--line);
      }
      li {
        padding-block: 3px;
        overflow-wrap: anywhere;
      }
      code {
        font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
        font-size: 0.92em;
      }
      .name {
        font-weight: 650;
      }
      summary {
        width: fit-content;
        min-height: 24px;
        color: var(--accent);
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) accessor schema: Schema = {};
  @property({ attribute: false }) accessor schemas: Record<string, Schema> = {};
  @state() private accessor opened: readonly string[] = [];

  override render() {
    const fields = fieldsOf(this.schema);
    if (fields.length === 0) {
      return html`<p class="small">${this.#kind(this.schema)}</p>
        ${this.#named(this.schema)}`;
    }
    return html`${
      fields.length > 1 ? html`<p class="small muted">One of these:</p>` : nothing
    }${fields.map((one) => this.#fields(one))}`;
  }

  #fields({ properties = {}, required = [] }: Schema): unknown {
    return html`<ul>
      ${Object.entries(properties).map(
        ([name, schema]) =>
          html`<li>
            <code class="name">${name}</code>
            <span class="small muted"
              >${this.#kind(schema)}${required.includes(name) ? '' : ' · may be left out'}</span
            >
            ${this.#named(schema)} ${fieldsOf(schema).map((one) => this.#fields(one))}
          </li>`,
      )}
    </ul>`;
  }

  #kind(schema: Schema) {
    const limits = limitWords(schema);
    return `${typeWords(schema)}${limits ? ` (${limits})` : ''}`;
  }

  #named(schema: Schema) {
    return [...new Set(refsOf(schema))].map((ref) => {
      const shape = this.schemas[ref];
      if (!shape) return nothing;
      return html`<details @toggle=${(event: Event) => this.#toggle(event, ref)}>
        <summary class="small">${ref}</summary>
        ${
          this.opened.includes(ref)
            ? html`<lb-api-shape .schema=${shape} .schemas=${this.schemas}></lb-api-shape>`
            : nothing
        }
      </details>`;
    });
  }

  /** What is opened once stays; a shape that holds itself is unfolded no deeper than is asked. */
  #toggle(event: Event, ref: string) {
    if (!(event.target as HTMLDetailsElement).open || this.opened.includes(ref)) return;
    this.opened = [...this.opened, ref];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-api-shape': LbApiShape;
  }
}
