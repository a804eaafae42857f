/** An address as its own user sees it: enough to tell home from abroad. Browser-safe. */

/** What the address of a browser beside the server is shortened to. */
export const THIS_COMPUTER = '127.0.0.x';

/** `203.0.113.9` → `203.0.113.x`, `2001:db8:1:2::9` → `2001:db8:1:x`, `::1` as its like of IPv4. */
export function shortAddress(address: string): string {
  if (address === '::1') return THIS_COMPUTER;
  if (address.includes(':')) return `${address.split(':').slice(0, 3).join(':')}:x`;
  return address.replace(/^(\d+\.\d+\.\d+)\.\d+$/, '$1.x');
}
