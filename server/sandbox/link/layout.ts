/** What every Link page is wrapped in: the head, the banner that says what this is, the end. */
import { html } from 'hono/html';
import type { Flow } from './flows.ts';

export type Html = ReturnType<typeof html>;
export type Page = { title: string; body: Html };

export type Sheet = {
  title: string;
  /** The path back to /link/ from this page, with a slash at its end; empty when it is there. */
  root: string;
  body: Html;
  /** Set on pages that stand in a frame: what their script tells the page around them. */
  frame?: Frame | undefined;
};

export type Frame = {
  origin: string;
  events: unknown[];
  outcome: unknown;
  /** Look again soon: the bank's own page is open in another window. */
  waits: boolean;
};

export function sheet({ title, root, body, frame }: Sheet): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Sandbox bank</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${root}assets/link.css" />
        ${frame ? html`<script src="${root}assets/frame.js" defer></script>` : ''}
      </head>
      <body ${frame ? frameData(frame) : ''}>
        <header class="banner">
          <strong>Demo bank</strong>
          <span>This is a sandbox. No real credentials belong here.</span>
        </header>
        <main>${body}</main>
      </body>
    </html>`;
}

function frameData({ origin, events, outcome, waits }: Frame): Html {
  return html` data-origin="${origin}" data-events="${JSON.stringify(events)}"
  data-outcome="${outcome === null ? '' : JSON.stringify(outcome)}" data-waits="${String(waits)}"`;
}

/** The way out, on every page of an unfinished flow. */
export function wayOut(flow: Flow): Html {
  return html`<form method="post" action="${flow.id}/leave" class="way-out">
    <button class="quiet">${flow.step === 'error' ? 'Exit' : 'Cancel'}</button>
  </form>`;
}

export function complaint(flow: Flow): Html | '' {
  if (!flow.complaint) return '';
  return html`<p class="complaint" role="alert">${flow.complaint}</p>`;
}

export function credentialFields(): Html {
  return html`<label for="username">User name</label>
    <input id="username" name="username" autocomplete="off" autocapitalize="none" required />
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="off" required />`;
}
