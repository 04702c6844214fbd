/**
 * Whether the server has a newer interface than the one running here: the document it would send
 * now names another program. Asked after a reconnection, which is when an update may have happened.
 */
export async function newerVersion(): Promise<boolean> {
  const running = new URL(import.meta.url).pathname;
  if (!running.startsWith('/assets/')) return false;
  try {
    const response = await fetch('/', { cache: 'no-store' });
    const document = await response.text();
    return response.ok && document.includes('/assets/') && !document.includes(running);
  } catch {
    return false;
  }
}
