/** The ledger is audited by the start after a Redis of ours did not end in order. */
import { inRoot } from './paths.mjs';
import { capture, lastLines } from './process.mjs';
import { Stop, say, warn } from './say.mjs';

/** Longer than the demo's audit takes by far: an account of a million entries is audited while the bank serves. */
const AUDIT_WAIT_MS = 20_000;
/** Of a bank that was not used yet. */
const NOTHING_THERE = /^There is no account/m;

/**
 * Throws a Stop when a number does not follow from its entries. An audit that takes longer than `waitMs` goes on beside
 * the bank: its result is said here, as a warning with what to do when the ledger is damaged, and by readiness.
 * @param {import('./redis/server.mjs').Unclean} unclean
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env of the deploy step
 * @param {number} [waitMs]
 * @returns {Promise<string>} what came of it
 */
export async function auditAfter(unclean, node, env, waitMs = AUDIT_WAIT_MS) {
  const audited = capture(node, [inRoot('ops/audit-ledger.ts')], { cwd: inRoot(), env }).then(
    ({ status, output }) => {
      const right = status === 0 || NOTHING_THERE.test(output);
      if (right) unclean.settle();
      const verdict = lastLines(output, 1);
      const cure = `\`npm run audit:ledger\` names them. Restore a backup, or remove ${unclean.mark} to serve it as it is.`;
      return right
        ? { right, text: `Redis did not end in order: ${verdict}` }
        : { right, text: `Redis did not end in order, and the ledger is damaged: ${verdict} ${cure}` };
    },
  );
  const waited = new Promise((resolve) => setTimeout(resolve, waitMs).unref());
  const found = await Promise.race([audited, waited.then(() => null)]);
  if (found === null) {
    audited.then(({ right, text }) => (right ? say : warn)(text));
    return 'Redis did not end in order: the ledger is audited while the bank serves';
  }
  if (found.right) return found.text;
  throw new Stop(found.text);
}
