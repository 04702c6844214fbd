import { sentenceOf } from '#web/api.ts';
import type { Housemate } from '#web/state/members.ts';
import { Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-skeleton.ts';
import { pillStyles } from '#web/ui/pill.ts';
import { roleOf } from '#web/ui/role-words.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

export const memberStyles = css`
  ${pillStyles}
  .member {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 14px;
    padding-block: 14px;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  li:last-child .member {
    padding-bottom: 0;
  }
  .letter {
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 650;
  }
  .about {
    display: grid;
    gap: 4px;
    overflow-wrap: anywhere;
  }
`;

/** A member in the list: who, as what in plain words, and what the asker may know or do besides. */
export const memberRow = (
  { name, role, id }: Housemate,
  me: string,
  more: { facts?: TemplateResult; end?: TemplateResult } = {},
) => {
  const { title, text } = roleOf(role);
  return html`<div class="member">
    <span class="letter" aria-hidden="true">${[...name.trim()][0]?.toUpperCase()}</span>
    <div class="about">
      <div class="line">
        <h3>${name}${id === me ? ' (you)' : ''}</h3>
        <span class="pill">${title}</span>
      </div>
      <p class="small muted">${text}</p>
      ${more.facts ?? nothing}
    </div>
    ${more.end ?? nothing}
  </div>`;
};

/** Everybody in the household and as what. */
@customElement('lb-members')
export class LbMembers extends LitElement {
  static override styles = [base, memberStyles];

  /** The id of whoever looks. */
  @property() accessor me = '';
  readonly #members = new Watch(this, members);

  override render() {
    const { data, error } = this.#members;
    if (!data && error) return failed(sentenceOf(error), this.#members);
    if (!data) return html`<lb-skeleton shape="rows" label="Loading the members"></lb-skeleton>`;
    return html`${this.#members.stale ? old(this.#members) : nothing}
      <ul>
        ${repeat(
          data.members,
          ({ id }) => id,
          (one) => html`<li>${memberRow(one, this.me)}</li>`,
        )}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-members': LbMembers;
  }
}
