/** Sessions, transactions and the client of Redis, as the tutorial has them: its keys, its schema, its commands. */
import { RedisStackStore } from 'connect-redis-stack';
import session from 'express-session';
import { createClient } from 'redis';
import { Repository, Schema } from 'redis-om';

const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: 100 };
const BALANCE_WINDOW_MS = 5 * 60_000;
const SHOWN = 10;
const SESSION_SECONDS = 3600;

const VENDORS = [
  ['Once Upon A Crime', 'Books', 'card'],
  ['Corner Market', 'Groceries', 'card'],
  ['Northwind Traders', 'Salary', 'deposit'],
  ['Parkview Lettings', 'Rent', 'transfer'],
  ['City Power', 'Electricity', 'direct debit'],
  ['Blue Bottle', 'Coffee', 'card'],
  ['Trainline', 'Travel', 'card'],
  ['Globe Cinema', 'Entertainment', 'card'],
  ['Harbour Books', 'Books', 'card'],
  ['Alder Pharmacy', 'Health', 'card'],
  ['Fabrikam', 'Household goods', 'card'],
  ['Octopus', 'Gas', 'direct debit'],
];

export const redis = createClient({ url: process.env.REDIS_URL });
redis.on('error', (error) => console.error(error));
await redis.connect();

const schema = new Schema('bankTransaction', {
  id: { type: 'string' },
  fromAccount: { type: 'string' },
  fromAccountName: { type: 'text' },
  toAccount: { type: 'string' },
  toAccountName: { type: 'text' },
  amount: { type: 'number' },
  description: { type: 'text' },
  transactionDate: { type: 'date', sortable: true },
  transactionType: { type: 'string' },
  balanceAfter: { type: 'number' },
});
const transactions = new Repository(schema, redis);
await transactions.createIndex();

export const sessions = session({
  store: new RedisStackStore({ client: redis, prefix: 'redisBank:', ttlInSeconds: SESSION_SECONDS }),
  resave: false,
  saveUninitialized: false,
  secret: 'a secret in the source',
});

let balance = 100_000;

/** One transaction of the one account: its document, the balance, the spender and the event, one after another. */
export async function book(at = new Date()) {
  const number = Math.floor(Math.random() * 1e6);
  const [name, description, type] = VENDORS[number % VENDORS.length];
  const amount = Number((Math.random() * 600 - 300).toFixed(2));
  balance = Number((balance + amount).toFixed(2));
  const noted = [
    redis.ts.add('balance_ts', at.getTime(), balance, { DUPLICATE_POLICY: 'FIRST' }),
    redis.zIncrBy('bigspenders', -amount, name),
  ];
  const saved = await transactions.save({
    id: String(number * number),
    fromAccount: String(Math.floor((number / 2) * 3)),
    fromAccountName: name,
    toAccount: '1580783161',
    toAccountName: 'bob',
    amount,
    description,
    transactionDate: at,
    transactionType: type,
    balanceAfter: balance,
  });
  const words = Object.fromEntries(Object.entries(saved).map(([key, value]) => [key, String(value)]));
  await Promise.all([...noted, redis.xAdd('transactions', '*', words, { TRIM })]);
}

export async function balances() {
  const now = Date.now();
  const points = await redis.ts.range('balance_ts', now - BALANCE_WINDOW_MS, now);
  return points.map(({ timestamp, value }) => ({ x: timestamp, y: value }));
}

export async function spenders() {
  const found = await redis.zRangeByScoreWithScores('bigspenders', 0, Number.POSITIVE_INFINITY);
  const shown = found.slice(0, 5);
  return {
    series: shown.map(({ score }) => Number(score.toFixed(2))),
    labels: shown.map(({ value }) => value),
  };
}

/** Reads all of them, a page of ten at a time, and shows ten: that is how the tutorial asks. */
export async function latest() {
  const all = await transactions.search().sortBy('transactionDate', 'DESC').return.all({ pageSize: SHOWN });
  return all.slice(0, SHOWN);
}

export const search = (term) =>
  term.length < 3
    ? undefined
    : transactions
        .search()
        .where('description')
        .matches(term)
        .or('fromAccountName')
        .matches(term)
        .or('transactionType')
        .equals(term)
        .return.all({ pageSize: 1000 });

/** The events after `id`, which is moved on. */
export async function newEvents(reader, from) {
  const [stream] = (await reader.xRead({ key: 'transactions', id: from.id }, { COUNT: 100 })) ?? [];
  const messages = stream?.messages ?? [];
  from.id = messages.at(-1)?.id ?? from.id;
  return messages.map(({ message }) => message);
}
