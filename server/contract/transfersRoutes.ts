import { transactionId, transferId } from './ids.ts';
import { of, type Route } from './route.ts';
import * as tf from './transfers.ts';

/** What belongs together: the two legs of a transfer, a purchase and its refund. */
export const transfersRoutes = {
  'GET /api/transfers/suggestions': { access: 'member', viewAs: true, reply: tf.suggestionsReply },
  'POST /api/transfers': { access: 'editor', body: tf.transferBody, reply: tf.transferStep },
  'POST /api/transfers/:id/answer': {
    access: 'editor',
    params: of(transferId),
    body: tf.transferAnswer,
    reply: tf.transferStep,
  },
  'GET /api/transactions/:id/transfers': {
    access: 'member',
    viewAs: true,
    params: of(transactionId),
    reply: tf.transferLinksReply,
  },
  'GET /api/transactions/:id/transfer-candidates': {
    access: 'member',
    viewAs: true,
    params: of(transactionId),
    query: tf.candidatesQuery,
    reply: tf.candidatesReply,
  },
  'POST /api/transactions/:id/transfer/unlink': {
    access: 'editor',
    params: of(transactionId),
    reply: tf.transferStep,
  },
} as const satisfies Record<string, Route>;
