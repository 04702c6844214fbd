/** The pages of a flow, one function for each step. */
import { html } from 'hono/html';
import { complaint, credentialFields, type Html, type Page, wayOut } from './layout.ts';
import type { Flow } from './flows.ts';
import { mfaPage } from './mfa-page.ts';
import type { BankAccount, SandboxInstitution, World } from '#server/sandbox/types.ts';

export type Surroundings = {
  institutions: readonly SandboxInstitution[];
  people: World['people'];
};

/** The page that a flow stands on. */
export function stepPage(flow: Flow, around: Surroundings): Page {
  if (flow.leaving && flow.step !== 'done') return leavingPage(flow);
  switch (flow.step) {
    case 'intro':
      return introPage(flow);
    case 'institution':
      return institutionPage(flow, around);
    case 'credentials':
      return credentialsPage(flow, around.people);
    case 'oauth':
      return oauthPage(flow);
    case 'mfa':
      return mfaPage(flow);
    case 'accounts':
      return accountsPage(flow);
    case 'error':
      return errorPage(flow);
    case 'done':
      return donePage(flow);
  }
}

function introPage(flow: Flow): Page {
  const { client_name, update } = flow.ticket;
  const bank = flow.institution?.name ?? 'the bank';
  const title = update ? `Sign in to ${bank} again` : `${client_name} connects your accounts`;
  const body = html`<h1>${title}</h1>
    <p>
      ${
        update
          ? html`${client_name} lost its connection to ${bank}. Your history stays as it is.`
          : html`You choose a bank, sign in there, and decide which accounts ${client_name} may
            read.`
      }
    </p>
    <form method="post" action="${flow.id}/start">
      <button class="primary">Continue</button>
    </form>
    ${wayOut(flow)}`;
  return { title, body };
}

function institutionPage(flow: Flow, around: Surroundings): Page {
  const found = matching(flow, around.institutions);
  const demo = new Set(around.people.flatMap(({ institutions }) => institutions));
  const ours = found.filter(({ institution_id }) => demo.has(institution_id));
  const others = found.filter(({ institution_id }) => !demo.has(institution_id));
  const body = html`<h1>Choose your bank</h1>
    <form method="post" action="${flow.id}/search" role="search">
      <label for="query">Search for a bank</label>
      <div class="row">
        <input id="query" name="query" type="search" value="${flow.search}" autocomplete="off" />
        <button>Search</button>
      </div>
    </form>
    ${
      found.length === 0
        ? html`<p role="status">No bank here is called “${flow.search}”.</p>`
        : html`<form method="post" action="${flow.id}/choose">
            ${bankList('The demo household’s banks', ours)}
            ${bankList('Plaid’s test banks', others)}
          </form>`
    }
    ${wayOut(flow)}`;
  return { title: 'Choose your bank', body };
}

function matching(flow: Flow, all: readonly SandboxInstitution[]): readonly SandboxInstitution[] {
  const words = flow.search.toLowerCase().split(/\s+/);
  const { country_codes, products } = flow.ticket;
  return all.filter(
    (bank) =>
      words.every((word) => bank.name.toLowerCase().includes(word)) &&
      bank.country_codes.some((code) => country_codes.includes(code)) &&
      products.every((product) => bank.products.includes(product)),
  );
}

function bankList(title: string, banks: readonly SandboxInstitution[]): Html | '' {
  if (banks.length === 0) return '';
  return html`<h2>${title}</h2>
    <ul class="banks">
      ${banks.map(
        (bank) =>
          html`<li>
            <button name="institution" value="${bank.institution_id}" class="bank">
              <img src="../logo/${bank.institution_id}" alt="" width="40" height="40" />
              <span>${bank.name}${health(bank)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
}

function health({ health }: SandboxInstitution): Html | '' {
  if (health === 'degraded') return html` <small>slow at the moment</small>`;
  return health === 'down' ? html` <small>not available at the moment</small>` : '';
}

function credentialsPage(flow: Flow, people: World['people']): Page {
  const bank = flow.institution;
  const here = people.filter(({ institutions }) =>
    institutions.includes(bank?.institution_id ?? ''),
  );
  const title = `Sign in to ${bank?.name ?? 'the bank'}`;
  const body = html`<h1>${title}</h1>
    ${complaint(flow)}
    ${
      here.length === 0
        ? ''
        : html`<form method="post" action="${flow.id}/person" class="people">
              ${here.map(
                ({ name, username }) =>
                  html`<button name="person" value="${username}" class="primary">
                    Sign in as ${name}
                  </button>`,
              )}
            </form>
            <p class="or">or with a test user</p>`
    }
    <form method="post" action="${flow.id}/sign-in" autocomplete="off">
      ${credentialFields()}
      <button class="${here.length === 0 ? 'primary' : ''}">Sign in</button>
    </form>
    <p class="hint">
      <code>user_good</code> with <code>pass_good</code> works at every bank. As
      <code>user_custom</code>, the password is a JSON that describes the accounts.
    </p>
    ${backToBanks(flow)} ${wayOut(flow)}`;
  return { title, body };
}

function backToBanks(flow: Flow): Html | '' {
  if (flow.ticket.update) return '';
  return html`<form method="post" action="${flow.id}/back">
    <button class="quiet">Choose another bank</button>
  </form>`;
}

function oauthPage(flow: Flow): Page {
  const bank = flow.institution?.name ?? 'the bank';
  const title = `Continue at ${bank}`;
  // In a frame the bank takes over the whole window, or a window of its own where there is no
  // address to return to.
  const target = flow.origin === null ? '_self' : flow.ticket.redirect_uri ? '_top' : '_blank';
  const body = html`<h1>${title}</h1>
    <p>You sign in on the bank’s own page. It asks you what to share and brings you back.</p>
    <form method="post" action="../oauth/${flow.oauthState}/open" target="${target}">
      <button class="primary">Continue to ${bank}</button>
    </form>
    ${
      flow.oauth === 'asked' && flow.origin !== null
        ? html`<p role="status">Waiting for ${bank} …</p>`
        : ''
    }
    ${backToBanks(flow)} ${wayOut(flow)}`;
  return { title, body };
}

function accountsPage(flow: Flow): Page {
  const { client_name, update } = flow.ticket;
  const granted = new Set(update?.granted ?? flow.login?.accounts.map(({ key }) => key));
  const title = 'Choose accounts';
  const body = html`<h1>${title}</h1>
    <p>${client_name} will be able to read these accounts’ balances and transactions.</p>
    ${complaint(flow)}
    <form method="post" action="${flow.id}/finish">
      <fieldset>
        <legend>Accounts at ${flow.institution?.name}</legend>
        ${flow.login?.accounts.map(
          (account) =>
            html`<label class="choice">
              <input
                type="checkbox"
                name="account"
                value="${account.key}"
                ${granted.has(account.key) ? 'checked' : ''}
              />
              <span>${account.name} <small>${describe(account)}</small></span>
            </label>`,
        )}
      </fieldset>
      <button class="primary">Share these accounts</button>
    </form>
    ${wayOut(flow)}`;
  return { title, body };
}

function describe({ mask, subtype, balances }: BankAccount): string {
  const { current, iso_currency_code, unofficial_currency_code } = balances;
  const currency = iso_currency_code ?? unofficial_currency_code ?? '';
  const worth = current === null ? '' : ` · ${money(current, iso_currency_code)} ${currency}`;
  return `${mask ? `··${mask} · ` : ''}${subtype ?? 'account'}${worth}`;
}

const money = (amount: number, iso: string | null): string =>
  amount.toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: iso === null ? 8 : 2,
  });

function errorPage(flow: Flow): Page {
  const bank = flow.institution?.name;
  const title = 'That did not work';
  const body = html`<h1>${title}</h1>
    <p role="alert">${flow.error?.message}</p>
    <p class="hint">${bank ? html`${bank} · ` : ''}<code>${flow.error?.code}</code></p>
    <form method="post" action="${flow.id}/retry">
      <button class="primary">Try again</button>
    </form>
    ${backToBanks(flow)} ${wayOut(flow)}`;
  return { title, body };
}

function leavingPage(flow: Flow): Page {
  const title = 'Leave without connecting?';
  const body = html`<h1>${title}</h1>
    <p>Nothing has been shared yet, and nothing will be.</p>
    <form method="post" action="${flow.id}/stay">
      <button class="primary">Go on connecting</button>
    </form>
    <form method="post" action="${flow.id}/exit">
      <button>Yes, leave</button>
    </form>`;
  return { title, body };
}

function donePage(flow: Flow): Page {
  const good = flow.outcome?.kind === 'success';
  const again = flow.ticket.update !== null;
  const title = good ? (again ? 'Connected again' : 'Your bank is connected') : 'Nothing connected';
  const back = flow.ticket.completion_redirect_uri;
  const body = html`<h1>${title}</h1>
    <p role="status">You can close this page.</p>
    ${
      flow.origin === null && back
        ? html`<p><a href="${back}">Back to ${flow.ticket.client_name}</a></p>`
        : ''
    }`;
  return { title, body };
}
