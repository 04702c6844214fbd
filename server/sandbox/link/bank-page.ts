/** The page of an OAuth bank itself: who are you, and may the app read your accounts? */
import { html } from 'hono/html';
import type { Flow } from './flows.ts';
import { credentialFields, type Page } from './layout.ts';
import type { World } from '#server/sandbox/types.ts';

export function bankPage(flow: Flow, people: World['people']): Page {
  const bank = flow.institution;
  const { client_name } = flow.ticket;
  const here = people.filter(({ institutions }) =>
    institutions.includes(bank?.institution_id ?? ''),
  );
  const offered =
    here.length > 0 ? here : [{ name: 'the test user', username: 'user_good' } as const];
  const title = `${bank?.name}: allow ${client_name}?`;
  const body = html`<p class="at-bank">
      <img src="../logo/${bank?.institution_id}" alt="" width="40" height="40" />
      ${bank?.name}
    </p>
    <h1>${client_name} wants to read your accounts</h1>
    <p>You decide which ones on the next page. It can read, and it can move nothing.</p>
    <form method="post" action="${flow.oauthState}/allow" class="people">
      ${offered.map(
        ({ name, username }) =>
          html`<button name="person" value="${username}" class="primary">Allow as ${name}</button>`,
      )}
    </form>
    <form method="post" action="${flow.oauthState}/deny">
      <button>Deny</button>
    </form>
    <details>
      <summary>Sign in as another test user</summary>
      <form method="post" action="${flow.oauthState}/allow" autocomplete="off">
        ${credentialFields()}
        <button>Sign in and allow</button>
      </form>
    </details>`;
  return { title, body };
}

/** Shown in the bank's own window when there is no address to return to. */
export const bankDonePage = (): Page => ({
  title: 'Back to the app',
  body: html`<h1>Done at the bank</h1>
    <p role="status">You can close this window and go on in the one before.</p>`,
});
