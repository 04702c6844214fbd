import type { CategoryGroup } from '#web/state/category-choice.ts';
import { categoryOptions } from '#web/state/category-choice.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-combobox.ts';
import '#web/ui/lb-field.ts';
import { html } from 'lit';
import { TRANSFER, type RuleDraft } from './rule-draft.ts';

type Set = (part: Partial<RuleDraft>) => void;

/** What a rule does, to be written; what few people want is folded away. */
export function doesFields(draft: RuleDraft, groups: CategoryGroup[], set: Set) {
  const { name, category, tags, note, leaveOut, reviewed, stop } = draft;
  const options = [
    { value: '', label: 'As it is' },
    { value: TRANSFER, label: 'A transfer between own accounts' },
    ...categoryOptions(groups),
  ];
  const more = note !== '' || leaveOut || reviewed || stop;
  return html`<section aria-labelledby="does">
    <h3 id="does">Then</h3>
    <lb-combobox
      label="File it under"
      placeholder="As it is"
      .options=${options}
      .value=${category}
      @lb-change=${({ detail }: CustomEvent<string>) => set({ category: detail })}
    ></lb-combobox>
    ${text('Call it', name, 200, (typed) => set({ name: typed }))}
    <lb-field
      label="Tags"
      hint="Several with commas between"
      autocomplete="off"
      .maxlength=${200}
      .value=${tags.join(', ')}
      @change=${(event: Event) => set({ tags: tagsOf(valueOf(event)) })}
    ></lb-field>
    <details ?open=${more}>
      <summary>More</summary>
      <div>
        ${text('Note', note, 500, (typed) => set({ note: typed }))}
        ${check('Mark it as reviewed', reviewed, (on) => set({ reviewed: on }))}
        ${check('Leave it out of all totals', leaveOut, (on) => set({ leaveOut: on }))}
        ${check('Look at no later rule where this one fits', stop, (on) => set({ stop: on }))}
      </div>
    </details>
  </section>`;
}

const text = (label: string, value: string, maxlength: number, set: (typed: string) => void) =>
  html`<lb-field
    label=${label}
    autocomplete="off"
    .maxlength=${maxlength}
    .value=${value}
    @input=${(event: Event) => set(valueOf(event))}
  ></lb-field>`;

const check = (label: string, checked: boolean, set: (on: boolean) => void) =>
  html`<lb-check
    label=${label}
    .checked=${checked}
    @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
  ></lb-check>`;

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

const tagsOf = (typed: string): string[] => {
  const tags = typed.split(/[,#]/).map((tag) => tag.trim());
  return [...new Set(tags.filter(Boolean))].slice(0, 10);
};
