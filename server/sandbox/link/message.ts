/** A page that only says something: unknown, expired, over. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { pagePolicy } from './headers.ts';
import { type Frame, sheet } from './layout.ts';

export function messagePage(
  c: Context,
  status: 400 | 404 | 410,
  title: string,
  sentence: string,
  root: string,
  frame?: Frame,
): Response | Promise<Response> {
  if (!frame) c.header('content-security-policy', pagePolicy(null));
  const body = html`<h1>${title}</h1>
    <p>${sentence}</p>`;
  return c.html(sheet({ title, root, body, frame }), status);
}
