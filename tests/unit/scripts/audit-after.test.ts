import { expect, test, vi } from 'vitest';
import { auditAfter } from '#scripts/lib/audit-after.mjs';
import { program, temporaryFolder } from './fake-programs.ts';

const DAMAGED =
  'Redis did not end in order, and the ledger is damaged: 1 of 5 accounts are WRONG. `npm run audit:ledger` names them. Restore a backup, or remove /bank/unclean to serve it as it is.';

/** An audit that ends with this word and status, after so many seconds. */
function audit(verdict: string, status: number, waitMs?: number, seconds = 0) {
  const node = program(temporaryFolder(), 'node', `sleep ${seconds}; echo '${verdict}'; exit ${status}`);
  const settle = vi.fn();
  return { settle, answer: auditAfter({ mark: '/bank/unclean', settle }, node, process.env, waitMs) };
}

test('a damaged ledger stops the start with what to do', async () => {
  const { settle, answer } = audit('1 of 5 accounts are WRONG.', 1);
  await expect(answer).rejects.toThrow(DAMAGED);
  expect(settle).not.toHaveBeenCalled();
});

test('a damaged ledger that is found while the bank serves is a warning with what to do', async () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { settle, answer } = audit('1 of 5 accounts are WRONG.', 1, 0, 0.2);
  expect(await answer).toContain('audited while the bank serves');
  await expect.poll(() => written.mock.calls.join('')).toContain(`warning: ${DAMAGED}`);
  expect(settle).not.toHaveBeenCalled();
  written.mockRestore();
});

test.each([
  ['5 accounts, 9 entries: every number follows from the entries.', 0],
  ['There is no account to audit.', 1],
])('a ledger in order is served: %s', async (verdict, status) => {
  const { settle, answer } = audit(verdict, status);
  expect(await answer).toBe(`Redis did not end in order: ${verdict}`);
  expect(settle).toHaveBeenCalledOnce();
});
