/**
 * What a caller's address says of where they are. The IPv6 devices of a household share a /64, and
 * each of them may choose its address in there as often as it likes.
 * @param address as a socket tells it: IPv4, or IPv6 written as short as it goes
 */
export function networkOf(address: string): string {
  const [text = ''] = address
    .toLowerCase()
    .replace(/^::ffff:/, '')
    .split('%');
  if (!text.includes(':') || text.includes('.')) return text;
  const [head = '', tail] = text.split('::');
  const groups = (part = '') => part.split(':').filter(Boolean);
  const left = 8 - groups(head).length - groups(tail).length;
  const zeros = tail === undefined ? [] : Array.from({ length: left }, () => '0');
  return [...groups(head), ...zeros, ...groups(tail)].slice(0, 4).join(':');
}
