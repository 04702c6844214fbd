import { Refusal } from '#server/contract/errors.ts';
import type { Joint } from '#server/contract/sharing.ts';
import { answerJoint, listJoints, splitJoint, type JointRow } from '#server/db/joints.ts';
import { ok, type Handler } from './deps.ts';

const notFound = () => new Refusal('not_found', 'There is nothing to answer here any more.');

export const getJoints: Handler<'GET /api/joints'> = async (deps, { viewer }) => ({
  joints: (await listJoints(deps.db, viewer)).map(toJoint),
});

function toJoint(row: JointRow): Joint {
  const answer = { true: 'waiting', false: 'declined', null: 'proposed' } as const;
  const state = row.joined ? 'joined' : answer[`${row.says}`];
  const other = row.otherName;
  const sentences = {
    proposed: `${other} has connected an account that looks like the same one. Is it?`,
    waiting: row.otherSays
      ? `You and ${other} said it is the same account. Now the others who connected it are asked.`
      : `You said it is the same account. Now ${other} is asked.`,
    declined: `You said it is not the account that ${other} has connected.`,
    joined: `You and ${other} both connected it. It is shown and counted once.`,
  };
  return {
    id: row.id,
    state,
    account: { id: row.accountId, name: row.accountName },
    with: { memberId: row.otherId, name: other },
    sentence: sentences[state],
  };
}

export const postJointAnswer: Handler<'POST /api/joints/:id/answer'> = async (deps, call) => {
  if (!(await answerJoint(deps.db, call.viewer, call.params.id, call.body.same))) throw notFound();
  return ok;
};

export const postJointSplit: Handler<'POST /api/joints/:id/split'> = async (deps, call) => {
  if (!(await splitJoint(deps.db, call.viewer, call.params.id))) throw notFound();
  return ok;
};
