import { z } from 'zod';
import { attachmentId, transactionId } from './ids.ts';
import { of, bytes, file, type Route } from './route.ts';
import { instant } from './time.ts';
import { steppedReply } from './transactions.ts';

/** A picture or a document beside a transaction. */
export const attachment = z.strictObject({
  id: attachmentId,
  name: z.string(),
  type: z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']),
  /** In bytes. */
  size: z.number().int(),
  at: instant,
});
export type Attachment = z.infer<typeof attachment>;

/** A phone's photograph is smaller. */
const MOST_BYTES = 8 * 1024 * 1024;

const attachmentsReply = z.strictObject({ attachments: z.array(attachment) });

export const attachmentsRoutes = {
  'GET /api/transactions/:id/attachments': {
    access: 'member',
    viewAs: true,
    params: of(transactionId),
    reply: attachmentsReply,
  },
  'POST /api/transactions/:id/attachments': {
    access: 'editor',
    params: of(transactionId),
    query: z.strictObject({
      name: z.string().trim().min(1, 'is missing').max(120),
    }),
    upload: MOST_BYTES,
    body: bytes,
    reply: steppedReply.extend({ attachment }),
  },
  'GET /api/attachments/:id': {
    access: 'member',
    viewAs: true,
    params: of(attachmentId),
    file: 'image/*',
    reply: file,
  },
  'POST /api/attachments/:id/remove': {
    access: 'editor',
    params: of(attachmentId),
    reply: steppedReply,
  },
} as const satisfies Record<string, Route>;
