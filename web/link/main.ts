import type { LinkSessionId } from '#server/contract/ids.ts';
import { call, sentenceOf } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import './link.css';
import { loadPlaidLink, loginOf, tellable } from './plaid-link.ts';

/**
 * The one page that runs somebody else's script: Plaid's Link, in its own frame. It has its own
 * document and its own policy, so that no other page needs to allow that script.
 *
 * A bank with its own sign-in page sends the browser away and back to `/link/oauth`. Which session
 * it was is kept in this tab alone.
 */
const remembered = 'ledgerberry.link-session';

type Report = Input<'POST /api/link-sessions/:id/report'>['body'];

const byId = (id: string) => document.querySelector<HTMLElement>(`#${id}`);

const say = (title: string, sentence: string, choices: readonly HTMLElement[] = []) => {
  const [heading, line, place] = [document.querySelector('h1'), byId('sentence'), byId('choices')];
  if (heading) heading.textContent = title;
  if (line) line.textContent = sentence;
  place?.replaceChildren(...choices);
  place?.toggleAttribute('hidden', choices.length === 0);
};

const linkTo = (href: string, text: string) => {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = text;
  return link;
};

const button = (text: string, act: () => void) => {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
};

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Tells the server how it went and moves on to what it makes of it. When the server cannot be told,
 * moving on is still right: it asks Plaid by itself.
 */
const report = async (id: LinkSessionId, body: Report) => {
  say('Finishing', 'Asking the bank connection how it went.');
  for (let attempt = 0; attempt < 4; attempt += 1) {
    try {
      await call('POST /api/link-sessions/:id/report', { params: { id }, body });
      break;
    } catch {
      await wait(500 * 2 ** attempt);
    }
  }
  sessionStorage.removeItem(remembered);
  location.replace(`/links/return?session=${encodeURIComponent(id)}`);
};

const openHosted = async () => {
  say('One moment', 'Opening the bank connection’s own page.');
  try {
    const { url } = await call('POST /api/link-sessions', { body: { via: 'hosted' } });
    location.assign(url);
  } catch (error) {
    say('That did not work', sentenceOf(error), [linkTo('/links', 'Back to bank links')]);
  }
};

const openLink = async (id: LinkSessionId, query: URLSearchParams) => {
  const { linkToken, scriptUrl } = await call('GET /api/link-sessions/:id/token', {
    params: { id },
  });
  const plaid = await loadPlaidLink(scriptUrl).catch(() => null);
  if (!plaid) {
    say(
      'The bank’s window did not open',
      'Its script was not loaded. An ad blocker may have stopped it, or there is no internet.',
      [
        button('Try again', () => location.reload()),
        button('Use the separate page instead', () => void openHosted()),
        linkTo('/links', 'Back to bank links'),
      ],
    );
    return;
  }
  const link = plaid.create({
    token: linkToken,
    onSuccess: (publicToken, metadata) =>
      void report(id, { kind: 'success', publicToken, metadata: loginOf(metadata) }),
    onExit: (error) => void report(id, { kind: 'exit', error }),
    onEvent: (name, metadata) => {
      const body: Report = { kind: 'event', name, metadata: tellable(metadata) };
      // Only a note for the log: losing one costs nothing.
      call('POST /api/link-sessions/:id/report', { params: { id }, body }).catch(() => {});
    },
    ...(query.has('oauth_state_id') ? { receivedRedirectUri: location.href } : {}),
  });
  say('Your bank’s window is open', 'Sign in there. What you type goes to your bank, not to us.');
  link.open();
};

const start = async () => {
  const query = new URLSearchParams(location.search);
  const id = query.get('session') ?? sessionStorage.getItem(remembered);
  if (!id) {
    say(
      'We lost track of this connection',
      'Your bank sent you back to a window that did not begin it. If you finished at the bank, ' +
        'it will show up by itself in a few minutes; if not, begin again.',
      [linkTo('/links', 'Go to bank links')],
    );
    return;
  }
  sessionStorage.setItem(remembered, id);
  try {
    await openLink(id as LinkSessionId, query);
  } catch (error) {
    say('That did not work', sentenceOf(error), [
      button('Try again', () => location.reload()),
      linkTo('/links', 'Back to bank links'),
    ]);
  }
};

void start();
