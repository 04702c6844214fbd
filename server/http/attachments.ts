import type { Attachment } from '#server/contract/attachments.ts';
import { Refusal } from '#server/contract/errors.ts';
import { attach, detach, findAttachment, listAttachments } from '#server/db/attachments.ts';
import { stepOf } from './changes.ts';
import type { Handler } from './deps.ts';

const noTransaction = () => new Refusal('not_found', 'There is no such transaction.');
const noAttachment = () => new Refusal('not_found', 'There is no such attachment.');

/** How each kind of file begins; what a name or a header says of it is not believed. */
const kinds: [type: Attachment['type'], begins: (bytes: Buffer) => boolean][] = [
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))],
  [
    'image/webp',
    (bytes) =>
      bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  ],
  ['application/pdf', (bytes) => bytes.toString('latin1', 0, 5) === '%PDF-'],
];

export const getAttachments: Handler<'GET /api/transactions/:id/attachments'> = async (
  deps,
  { viewer, params },
) => {
  const attachments = await listAttachments(deps.db, viewer, params.id);
  if (!attachments) throw noTransaction();
  return { attachments };
};

export const postAttachment: Handler<'POST /api/transactions/:id/attachments'> = async (
  deps,
  { viewer, params, query, body },
) => {
  if (!(await listAttachments(deps.db, viewer, params.id))) throw noTransaction();
  const type = kinds.find(([, begins]) => begins(Buffer.from(body)))?.[0];
  if (!type) {
    const sentence = 'Pictures (JPEG, PNG, WebP) and PDF files can be attached.';
    throw new Refusal('bad_request', sentence, { field: 'body' });
  }
  const made = await attach(deps.db, viewer, params.id, { name: query.name, type, bytes: body });
  if (!made) throw noTransaction();
  if (made === 'many') throw new Refusal('conflict', 'There are 20 files at it already.');
  if (made === 'full') {
    throw new Refusal('conflict', 'There is no room for more files: take some off first.');
  }
  return { attachment: made.attachment, change: await stepOf(deps, viewer, made.change) };
};

/** Never run as a page: a picture is shown, a document is saved. */
export const getAttachment: Handler<'GET /api/attachments/:id'> = async (
  deps,
  { viewer, params },
) => {
  const found = await findAttachment(deps.db, viewer, params.id);
  if (!found) throw noAttachment();
  const how = found.type === 'application/pdf' ? 'attachment' : 'inline';
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      'content-type': found.type,
      'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    },
  });
};

export const postDetach: Handler<'POST /api/attachments/:id/remove'> = async (
  deps,
  { viewer, params },
) => {
  const step = await detach(deps.db, viewer, params.id);
  if (!step) throw noAttachment();
  return { change: await stepOf(deps, viewer, step.id) };
};
