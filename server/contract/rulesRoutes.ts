import * as ids from './ids.ts';
import * as rules from './rules.ts';
import { of, type Route } from './route.ts';

/** Rules, and why a transaction shows what it shows. */
export const rulesRoutes = {
  'GET /api/rules': { access: 'editor', reply: rules.rulesReply },
  'POST /api/rules': {
    access: 'editor',
    body: rules.newRuleBody,
    reply: rules.ruleChangedReply,
  },
  'POST /api/rules/preview': {
    access: 'editor',
    body: rules.rulePreviewBody,
    reply: rules.rulePreviewReply,
  },
  'POST /api/rules/order': {
    access: 'editor',
    body: rules.ruleOrderBody,
    reply: rules.ruleStepReply,
  },
  'PATCH /api/rules/:id': {
    access: 'editor',
    params: of(ids.ruleId),
    body: rules.rulePatch,
    reply: rules.ruleChangedReply,
  },
  'POST /api/rules/:id/apply': {
    access: 'editor',
    params: of(ids.ruleId),
    reply: rules.ruleChangedReply,
  },
  'POST /api/rules/:id/remove': {
    access: 'editor',
    params: of(ids.ruleId),
    reply: rules.ruleStepReply,
  },
  'GET /api/transactions/:id/why': {
    access: 'member',
    viewAs: true,
    params: of(ids.transactionId),
    reply: rules.whyReply,
  },
  'GET /api/transactions/:id/like': {
    access: 'editor',
    params: of(ids.transactionId),
    reply: rules.likeReply,
  },
} as const satisfies Record<string, Route>;
