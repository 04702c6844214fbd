import type { TransactionPatch, TransactionReply } from '#server/contract/transactions.ts';
import type { ComboboxOption } from '#web/ui/lb-combobox.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-notice.ts';
import { ArchiveRestore } from 'lucide';
import { html, nothing } from 'lit';
import './transaction-split.ts';
import './transaction-tags.ts';
import type { Edits } from './transactions-edits.ts';

const ticked = (event: Event) => (event.target as HTMLInputElement).checked;

/** What fewer people change: tags, parts, whether it was looked at and whether it counts. */
export const moreFields = (data: TransactionReply, edits: Edits, options: ComboboxOption[]) =>
  html`<lb-transaction-tags
      .of=${data}
      .busy=${edits.saving('tags')}
      @lb-change=${({ detail }: CustomEvent<string[]>) => edits.change('tags', { tags: detail })}
    ></lb-transaction-tags>
    <lb-transaction-split
      .of=${data}
      .options=${options}
      .busy=${edits.saving('split')}
      @lb-change=${({ detail }: CustomEvent<TransactionPatch['split']>) =>
        edits.change('split', { split: detail })}
    ></lb-transaction-split>
    <lb-check
      label="Reviewed"
      .checked=${data.transaction.reviewed}
      @change=${(event: Event) => edits.change('reviewed', { reviewed: ticked(event) })}
    ></lb-check>
    <lb-check
      label="Leave it out of all totals"
      hint="It stays in the list, and counts neither as income nor as spending."
      .checked=${data.leftOut}
      @change=${(event: Event) => edits.change('leftOut', { leftOut: ticked(event) || null })}
    ></lb-check>`;

export const deletedNotice = (edits: Edits, readOnly: boolean) =>
  html`<lb-notice
    >Deleted: it is in no list and no
    total.${
      readOnly
        ? nothing
        : html`<lb-button
            slot="action"
            label="Restore"
            .icon=${ArchiveRestore}
            .busy=${edits.saving('deleted')}
            @click=${() => edits.change('deleted', { deleted: false })}
          ></lb-button>`
    }</lb-notice
  >`;
