/**
 * What each Redis user may and may not do, asked of the server itself: ACL DRYRUN answers for every command
 * without running it. That all the code sends works under its user is what the other suites show, since they run
 * under these users.
 */
import { describe, expect, it } from 'vitest';
import { PREFIX } from '#lib/redis/keys.ts';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { type Part, redisAs } from '../search/search-helpers.ts';

const admin = await redisAs('admin');

async function allowed(user: Part, ...command: string[]): Promise<boolean> {
  const answer = await admin.sendCommand(['ACL', 'DRYRUN', user, ...command]);
  return String(answer) === 'OK';
}

const TAG = '{AAAAAAAAAAAAAAAAAAAAAA}';
const key = (kind: string, rest = '') => `${PREFIX}${kind}:${TAG}${rest}`;
const ENTRY = key('bankTransaction', ':a_0000000000:1');
const SERIES = key('balance_ts', ':a_0000000000');
const ACCOUNT = key('account', ':a_0000000000');
const SESSION = key('session', ':x');
const CREDENTIAL = key('credential');

/** Nobody but an administrator has any business with these. */
const DANGEROUS: string[][] = [
  ['KEYS', '*'],
  ['CONFIG', 'GET', '*'],
  ['CONFIG', 'SET', 'dir', '/tmp'],
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['SWAPDB', '0', '1'],
  ['SHUTDOWN'],
  ['DEBUG', 'SLEEP', '1'],
  ['MONITOR'],
  ['ACL', 'LIST'],
  ['ACL', 'SETUSER', 'web', 'on'],
  ['MODULE', 'LIST'],
  ['MODULE', 'LOAD', '/tmp/x.so'],
  ['CLIENT', 'LIST'],
  ['CLIENT', 'KILL', 'ID', '1'],
  ['REPLICAOF', '127.0.0.1', '1'],
  ['MIGRATE', '127.0.0.1', '1', ENTRY, '0', '1'],
  ['SAVE'],
  ['BGREWRITEAOF'],
  ['SLOWLOG', 'GET'],
  ['FUNCTION', 'LOAD', 'x'],
];

/** Reads of a key in every way there is. */
const reads = (name: string): string[][] => [
  ['GET', name],
  ['JSON.GET', name],
  ['JSON.MGET', name, '$'],
  ['DUMP', name],
  ['COPY', name, key('session', ':copy')],
  ['OBJECT', 'ENCODING', name],
  ['STRLEN', name],
];

const writes = (name: string): string[][] => [
  ['DEL', name],
  ['UNLINK', name],
  ['SET', name, '1'],
  ['RENAME', name, key('session', ':x')],
  ['EXPIRE', name, '1'],
  ['PEXPIRE', name, '1'],
  ['PERSIST', name],
  ['JSON.SET', name, '$', '1'],
  ['JSON.DEL', name],
  ['HSET', name, 'balance', '1'],
  ['HINCRBY', name, 'balance', '1'],
  ['ZADD', name, '1', 'x'],
  ['ZINCRBY', name, '1', 'x'],
  ['XADD', name, '*', 'a', 'b'],
  ['XTRIM', name, 'MAXLEN', '0'],
  ['TS.ADD', name, '*', '1'],
  ['TS.DEL', name, '0', '1'],
  ['TS.CREATE', name],
  ['RESTORE', name, '0', 'x'],
];

const INDEX_CHANGES: string[][] = [
  ['FT.CREATE', `${PREFIX}idx:mine`, 'SCHEMA', 'a', 'TAG'],
  ['FT.DROPINDEX', `${PREFIX}idx:transactions`],
  ['FT.ALTER', `${PREFIX}idx:transactions`, 'SCHEMA', 'ADD', 'a', 'TAG'],
  ['FT.ALIASUPDATE', `${PREFIX}idx:transactions`, 'x'],
  ['FT.CONFIG', 'SET', 'TIMEOUT', '1'],
];

const MONEY = [
  ACCOUNT,
  ENTRY,
  SERIES,
  key('totals', ':a'),
  key('bigspenders', ':a'),
  key('pending', ':a'),
  key('transactions'),
];

/** Which of the commands the user may run; the test wants none or says which. */
async function mayOf(user: Part, commands: string[][]): Promise<string[]> {
  const answers = await Promise.all(commands.map((command) => allowed(user, ...command)));
  return commands.flatMap((command, index) => (answers[index] ? [command.join(' ')] : []));
}

it('an administrator may do all of it, so that a refusal below is one of rights', async () => {
  const all = [...DANGEROUS, ...reads(ENTRY), ...writes(ENTRY), ...INDEX_CHANGES];
  const refused = (await Promise.all(all.map((command) => allowed('admin', ...command)))).filter(
    (yes) => !yes,
  );
  expect(refused).toEqual([]);
});

it('without a password nobody gets in', async () => {
  expect(await admin.sendCommand(['ACL', 'GETUSER', 'default'])).toMatchObject({
    flags: expect.arrayContaining(['off']),
  });
});

const PAYMENTS = [
  key('payment', ':x'),
  key('payments'),
  key('paymentsOpen'),
  key('paid', ':x'),
  key('paymentLimits'),
  key('paymentKeys'),
  key('paymentCode'),
];
const REQUESTS = `${PREFIX}paymentRequests`;

describe('the web process', () => {
  it('cannot move money: no key of the ledger can be written, in any way', async () => {
    for (const name of [...MONEY, key('posted', ':x')])
      expect(await mayOf('web', writes(name)), name).toEqual([]);
  });

  it('writes no payment, limit nor key that confirms one, and reads no code', async () => {
    const others = [`${PREFIX}accountNumber:1`, `${PREFIX}paymentsUnderway`];
    for (const name of [...PAYMENTS, ...others]) expect(await mayOf('web', writes(name)), name).toEqual([]);
    const code = key('paymentCode');
    expect(await mayOf('web', [...reads(code), ['HGETALL', code]])).toEqual([]);
    expect(await allowed('web', 'JSON.GET', key('payment', ':x'))).toBe(true);
    expect(await allowed('web', 'HGETALL', key('paymentKeys'))).toBe(true);
    expect(await allowed('web', 'HGETALL', key('paymentLimits'))).toBe(true);
    expect(await allowed('web', 'GET', `${PREFIX}accountNumber:1`)).toBe(true);
  });

  it('adds to the requests for payments, and can neither read nor remove any', async () => {
    expect(await mayOf('web', writes(REQUESTS))).toEqual([`XADD ${REQUESTS} * a b`]);
    const others = [
      ['XRANGE', REQUESTS, '-', '+'],
      ['XREAD', 'STREAMS', REQUESTS, '0'],
      ['XREADGROUP', 'GROUP', 'payments', 'x', 'STREAMS', REQUESTS, '>'],
      ['XACK', REQUESTS, 'payments', '1-1'],
      ['XDEL', REQUESTS, '1-1'],
      ['XGROUP', 'DESTROY', REQUESTS, 'payments'],
    ];
    expect(await mayOf('web', [...reads(REQUESTS), ...others])).toEqual([]);
    expect(await mayOf('worker', [...reads(REQUESTS), ...writes(REQUESTS), ...others])).toEqual([]);
  });

  it('keeps payees, passkeys and used challenges, each by a right of its own', async () => {
    expect(await mayOf('web', writes(key('payees')))).toEqual(
      expect.arrayContaining([`HSET ${key('payees')} balance 1`]),
    );
    expect(await allowed('web', 'HSET', key('passkeys'), 'x', '{}')).toBe(true);
    const challenge = `${PREFIX}challenge:x`;
    expect(await allowed('web', 'SET', challenge, '1', 'NX', 'PX', '1')).toBe(true);
    expect(await mayOf('web', [...reads(challenge), ['DEL', challenge]])).toEqual([]);
    for (const name of [key('payees'), key('passkeys'), challenge]) {
      expect(await mayOf('worker', [...reads(name), ...writes(name)])).toEqual([]);
      expect(await mayOf('payments', [...reads(name), ...writes(name)])).toEqual([]);
    }
  });

  it('cannot announce a posting that did not happen', async () => {
    expect(await allowed('web', 'PUBLISH', key('live'), '1-1')).toBe(false);
    expect(await allowed('web', 'PUBLISH', 'anything', '1')).toBe(false);
  });

  it('cannot list, flush, configure or stop anything, nor touch indexes', async () => {
    const all = [...DANGEROUS, ...INDEX_CHANGES, ['SCAN', '0'], ['RANDOMKEY'], ['DBSIZE']];
    expect(await mayOf('web', all)).toEqual([]);
  });

  it('writes customers’ notes, and with that right nothing else', async () => {
    const note = key('note', ':a_0000000000:1');
    expect(await allowed('web', 'JSON.SET', note, '$', '{}')).toBe(true);
    expect(await allowed('web', 'DEL', note)).toBe(true);
    expect(await allowed('web', 'FT.AGGREGATE', `${PREFIX}idx:notes`, '*')).toBe(true);
    expect(await mayOf('worker', [...reads(note), ...writes(note)])).toEqual([]);
  });

  it('writes views, recent searches and categories, which are no part of the people’s documents', async () => {
    const [views, searches, categories] = [key('views'), key('searches'), key('categories')];
    expect(await allowed('web', 'HSET', views, 'x', '{}')).toBe(true);
    expect(await allowed('web', 'ZADD', searches, '1', 'x')).toBe(true);
    expect(await allowed('web', 'HSET', categories, 'x', 'coffee')).toBe(true);
    for (const name of [views, searches, categories]) {
      expect(await mayOf('worker', [...reads(name), ...writes(name)])).toEqual([]);
    }
    expect(await allowed('web', 'HSET', key('user'), 'x', '{}')).toBe(false);
  });

  it('remembers devices, and can neither list users by them nor make them anything else', async () => {
    const devices = key('devices');
    for (const command of [
      ['ZADD', devices, '1', 'x'],
      ['ZSCORE', devices, 'x'],
      ['ZREM', devices, 'x'],
    ])
      expect(await allowed('web', ...command), command.join(' ')).toBe(true);
    expect(await mayOf('web', writes(devices))).toEqual([`PEXPIRE ${devices} 1`, `ZADD ${devices} 1 x`]);
    expect(await mayOf('worker', [...reads(devices), ...writes(devices)])).toEqual([]);
  });

  it('writes preferences by a right that is none over people, roles and passwords', async () => {
    const preferences = key('preferences');
    expect(await mayOf('web', writes(preferences))).toEqual([`HSET ${preferences} balance 1`]);
    expect(await mayOf('worker', [...reads(preferences), ...writes(preferences)])).toEqual([]);
    const { selectors } = (await admin.sendCommand(['ACL', 'GETUSER', 'web'])) as unknown as {
      selectors: { keys: string; commands: string }[];
    };
    const rights = selectors.map(({ keys }) => keys);
    const ofPreferences = rights.filter((names) => names.includes('redisBank:preferences:'));
    expect(ofPreferences).toEqual(['~redisBank:preferences:* ~redisBank:epoch:*']);
  });

  it('cannot remove users or change whose name is whose, and writes to them what a change of role needs', async () => {
    expect(await mayOf('web', writes(key('user')))).toEqual([`JSON.SET ${key('user')} $ 1`]);
    expect(await mayOf('web', writes(`${PREFIX}username:bob`))).toEqual([]);
  });

  it('cannot read or write keys that are not the bank’s', async () => {
    expect(await mayOf('web', [...reads('other'), ...writes('other')])).toEqual([]);
  });

  it('can read accounts and hear of postings and of ended sessions', async () => {
    for (const command of [
      ['HGETALL', ACCOUNT],
      ['JSON.MGET', ENTRY, '$'],
      ['TS.RANGE', SERIES, '-', '+'],
      ['FT.AGGREGATE', `${PREFIX}idx:transactions`, '*'],
      ['SUBSCRIBE', key('live')],
      ['SUBSCRIBE', key('signal')],
    ]) {
      expect(await allowed('web', ...command), command.join(' ')).toBe(true);
    }
    expect(await allowed('web', 'PSUBSCRIBE', '*')).toBe(false);
  });
});

describe('the worker', () => {
  it('sees neither people, passwords nor sessions', async () => {
    for (const name of [
      SESSION,
      CREDENTIAL,
      key('user'),
      key('sessions'),
      key('epoch'),
      `${PREFIX}username:bob`,
    ]) {
      expect(await mayOf('worker', [...reads(name), ...writes(name)]), name).toEqual([]);
    }
    for (const index of ['sessions', 'users', 'transactions']) {
      expect(await mayOf('worker', [['FT.SEARCH', `${PREFIX}idx:${index}`, '*']])).toEqual([]);
    }
  });

  it('cannot end, announce or overhear sessions', async () => {
    expect(await allowed('worker', 'PUBLISH', key('signal'), '{}')).toBe(false);
    expect(await allowed('worker', 'SUBSCRIBE', key('signal'))).toBe(false);
    expect(await allowed('worker', 'MONITOR')).toBe(false);
  });

  it('cannot list, flush, configure or stop anything, nor touch indexes', async () => {
    const all = [...DANGEROUS, ...INDEX_CHANGES, ['SCAN', '0'], ['RANDOMKEY'], ['DBSIZE']];
    expect(await mayOf('worker', all)).toEqual([]);
  });

  it('cannot decide for whom it works', async () => {
    expect(await allowed('worker', 'SMEMBERS', `${PREFIX}ticking`)).toBe(true);
    expect(await allowed('worker', 'SADD', `${PREFIX}ticking`, 'x')).toBe(false);
  });
});

describe('the payments process', () => {
  it('reads names and changes nobody; sees neither passwords nor sessions', async () => {
    const person = key('user');
    expect(await mayOf('payments', writes(person))).toEqual([]);
    expect(await allowed('payments', 'JSON.GET', person)).toBe(true);
    for (const name of [SESSION, CREDENTIAL, key('sessions'), key('epoch'), `${PREFIX}username:bob`]) {
      expect(await mayOf('payments', [...reads(name), ...writes(name)]), name).toEqual([]);
    }
  });

  it('cannot say whose an account number is, nor ask for a payment itself', async () => {
    expect(await mayOf('payments', writes(`${PREFIX}accountNumber:1`))).toEqual([]);
    expect(await allowed('payments', 'XADD', REQUESTS, '*', 'a', 'b')).toBe(false);
  });

  it('alone writes payments: the worker neither sees nor writes one', async () => {
    for (const name of PAYMENTS) expect(await mayOf('worker', [...reads(name), ...writes(name)])).toEqual([]);
    expect(await allowed('payments', 'JSON.SET', key('payment', ':x'), '$', '{}')).toBe(true);
  });

  it('cannot list, flush, configure or stop anything, nor touch indexes', async () => {
    const all = [...DANGEROUS, ...INDEX_CHANGES, ['SCAN', '0'], ['RANDOMKEY'], ['DBSIZE']];
    expect(await mayOf('payments', all)).toEqual([]);
  });
});

describe('the deploy step', () => {
  it('has nothing to do with keys that are not the bank’s', async () => {
    expect(await mayOf('deploy', [...reads('other'), ...writes('other')])).toEqual([]);
  });

  it('can read the settings of the server, and cannot change them, flush, stop it or change its users', async () => {
    // It asks what a power cut can take back. The passwords of users are in no setting.
    expect(await mayOf('deploy', DANGEROUS)).toEqual(['CONFIG GET *']);
    expect(await allowed('deploy', 'FT.CONFIG', 'SET', 'TIMEOUT', '1')).toBe(false);
  });

  it('can make indexes, accounts and people', async () => {
    for (const command of [
      ['FT.CREATE', `${PREFIX}idx:mine`, 'SCHEMA', 'a', 'TAG'],
      ['FT.ALIASUPDATE', `${PREFIX}idx:mine`, `${PREFIX}idx:mine:1`],
      ['TS.CREATE', SERIES],
      ['TS.CREATERULE', SERIES, `${SERIES}:1d`, 'AGGREGATION', 'last', '1'],
      ['JSON.SET', key('user'), '$', '{}'],
      ['SCAN', '0'],
      ['UNLINK', ENTRY],
    ]) {
      expect(await allowed('deploy', ...command), command.join(' ')).toBe(true);
    }
  });
});

it('the connections of this suite are those users, so that all of it runs with their rights', async () => {
  for (const part of ['web', 'worker', 'payments', 'deploy', 'admin'] as const) {
    const redis = await redisAs(part);
    const name = await redis.sendCommand(['ACL', 'WHOAMI']).catch((error: Error) => error.message);
    expect(String(name)).toContain(part);
  }
});

it('nobody is let in without a password, nor as the default user', async () => {
  const anonymous = await connect(`redis://${new URL(process.env.REDIS_URL ?? '').host}`, {
    timeoutMs: 5000,
  });
  await expect(anonymous.ping()).rejects.toThrow(/NOAUTH/);
  await expect(anonymous.sendCommand(['AUTH', 'default', ''])).rejects.toThrow(/WRONGPASS/);
  await expect(anonymous.sendCommand(['AUTH', 'default', 'anything'])).rejects.toThrow(/WRONGPASS/);
  anonymous.destroy();
});
