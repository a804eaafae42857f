/** Rows about a web process that somebody else took over: what its rights in Redis are worth to them. */
import { describe, expect } from 'vitest';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { row, type World } from './security-world.ts';

const DEADLINE_MS = 20_000;
const REFUSED = /NOPERM|EXECABORT|permission|can't/i;

/** Every key of the ledger and of payments, of a customer's account. */
function ledgerOf({ token: { user }, accounts: [account = ''] }: World['bob']): string[] {
  const ofAccount = ['account', 'balance_ts', 'totals', 'bigspenders', 'pending'].map(
    (kind) => `redisBank:${kind}:{${user}}:${account}`,
  );
  return [
    ...ofAccount,
    `redisBank:bankTransaction:{${user}}:${account}:1`,
    `redisBank:transactions:{${user}}`,
    `redisBank:posted:{${user}}:x`,
    ...['payments', 'paymentsOpen', 'paymentLimits', 'paymentKeys', 'paymentCode', 'payment', 'paid'].map(
      (kind) => `redisBank:${kind}:{${user}}${/^pa(yment|id)$/.test(kind) ? ':x' : ''}`,
    ),
  ];
}

const writes = (key: string): string[][] => [
  ['SET', key, '1'],
  ['DEL', key],
  ['UNLINK', key],
  ['EXPIRE', key, '1'],
  ['RENAME', key, `${key}x`],
  ['HSET', key, 'balance', '1'],
  ['HINCRBY', key, 'balance', '1'],
  ['JSON.SET', key, '$.amountMinor', '1'],
  ['ZADD', key, '1', 'x'],
  ['XADD', key, '*', 'a', 'b'],
  ['TS.ADD', key, '*', '1'],
  ['RESTORE', key, '0', 'x', 'REPLACE'],
];

const CALL = 'return redis.call(unpack(ARGV))';
const PCALL = 'local done = redis.pcall(unpack(ARGV)); if done.err then error(done.err) end; return done';

/** Whatever it answers, or why it does not. */
const said = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    (answer) => `did it: ${JSON.stringify(answer)}`,
    (error: Error) => error.message,
  );

/** The same command by every way that a client has. */
function ways(web: Redis, own: string, command: string[]): Promise<unknown>[] {
  const [, key = ''] = command;
  const script = (source: string, keys: string[]) =>
    web.sendCommand(['EVAL', source, String(keys.length), ...keys, ...command]);
  return [
    web.sendCommand(command),
    web.multi().addCommand(command).exec(),
    script(CALL, [key]),
    // A script that names a key of its own rights and touches another.
    script(CALL, [own]),
    script(PCALL, []),
    script(`#!lua flags=allow-cross-slot-keys,allow-oom\n${CALL}`, [own]),
  ];
}

export function takeoverRows(): void {
  describe('a web process that was taken over', () => {
    row(
      'writes no key of the ledger or of payments: not by a command, a transaction or a script',
      async ({ bank, bob }) => {
        const web = await connectRedis(bank.webRedisUrl, {
          name: 'test-taken-over',
          deadlineMs: DEADLINE_MS,
        });
        try {
          const own = `redisBank:note:{${bob.token.user}}:${bob.accounts[0]}:1`;
          for (const key of ledgerOf(bob)) {
            for (const command of writes(key)) {
              for (const answer of await Promise.all(ways(web, own, command).map(said))) {
                expect([command.slice(0, 2), answer]).toEqual([
                  command.slice(0, 2),
                  expect.stringMatching(REFUSED),
                ]);
              }
            }
          }
          for (const channel of [`redisBank:live:{${bob.token.user}}`, 'any']) {
            expect(await said(web.publish(channel, '1-1'))).toMatch(REFUSED);
          }
          // What it has is used: the same ways work with a key that is its own to write.
          expect(await said(web.sendCommand(['EVAL', CALL, '1', own, 'JSON.GET', own]))).toMatch(/^did it/);
        } finally {
          web.destroy();
        }
      },
    );
  });
}
