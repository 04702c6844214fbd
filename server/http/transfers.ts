import { Refusal } from '#server/contract/errors.ts';
import type { ChangeId } from '#server/contract/ids.ts';
import { answerLink, linkByHand, unlink } from '#server/db/decideTransfers.ts';
import { findTransaction } from '#server/db/transactions.ts';
import { listCandidates, listLinks, listSuggestions, type Both } from '#server/db/transfers.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { stepOf } from './changes.ts';
import type { Handler, HttpDeps } from './deps.ts';

const notFound = () => new Refusal('not_found', 'There is no such transaction.');

export const getSuggestions: Handler<'GET /api/transfers/suggestions'> = (deps, { viewer }) =>
  listSuggestions(deps.db, viewer);

export const getLinks: Handler<'GET /api/transactions/:id/transfers'> = async (deps, call) => {
  const links = await listLinks(deps.db, call.viewer, call.params.id);
  // Whoever may see none of it is not told that it is there.
  if (links.length === 0 && !(await findTransaction(deps.db, call.viewer, call.params.id))) {
    throw notFound();
  }
  return { links };
};

export const getCandidates: Handler<'GET /api/transactions/:id/transfer-candidates'> = async (
  deps,
  { viewer, params, query },
) => {
  const candidates = await listCandidates(deps.db, viewer, params.id, query.kind);
  if (!candidates) throw notFound();
  return { candidates };
};

const linked = ({ kind, outName, inName }: Both): string =>
  kind === 'transfer'
    ? `Linked “${outName}” with “${inName}” as a transfer`
    : `Said that “${inName}” is a refund of “${outName}”`;

const parted = ({ kind, outName, inName }: Both): string =>
  kind === 'transfer'
    ? `Said that “${outName}” and “${inName}” are no transfer`
    : `Said that “${inName}” is no refund of “${outName}”`;

export const postTransfer: Handler<'POST /api/transfers'> = async (deps, { viewer, body }) => {
  const step = await linkByHand(deps.db, viewer, [body.one, body.other], body.kind, linked);
  if (!step) {
    const sentence = 'One of the two has to be money that left, the other money that arrived.';
    throw new Refusal('conflict', sentence);
  }
  if (step === 'unfit') {
    throw new Refusal(
      'conflict',
      body.kind === 'transfer'
        ? 'A transfer goes from one account to another.'
        : 'A refund is in the currency of its purchase.',
    );
  }
  return told(deps, viewer, step);
};

export const postAnswer: Handler<'POST /api/transfers/:id/answer'> = async (deps, call) => {
  const { same } = call.body;
  const says = same ? 'linked' : 'rejected';
  const words = same ? linked : parted;
  const step = await answerLink(deps.db, call.viewer, call.params.id, says, words);
  if (!step) throw new Refusal('not_found', 'There is no such suggestion any more.');
  return told(deps, call.viewer, step);
};

export const postUnlink: Handler<'POST /api/transactions/:id/transfer/unlink'> = async (
  deps,
  { viewer, params },
) => {
  const step = await unlink(deps.db, viewer, params.id, parted);
  if (!step) throw new Refusal('not_found', 'It is linked with nothing that you see.');
  return told(deps, viewer, step);
};

async function told(deps: HttpDeps, viewer: Viewer, step: { id: ChangeId } | 'same') {
  if (step === 'same') throw new Refusal('conflict', 'It stands so already.');
  return { change: await stepOf(deps, viewer, step.id) };
}
