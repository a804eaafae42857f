/** The file holds exactly what the list shows, and programs that nobody here wrote read it. */
import { mkdirSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { GET as exportRoute } from '#app/api/accounts/[id]/transactions/export/route.ts';
import { exportOf } from '#lib/export/account-file.ts';
import { csvFormat } from '#lib/export/csv.ts';
import type { ExportedAccount } from '#lib/export/file-format.ts';
import { fileStream } from '#lib/http/answer.ts';
import { answerTo } from '#lib/http/contract.ts';
import { requireAccount } from '#lib/ledger/accounts.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import { postEntry } from '#lib/ledger/post.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { DAY, dayOf, startOfDay, timeOf } from '#lib/time.ts';
import { inData } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { download } from '#scripts/lib/redis/wheels.mjs';
import { newCustomer, pendingOf, servedBank, signedIn, somePostings, withEntries } from './api-world.ts';

const filterToParams = (filter: Filter) => new URLSearchParams(filterParams(filter));
const COUNT = 1203;
/** What a spreadsheet would calculate, XML would read as its own, and CSV would take for its end. */
const NASTY = [
  '=HYPERLINK("http://evil.example","Click")',
  '+1+1',
  '-2+3',
  '@SUM(A1:A9)',
  '＝1+1',
  '|cmd',
  'Comma, "quoted"',
  "O'Reilly & Sons <b>]]></STMTTRN>",
  'A name that is longer than the thirty-two letters of OFX & its kind',
];

const { redis, bank } = await servedBank();
const mine = await newCustomer(redis);
if (!mine.refs[0]) throw new Error('no account');
const ref = mine.refs[0];
const plain = somePostings(COUNT, 99);
const nasty = plain.map((one, at) =>
  at % 40 === 0 ? { ...one, counterparty: NASTY[(at / 40) % NASTY.length] ?? '', description: '=1+1' } : one,
);
await withEntries(redis, ref, nasty);
const me = await signedIn(redis, mine.user);
const RESERVED_MINOR = 31_00;
await authorize(redis, ref, pendingOf('tesco', -RESERVED_MINOR, Date.now(), { counterparty: 'Tesco' }));
const all: EntryView[] = await listed({});

async function listed(filter: Filter): Promise<EntryView[]> {
  const rows: EntryView[] = [];
  const params = filterToParams(filter);
  params.set('limit', '50');
  for (;;) {
    const { json } = await bank.ask(`/api/accounts/${ref.account}/transactions?${params}`, { headers: me });
    rows.push(...json.items);
    if (json.next === null) return rows;
    params.set('before', String(json.next));
    if (json.edits) params.set('edits', json.edits.join());
  }
}

async function file(filter: Filter, format: 'csv' | 'ofx') {
  const params = filterToParams(filter);
  params.set('format', format);
  const answer = await bank.ask(`/api/accounts/${ref.account}/transactions/export?${params}`, {
    headers: me,
  });
  expect(answer.status).toBe(200);
  return answer;
}

/** RFC 4180 by its grammar; anything it does not allow is an error. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    const found = cell.exec(text);
    if (!found) throw new Error(`no CSV at ${at}: ${text.slice(at, at + 40)}`);
    lines.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

const decimal = (minor: number) => (minor / 100).toFixed(2);
const FILTERS: Filter[] = [
  {},
  { q: 'tesco' },
  { q: 'tseco' },
  { q: '>50', direction: 'out' },
  { type: 'salary', from: dayOf(Date.now() - 200 * DAY, 'UTC'), to: dayOf(Date.now() - 30 * DAY, 'UTC') },
  { q: '***' },
];

describe.each(FILTERS.map((filter) => [filterToParams(filter).toString() || 'everything', filter] as const))(
  '%s',
  (_, filter) => {
    test('the CSV has exactly the rows of the list, to the cent', async () => {
      const { headers, text } = await file(filter, 'csv');
      expect(headers['content-type']).toContain('text/csv');
      expect(headers['content-disposition']).toMatch(
        /^attachment; filename="[a-z-]+-\d{4}-(?:opening-|\d{4}-\d\d-\d\d-)?to-\d{4}-\d\d-\d\d\.csv"$/,
      );
      expect(text.startsWith('\ufeffDate,Time,Counterparty,')).toBe(true);
      const rows = parseCsv(text.slice(1));
      const expected = await listed(filter);
      expect(rows.slice(1)).toEqual(
        expected.map((entry) => [
          dayOf(entry.at, 'UTC'),
          timeOf(entry.at, 'UTC'),
          ...[entry.counterparty, entry.description].map((cell) =>
            /^[=+\-@|＝]/.test(cell) ? `'${cell}` : cell,
          ),
          entry.category,
          entry.type,
          decimal(entry.amountMinor),
          'USD',
          decimal(entry.balanceAfterMinor),
          String(entry.seq),
        ]),
      );
    });
  },
);

test('no cell of text begins as a formula does', async () => {
  const rows = parseCsv((await file({}, 'csv')).text.slice(1)).slice(1);
  const texts = rows.flatMap((row) => row.slice(2, 6));
  expect(texts.filter((cell) => /^\s*[=+\-@|%＝＋－＠\t]/.test(cell))).toEqual([]);
  expect(texts.filter((cell) => cell.startsWith("'=")).length).toBeGreaterThan(20);
});

test('a formula in any dress is only text: with blanks, tabs and line ends before it', async () => {
  const account = { currency: 'USD' } as ExportedAccount;
  const [entry] = all;
  if (!entry) throw new Error('no entry');
  for (const description of [' =1', '\t=1', '\r\n=1', '＠x', '%x', '-1', '+1']) {
    const row = csvFormat.row({ ...entry, description }, account, 'UTC');
    expect(parseCsv(row)[0]?.[3], JSON.stringify(description)).toBe(`'${description}`);
  }
});

const PYTHON = `
import json, sys
from ofxtools.Parser import OFXTree
tree = OFXTree()
tree.parse(sys.argv[1])
statement = tree.convert().statements[0]
print(json.dumps({
    'currency': statement.curdef,
    'account': statement.account.acctid,
    'balance': str(statement.ledgerbal.balamt),
    'available': str(statement.availbal.balamt) if statement.availbal is not None else None,
    'from': statement.transactions.dtstart.timestamp(),
    'to': statement.transactions.dtend.timestamp(),
    'rows': [[t.fitid, str(t.trnamt), t.dtposted.timestamp(), t.name, t.memo, t.trntype] for t in statement.transactions],
}))
`;

/** The pinned wheel, once; Python imports it as it is. Null where there is no Python with pip. */
async function ofxtools(): Promise<string | null> {
  const folder = inData('ofxtools');
  mkdirSync(folder, { recursive: true });
  const wheel = () => readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel()) {
    if ((await capture('python3', ['-m', 'pip', '--version'])).status !== 0) return null;
    await download({ requirements: path.resolve('tests/setup/wheel-ofxtools.txt'), pip: [] }, folder);
  }
  return path.join(folder, wheel() ?? '');
}

test('the OFX is read by ofxtools, which is strict, with exactly the rows of the list', async ({ skip }) => {
  const wheel = await ofxtools();
  if (!wheel) return skip('no Python with pip');
  for (const filter of FILTERS) {
    const { headers, text } = await file(filter, 'ofx');
    expect(headers['content-type']).toContain('application/x-ofx');
    const place = inData(`export-${process.pid}.ofx`);
    await writeFile(place, text);
    const { status, output } = await capture('python3', ['-c', PYTHON, place], {
      env: { ...process.env, PYTHONPATH: wheel },
    });
    await rm(place);
    expect(status, output).toBe(0);
    const read = JSON.parse(output);
    const expected = await listed(filter);
    expect(
      read.rows.map(([id, amount, at]: [string, string, number]) => [id, amount, Math.round(at * 1000)]),
    ).toEqual(
      expected.map(({ seq, amountMinor, at }) => [`${ref.account}-${seq}`, decimal(amountMinor), at]),
    );
    const booked = all[0]?.balanceAfterMinor ?? 0;
    expect(read.balance).toBe(decimal(booked));
    // Of a statement about the past there is none.
    expect(read.available).toBe(filter.to ? null : decimal(booked - RESERVED_MINOR));
    expect([read.account, read.currency]).toEqual([ref.account, 'USD']);
    const [from, to] = [filter.from, filter.to].map((day) => day && startOfDay(day, 'UTC') / 1000);
    if (from && to) expect([read.from, read.to]).toEqual([from, to + DAY / 1000]);
    expect(read.to).toBeGreaterThanOrEqual(read.from);
    for (const [index, row] of read.rows.entries()) {
      const { counterparty, description } = expected[index] ?? { counterparty: '', description: '' };
      const whole = counterparty.length <= 32;
      expect([row[3], row[4]]).toEqual(
        whole
          ? [counterparty, description]
          : [counterparty.slice(0, 32).trim(), `${counterparty}: ${description}`],
      );
    }
  }
}, 120_000);

test('another customer’s account cannot be exported, and a wrong format is refused', async () => {
  const theirs = await newCustomer(redis);
  const at = (account: string, format: string) =>
    bank.ask(`/api/accounts/${account}/transactions/export?format=${format}`, { headers: me });
  expect((await at(theirs.refs[0]?.account ?? '', 'csv')).status).toBe(404);
  expect((await at(ref.account, 'xls')).json).toMatchObject({ status: 400, code: 'bad_request' });
});

test('a list over all accounts is one CSV: its rows in its order, each with its account named, and of one’s own alone', async () => {
  const both = await newCustomer(redis, 2);
  const postings = somePostings(700, 7);
  for (const one of both.refs) {
    await withEntries(redis, one, one === both.refs[0] ? postings : postings.slice(0, 30));
  }
  const headers = await signedIn(redis, both.user);
  for (const query of ['', '?q=tesco', `?account=${both.refs[1]?.account}`]) {
    const rows: string[][] = [];
    for (let before = ''; ; ) {
      const params = `${query || '?'}&limit=50${before}`;
      const { json } = await bank.ask(`/api/transactions${params}`, { headers });
      for (const { account, seq, counterparty } of json.items) {
        rows.push([
          counterparty,
          String(seq),
          account === both.refs[0]?.account ? 'Current account' : 'Savings',
        ]);
      }
      if (json.next === null) break;
      before = `&before=${json.next}`;
    }
    const answer = await bank.ask(`/api/transactions/export${query}`, { headers });
    expect(answer.headers['content-disposition']).toMatch(/filename="(all-accounts|savings-\d{4})-to-/);
    const [head, ...lines] = parseCsv(answer.text.slice(1));
    expect(head?.slice(-2)).toEqual(['Number', 'Account']);
    expect(lines.map((cells) => [cells[2], ...cells.slice(-2)])).toEqual(rows);
    expect(rows.length).toBeGreaterThan(1);
  }
  const theirs = `/api/transactions/export?account=${ref.account}`;
  expect((await bank.ask(theirs, { headers })).status).toBe(404);
  expect((await bank.ask('/api/transactions/export')).status).toBe(401);
});

test('what is posted while the file is made is not in it, and a session that ends breaks it off', async () => {
  const own = await requireAccount(webRedis(), ref.user, ref.account);
  const make = () => exportOf(own, { format: 'csv' });
  const pieces: string[] = [];
  for await (const piece of (await make()).pieces) {
    if (pieces.push(piece) === 1) {
      const [late] = somePostings(1, 1);
      if (late) await postEntry(redis, ref, { ...late, id: 'late', at: Date.now() - 1000 });
    }
  }
  expect(pieces.length).toBeGreaterThan(3);
  expect(parseCsv(pieces.join('').slice(1))).toHaveLength(COUNT + 1);

  let asked = 0;
  const body = await fileStream((await make()).pieces, async () => {
    asked += 1;
    if (asked === 2) throw new Error('ended');
  });
  const sink = new PassThrough();
  body(sink);
  await expect(text(sink)).rejects.toThrow('Premature close');
  expect([asked, sink.writableFinished]).toEqual([2, false]);
});

test('the file that is being read breaks off when its reader’s session is ended elsewhere', async () => {
  const reader = await signedIn(redis, mine.user, 'bearer');
  const { json } = await bank.ask('/api/session', { headers: reader });
  const asked = {
    method: 'GET',
    url: `/api/accounts/${ref.account}/transactions/export`,
    headers: new Headers(reader),
    body: null,
  };
  const { status, body } = await answerTo(exportRoute.contract, asked, { id: ref.account });
  if (typeof body !== 'function') throw new Error(`no file: ${status}`);
  let read = '';
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk, _, taken) {
      read += chunk;
      // The reader takes a piece, and is signed out before the next.
      revokeSession(webRedis(), { user: mine.user, sid: json.sid }, 'revoked').then(() => taken(), taken);
    },
  });
  const broken = new Promise<string>((resolve) => {
    sink.once('finish', () => resolve('whole')).once('close', () => resolve('broken off'));
  });
  void body(sink);
  expect(await broken).toBe('broken off');
  expect(parseCsv(read.slice(1)).length).toBeLessThan(COUNT);
});
