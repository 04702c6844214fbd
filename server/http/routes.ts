import { getAccount, getAccounts, patchAccount } from './accounts.ts';
import * as admin from './admin.ts';
import * as assets from './assets.ts';
import { getAudit } from './audit.ts';
import { getBudgetPace } from './budgetPace.ts';
import * as budgets from './budgets.ts';
import { getBudgetHistory, getBudgetIdeas } from './budgetsPast.ts';
import { postConfirm, postConfirmOptions } from './confirm.ts';
import * as keys from './credentials.ts';
import type { Handlers } from './deps.ts';
import { getForecast } from './forecast.ts';
import * as join from './join.ts';
import * as joints from './joints.ts';
import * as links from './links.ts';
import * as house from './members.ts';
import { getExport } from './exportCsv.ts';
import { getOverview, getSummary } from './overview.ts';
import * as passkeys from './passkeys.ts';
import * as recurring from './recurring.ts';
import * as who from './session.ts';
import * as reports from './reports.ts';
import * as rules from './rules.ts';
import * as saved from './saved.ts';
import * as rates from './rates.ts';
import * as sessions from './sessions.ts';
import * as door from './signIn.ts';
import * as sharing from './sharing.ts';
import * as tokens from './tokens.ts';
import * as attachments from './attachments.ts';
import * as categories from './categories.ts';
import * as changes from './changes.ts';
import * as tx from './transactions.ts';
import * as transfers from './transfers.ts';
import * as wealth from './wealth.ts';
import * as why from './why.ts';

/** Every JSON route and who answers it: the whole surface on one screen. */
export const handlers: Handlers = {
  'GET /api/session': who.getSession,
  'POST /api/setup': who.setUp,
  'POST /api/sign-in': door.signIn,
  'POST /api/sign-in/code': door.signInByCode,
  'POST /api/sign-in/passkey/options': passkeys.postSignInOptions,
  'POST /api/sign-in/passkey': passkeys.signInByPasskey,
  'POST /api/sign-out': who.signOut,
  'POST /api/session/confirm': postConfirm,
  'POST /api/session/confirm/options': postConfirmOptions,
  'GET /api/sessions': sessions.getSessions,
  'POST /api/sessions/:id/end': sessions.postEndSession,
  'POST /api/sessions/end-others': sessions.postEndOthers,

  'GET /api/credentials': keys.getCredentials,
  'POST /api/credentials/password': keys.postPassword,
  'POST /api/credentials/passkeys/options': passkeys.postPasskeyOptions,
  'POST /api/credentials/passkeys': passkeys.postPasskey,
  'POST /api/credentials/passkeys/:id/remove': passkeys.removePasskey,
  'POST /api/credentials/totp': keys.postTotp,
  'POST /api/credentials/totp/verify': keys.postTotpVerify,
  'POST /api/credentials/totp/remove': keys.removeTotpApp,
  'POST /api/credentials/recovery-codes': keys.postRecoveryCodes,
  'GET /api/tokens': tokens.getTokens,
  'POST /api/tokens': tokens.postToken,
  'POST /api/tokens/:id/remove': tokens.removeToken,
  'GET /api/audit': getAudit,

  'PATCH /api/household': house.patchHousehold,
  'GET /api/members': house.getMembers,
  'POST /api/invitations/look': join.lookAtInvitation,
  'POST /api/join/passkey/options': join.postJoinOptions,
  'POST /api/join': join.postJoin,
  'POST /api/leave': house.postLeave,

  'GET /api/admin/members': house.getManagedMembers,
  'PATCH /api/admin/members/:id': house.patchMember,
  'POST /api/admin/members/:id/remove': house.removeMember,
  'GET /api/admin/invitations': house.getInvitations,
  'POST /api/admin/invitations': house.postInvitation,
  'POST /api/admin/invitations/:id/remove': house.withdrawInvitation,
  'GET /api/admin/sessions': admin.getAllSessions,
  'POST /api/admin/sessions/:id/end': admin.endAnySession,
  'GET /api/admin/links': admin.getLinkHealth,
  'GET /api/admin/link-events': admin.getLinkEvents,
  'GET /api/admin/api-events': admin.getApiEvents,
  'GET /api/admin/syncs': admin.getAllSyncs,
  'POST /api/admin/sandbox': admin.postSandbox,

  'GET /api/overview': getOverview,
  'GET /api/summary': getSummary,

  'GET /api/reports/months': reports.getMonthSums,
  'GET /api/reports/merchants': reports.getMerchants,
  'GET /api/reports/days': reports.getDaySums,
  'GET /api/reports/balances': reports.getBalances,

  'GET /api/transactions': tx.getTransactions,
  'GET /api/transactions/months': tx.getMonths,
  'GET /api/transactions/export.csv': getExport,
  'GET /api/transactions/merchants': tx.getMerchants,
  'GET /api/transactions/:id': tx.getTransaction,
  'PATCH /api/transactions/:id': tx.patchTransaction,
  'POST /api/transactions/bulk': changes.postBulk,
  'GET /api/tags': changes.getTags,
  'GET /api/transactions/:id/attachments': attachments.getAttachments,
  'POST /api/transactions/:id/attachments': attachments.postAttachment,
  'GET /api/attachments/:id': attachments.getAttachment,
  'POST /api/attachments/:id/remove': attachments.postDetach,
  'GET /api/transactions/:id/likely': changes.getLikely,
  'GET /api/forecast': getForecast,
  'GET /api/recurring': recurring.getRecurring,
  'GET /api/recurring/calendar': recurring.getRecurringCalendar,
  'GET /api/recurring/upcoming': recurring.getUpcoming,
  'POST /api/recurring': recurring.postRepeat,
  'POST /api/recurring/decide': recurring.postDecide,
  'GET /api/changes': changes.getChanges,
  'POST /api/changes/:id/undo': changes.postUndo,
  'POST /api/changes/:id/redo': changes.postRedo,
  'GET /api/transactions/:id/transfers': transfers.getLinks,
  'GET /api/transactions/:id/transfer-candidates': transfers.getCandidates,
  'POST /api/transactions/:id/transfer/unlink': transfers.postUnlink,
  'GET /api/transfers/suggestions': transfers.getSuggestions,
  'POST /api/transfers': transfers.postTransfer,
  'POST /api/transfers/:id/answer': transfers.postAnswer,
  'GET /api/transactions/:id/who-sees': sharing.getTransactionWhoSees,
  'GET /api/sharing': sharing.getSharing,
  'GET /api/hidings': sharing.getHidings,
  'POST /api/hidings': sharing.postHiding,
  'POST /api/hidings/:id/remove': sharing.postUnhide,
  'GET /api/categories': categories.getCategories,
  'POST /api/categories': categories.postCategory,
  'PATCH /api/categories/:code': categories.patchCategory,
  'GET /api/rules': rules.getRules,
  'POST /api/rules': rules.postRule,
  'POST /api/rules/preview': rules.postPreview,
  'POST /api/rules/order': rules.postRuleOrder,
  'PATCH /api/rules/:id': rules.patchRule,
  'POST /api/rules/:id/apply': rules.postApply,
  'POST /api/rules/:id/remove': rules.postRemoveRule,
  'GET /api/transactions/:id/why': why.getWhy,
  'GET /api/transactions/:id/like': why.getLike,

  'GET /api/saved-searches': saved.getSaved,
  'POST /api/saved-searches': saved.postSaved,
  'PATCH /api/saved-searches/:id': saved.patchSaved,
  'POST /api/saved-searches/:id/remove': saved.postRemoveSaved,

  'GET /api/budgets': budgets.getBudgets,
  'GET /api/budgets/pace': getBudgetPace,
  'GET /api/budgets/history': getBudgetHistory,
  'GET /api/budgets/ideas': getBudgetIdeas,
  'POST /api/budgets': budgets.postBudgets,
  'PATCH /api/budgets/:id': budgets.patchBudget,
  'POST /api/budgets/:id/end': budgets.postEndBudget,
  'POST /api/budgets/moves': budgets.postMoveMoney,

  'GET /api/accounts': getAccounts,
  'GET /api/accounts/:id': getAccount,
  'PATCH /api/accounts/:id': patchAccount,
  'GET /api/accounts/:id/who-sees': sharing.getAccountWhoSees,
  'POST /api/accounts/sharing': sharing.postSharing,

  'GET /api/joints': joints.getJoints,
  'POST /api/joints/:id/answer': joints.postJointAnswer,
  'POST /api/joints/:id/split': joints.postJointSplit,

  'GET /api/rates': rates.getRates,
  'POST /api/rates': rates.postRate,
  'DELETE /api/rates/:id': rates.deleteRate,
  'POST /api/assets': assets.postAsset,
  'PATCH /api/assets/:id': assets.patchAsset,
  'DELETE /api/assets/:id': assets.deleteAsset,
  'POST /api/assets/:id/values': assets.postAssetValue,
  'DELETE /api/assets/:id/values/:day': assets.deleteAssetValue,
  'GET /api/liabilities': wealth.getLiabilities,
  'GET /api/holdings': wealth.getHoldings,
  'GET /api/investments/transactions': wealth.getTrades,
  'GET /api/sources': wealth.getSources,

  'GET /api/links': links.getLinks,
  'GET /api/links/:id/syncs': links.getSyncs,
  'POST /api/links/:id/sync': links.postSync,
  'POST /api/links/:id/refresh': links.postRefresh,
  'POST /api/links/:id/remove': links.postRemove,
  'POST /api/links/:id/delete': links.postDelete,
  'POST /api/link-sessions': links.postLinkSession,
  'GET /api/link-sessions/:id': links.getLinkSession,
  'GET /api/link-sessions/:id/token': links.getLinkToken,
  'POST /api/link-sessions/:id/report': links.postReport,
};
