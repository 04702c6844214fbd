import type {
  Change,
  Transaction,
  TransactionPatch,
  TransactionReply,
} from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { undoChange } from '#web/state/changes.ts';
import { draftOf, dropDraft, keepDraft } from '#web/state/drafts.ts';
import type { Draft } from '#web/state/drafts.ts';
import { editTransaction } from '#web/state/transactions.ts';
import { toast } from '#web/ui/lb-toast.ts';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What is typed into a box of its own; the rest is chosen. */
export type Typed = 'name' | 'date' | 'note';
export type Field = Typed | 'category' | 'deleted' | 'tags' | 'split' | 'leftOut' | 'reviewed';

const typedFields: readonly Typed[] = ['name', 'date', 'note'];
const isTyped = (field: Field): field is Typed => typedFields.some((one) => one === field);

/** The patch that makes a field what was typed; null where nothing is to be changed. */
export const patchOf = (
  { transaction: row, bank, own }: TransactionReply,
  field: Typed,
  typed: string,
): TransactionPatch | null => {
  const value = typed.trim();
  if (value === (row[field] ?? '')) return null;
  if (field === 'note') return { note: value || null };
  // An emptied box, and one that says what the bank says, follow the bank again.
  const follows = value === '' || value === bank[field];
  if (follows && own[field] === null) return null;
  return { [field]: follows ? null : value };
};

/** How long after a failed try the next one follows. */
const patience = 5_000;

const said = ({ id, sentence }: Change) => {
  toast(/[.!?]$/.test(sentence) ? sentence : `${sentence}.`, {
    undo: async () => {
      try {
        await undoChange(id);
        toast('Undone.');
      } catch (error) {
        toast(sentenceOf(error), { failed: true });
      }
    },
  });
};

/**
 * Saves what is changed about one transaction. What is typed is a draft until it is saved: a
 * failure keeps it with its reason, and after a lost line it is saved by itself.
 */
export class Edits implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #now: () => { id: string; data: TransactionReply | undefined };
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #saving = new Set<Field>();
  /** Why the category could not be set. */
  categoryError = '';

  constructor(
    host: ReactiveControllerHost & Element,
    now: () => { id: string; data: TransactionReply | undefined },
  ) {
    this.#host = host;
    this.#now = now;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(this.#tryAgain, patience);
    addEventListener('online', this.#tryAgain);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    removeEventListener('online', this.#tryAgain);
    for (const field of typedFields) void this.save(field);
  }

  /** What got no answer is tried again; what was refused waits for the person. */
  readonly #tryAgain = () => {
    for (const field of typedFields) if (this.draft(field)?.unanswered) void this.save(field);
  };

  draft(field: Typed): Draft | undefined {
    return draftOf(this.#now().id, field);
  }

  saving(field: Field): boolean {
    return this.#saving.has(field);
  }

  type(field: Typed, typed: string): void {
    keepDraft(this.#now().id, field, { typed, failed: null, unanswered: false });
  }

  forget(field: Typed): void {
    dropDraft(this.#now().id, field);
    this.#host.requestUpdate();
  }

  /** Saves what is typed into a box, if that changes anything. */
  async save(field: Typed): Promise<void> {
    const { data } = this.#now();
    const draft = this.draft(field);
    if (!draft || !data || this.#saving.has(field)) return;
    const patch = patchOf(data, field, draft.typed);
    if (patch) await this.change(field, patch);
    else this.forget(field);
  }

  /** Gives the bank's value back. */
  giveBack(field: Typed | 'category'): void {
    if (isTyped(field)) dropDraft(this.#now().id, field);
    void this.change(field, { [field]: null });
  }

  /** Changes something; `shown` is what lists need beside the patch, until the server answers. */
  async change(
    field: Field,
    patch: TransactionPatch,
    shown: Partial<Transaction> = {},
  ): Promise<void> {
    const { id } = this.#now();
    const typed = isTyped(field) ? draftOf(id, field)?.typed : undefined;
    this.#mark(field, true);
    try {
      const { change } = await editTransaction(id, patch, shown);
      // Typing may have gone on while it was saved.
      if (isTyped(field) && draftOf(id, field)?.typed === typed) dropDraft(id, field);
      if (field === 'category') this.categoryError = '';
      said(change);
    } catch (error) {
      this.#failed(id, field, typed, error);
    } finally {
      this.#mark(field, false);
    }
  }

  #failed(id: string, field: Field, typed: string | undefined, error: unknown) {
    const failed = sentenceOf(error);
    const unanswered = error instanceof ApiError && error.code === 'unreachable';
    // The combobox shows the saved category again by itself; what was typed stays.
    if (field === 'category') this.categoryError = `Not saved: ${failed}`;
    else if (isTyped(field) && typed !== undefined) {
      keepDraft(id, field, { typed, failed, unanswered });
    }
    const seen = this.#host.isConnected && this.#now().id === id;
    if (!seen || typed === undefined) toast(`Not saved: ${failed}`, { failed: true });
  }

  #mark(field: Field, saving: boolean) {
    if (saving) this.#saving.add(field);
    else this.#saving.delete(field);
    this.#host.requestUpdate();
  }
}
