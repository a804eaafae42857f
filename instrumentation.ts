/** Start-up checks of Next: a faulty configuration stops it here, with every fault, rather than at a request. */
import { secrets } from '#lib/config.ts';

export function register(): void {
  secrets();
}
