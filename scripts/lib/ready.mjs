/** Waiting until the bank says that it is ready. */
import { Stop } from './say.mjs';

/**
 * @param {string} address of the web process
 * @param {number} [limitMs]
 */
export async function waitUntilReady(address, limitMs = 60_000) {
  let last = 'no answer';
  for (const giveUpAtMs = Date.now() + limitMs; Date.now() < giveUpAtMs; ) {
    try {
      const response = await fetch(`${address}/api/ready`, { signal: AbortSignal.timeout(5000) });
      await response.arrayBuffer();
      if (response.status === 200) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = /** @type {any} */ (error).cause?.code ?? /** @type {Error} */ (error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Stop(`The bank was not ready within ${limitMs / 1000} s (${address}/api/ready: ${last}).`);
}
