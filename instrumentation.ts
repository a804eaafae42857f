/** Start-up checks of Next: a faulty configuration stops it here, with every fault, rather than at a request. */
import { config } from '#lib/config.ts';

export function register(): void {
  config();
}
