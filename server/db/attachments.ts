import { randomUUID } from 'node:crypto';
import type { Attachment } from '#server/contract/attachments.ts';
import type { AttachmentId, ChangeId, TransactionId } from '#server/contract/ids.ts';
import { recordStep } from './changes.ts';
import { sql, type Database, type Db } from './connect.ts';
import { unhidden, visibleAccounts, type Viewer } from './viewer.ts';

/** Of one transaction; a receipt has two sides, a contract a few pages. */
export const MOST_ATTACHED = 20;
/** Of the whole household, in bytes: an SD card is small, and its backup smaller. */
export const MOST_STORED = 2 * 1024 ** 3;

/** Of an attachment's row `f`: its transaction is the viewer's to see. */
const seen = (viewer: Viewer) => sql`
  exists (select from transactions t where t.id = f.transaction_id and t.removed_at is null
    and t.account_id in (select id from (${visibleAccounts(viewer)}) v) and ${unhidden(viewer)})`;

const columns = sql`f.id, f.name, f.type, f.size, f.created_at as at`;

/** Undefined where the viewer may not see the transaction. */
export async function listAttachments(
  db: Db,
  viewer: Viewer,
  id: TransactionId,
): Promise<Attachment[] | undefined> {
  const row = await db.first<{ seen: boolean }>(sql`
    select ${seen(viewer)} as seen from (select ${id}::uuid as transaction_id) f`);
  if (!row?.seen) return undefined;
  return db.query(sql`
    select ${columns} from attachments f
    where f.transaction_id = ${id} and f.removed_at is null order by f.id`);
}

/**
 * Keeps a file beside a transaction, as a step of the viewer's.
 * @returns 'many' or 'full' where there is no room; undefined where they may not see it
 */
export async function attach(
  db: Database,
  viewer: Viewer,
  id: TransactionId,
  file: { name: string; type: Attachment['type']; bytes: Uint8Array },
): Promise<{ change: ChangeId; attachment: Attachment } | 'many' | 'full' | undefined> {
  const there = await listAttachments(db, viewer, id);
  if (!there) return undefined;
  if (there.length >= MOST_ATTACHED) return 'many';
  const stored = await db.first<{ size: string }>(
    sql`select coalesce(sum(size), 0) as size from attachments`,
  );
  if (Number(stored?.size) + file.bytes.byteLength > MOST_STORED) return 'full';
  const made = randomUUID();
  const step = await recordStep(db, viewer, `Attached “${file.name}”`, async ({ tx, thing }) => {
    // First as if it had been taken off: undoing does that again, and keeps the bytes.
    await tx.run(sql`
      insert into attachments (id, transaction_id, member_id, name, type, size, removed_at)
      values (${made}, ${id}, ${viewer.memberId}, ${file.name}, ${file.type},
        ${file.bytes.byteLength}, now())`);
    await tx.run(sql`
      insert into attachment_bytes (attachment_id, bytes)
      values (${made}, ${Buffer.from(file.bytes)})`);
    await thing('attachment', made, () =>
      tx.run(sql`update attachments set removed_at = null where id = ${made}`),
    );
  });
  const attachment = await db.first<Attachment>(sql`
    select ${columns} from attachments f where f.id = ${made}`);
  return step && attachment && { change: step.id, attachment };
}

export function findAttachment(
  db: Db,
  viewer: Viewer,
  id: AttachmentId,
): Promise<(Attachment & { bytes: Buffer }) | undefined> {
  return db.first(sql`
    select ${columns}, b.bytes from attachments f join attachment_bytes b on b.attachment_id = f.id
    where f.id = ${id} and f.removed_at is null and ${seen(viewer)}`);
}

/** Takes a file off; its bytes stay for a while, so that it can be undone. */
export async function detach(
  db: Database,
  viewer: Viewer,
  id: AttachmentId,
): Promise<{ id: ChangeId } | undefined> {
  const file = await db.first<{ name: string }>(sql`
    select f.name from attachments f
    where f.id = ${id} and f.removed_at is null and ${seen(viewer)}`);
  if (!file) return undefined;
  return recordStep(db, viewer, `Took “${file.name}” off`, ({ tx, thing }) =>
    thing('attachment', id, () =>
      tx.run(sql`update attachments set removed_at = now() where id = ${id}`),
    ),
  );
}
