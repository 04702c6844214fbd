/** What the bank asks after the password. */
import { html } from 'hono/html';
import type { Flow } from './flows.ts';
import { complaint, type Html, type Page, wayOut } from './layout.ts';
import { questionsOf } from './moves.ts';

export function mfaPage(flow: Flow): Page {
  const { challenge, round, device } = flow.mfa ?? { challenge: null, round: 0, device: null };
  const title = 'One more check';
  let fields: Html | Html[] | '' = '';
  if (challenge?.kind === 'device' && round === 0) {
    fields = html`<fieldset>
      <legend>Where should the code be sent?</legend>
      ${challenge.devices.map(
        (name, index) =>
          html`<label class="choice">
            <input type="radio" name="answer" value="${index}" ${index === 0 ? 'checked' : ''} />
            ${name}
          </label>`,
      )}
    </fieldset>`;
  } else if (challenge?.kind === 'device') {
    fields = html`<p>A code was sent: ${device}. In this sandbox it is always ${challenge.code}.</p>
      <label for="answer-0">Code</label>
      <input id="answer-0" name="answer" inputmode="numeric" autocomplete="off" required />`;
  } else if (challenge) {
    fields = questionsOf(challenge, round).map(({ question, options }, nth) =>
      options ? optionField(question, options, nth) : textField(question, nth),
    );
  }
  const body = html`<h1>${title}</h1>
    ${complaint(flow)}
    <form method="post" action="${flow.id}/answer">
      ${fields}
      <button class="primary">Continue</button>
    </form>
    ${wayOut(flow)}`;
  return { title, body };
}

function textField(question: string, nth: number): Html {
  return html`<label for="answer-${nth}">${question}</label>
    <input id="answer-${nth}" name="answer" autocomplete="off" required />`;
}

function optionField(question: string, options: readonly string[], nth: number): Html {
  return html`<label for="answer-${nth}">${question}</label>
    <select id="answer-${nth}" name="answer">
      ${options.map((option) => html`<option>${option}</option>`)}
    </select>`;
}
