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

/** The shapes that a schema names, through lists and choices: one at most, as things are. */
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
    const ref = refOf(this.schema);
    const schema = (ref ? this.schemas[ref] : undefined) ?? this.schema;
    const fields = fieldsOf(schema);
    return html`${ref ? html`<p class="small muted">${ref}</p>` : nothing}
    ${fields.length > 1 ? html`<p class="small muted">One of these:</p>` : nothing}
    ${
      fields.length
        ? fields.map((one) => this.#fields(one))
        : html`<p class="small">${this.#value(schema)}</p>`
    }`;
  }

  #fields({ properties = {}, required = [] }: Schema): unknown {
    return html`<ul>
      ${Object.entries(properties).map(
        ([name, schema]) =>
          html`<li>
            <code class="name">${name}</code> ${this.#value(schema)}
            ${
              required.includes(name)
                ? nothing
                : html`<span class="small muted">· may be left out</span>`
            }
            ${fieldsOf(schema).map((one) => this.#fields(one))}
          </li>`,
      )}
    </ul>`;
  }

  /** The kind of value; where it is a shape that has a name, that opens. */
  #value(schema: Schema) {
    const limits = limitWords(schema);
    const kind = `${typeWords(schema)}${limits ? ` (${limits})` : ''}`;
    const [ref] = refsOf(schema);
    const shape = ref && this.schemas[ref];
    if (!ref || !shape) return html`<span class="small muted">${kind}</span>`;
    return html`<details @toggle=${(event: Event) => this.#toggle(event, ref)}>
      <summary class="small">${kind}</summary>
      ${
        this.opened.includes(ref)
          ? html`<lb-api-shape .schema=${shape} .schemas=${this.schemas}></lb-api-shape>`
          : nothing
      }
    </details>`;
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
