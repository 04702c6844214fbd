import type { Hono } from 'hono';
import type { HttpDeps } from './deps.ts';

const VALID_DAYS = 180;

/**
 * Whom to tell of a weakness, by RFC 9116. Without a contact of the household's it names the page
 * itself: an address of a person is told to strangers only where that person set it.
 */
export function mountSecurityTxt(app: Hono, deps: HttpDeps): void {
  app.get('/.well-known/security.txt', (c) => {
    const lines = [
      '# This appliance belongs to a household. It is no bank, and holds no money.',
      `Contact: ${deps.securityContact ?? `${deps.publicUrl}/`}`,
      `Expires: ${new Date(deps.now() + VALID_DAYS * 86_400_000).toISOString()}`,
      'Preferred-Languages: en',
      `Canonical: ${deps.publicUrl}/.well-known/security.txt`,
      '',
    ];
    c.header('cache-control', 'no-cache');
    return c.text(lines.join('\n'));
  });
}
