/** The last thing a start prints: where the bank is, who can sign in, and how to look into Redis. */

/** Neither half, the lower, the upper, both. */
const BLOCKS = [' ', '▄', '▀', '█'];

/** @param {{ origin: string, lan: boolean, demo: boolean, paymentCode: string | null, took: string, colours: import('./paint.mjs').Paint }} options */
export async function welcome({ origin, lan, demo, paymentCode, took, colours }) {
  const { bold, cyan, dim, yellow } = colours;
  const title = (/** @type {string} */ text) => ['', `  ${bold(text)}`];
  const row = (/** @type {string} */ name, /** @type {string} */ text) =>
    `    ${dim(name.padEnd(10))} ${text}`;
  /** To be copied as it stands, with what is said of it. */
  const look = (/** @type {string} */ command, /** @type {string} */ what) =>
    `    ${command.padEnd(64)} ${dim(`# ${what}`)}`;

  const lines = ['', `  ${bold('Redis Bank is ready:')} ${bold(cyan(origin))} ${dim(`(after ${took})`)}`];
  if (demo) {
    lines.push(
      ...title('Sign in'),
      row('customers', 'bob, alice, carol'),
      row('staff', 'adam (admin), sofia (supervisor), nora (super-admin)'),
      row('password', 'foobared, for all of them'),
      row('code', `${paymentCode}, with which bob sets up his first passkey for payments`),
      ...title('Look into Redis, as its administrator'),
      look('U=$(npm run -s redis-cli -- GET redisBank:username:bob)', 'the tag in every key of bob'),
      look('npm run redis-cli -- JSON.GET "redisBank:user:{$U}"', 'what the bank knows of him'),
      look("npm run redis-cli -- FT.SEARCH redisBank:idx:sessions '@role:{user}'", 'who is signed in'),
    );
  }
  if (lan) {
    lines.push(
      ...title('On a phone in the same network'),
      '',
      await qrCode(origin, colours),
      '',
      yellow('  This is plain http: whoever shares this network can read along.'),
      yellow('  Use it at home, with demo data.'),
    );
  }
  lines.push('', dim('  Ctrl-C stops everything.'), '');
  return lines.join('\n');
}

/**
 * Two rows of the code in one of text. Black on white where there are colours, since a reader may not know a code
 * whose colours are swapped; else light is what is written, for the dark terminal most people have.
 * @param {string} text
 * @param {import('./paint.mjs').Paint} colours
 */
async function qrCode(text, { blackOnWhite }) {
  const { default: encodeQR } = await import('qr');
  const rows = encodeQR(text, 'raw', { border: 2 });
  const coloured = blackOnWhite('x') !== 'x';
  const lines = [];
  for (let row = 0; row < rows.length; row += 2) {
    const cells = (rows[row] ?? []).map((upper, column) => {
      const written = [upper, rows[row + 1]?.[column] ?? false].map((dark) => dark === coloured);
      return BLOCKS[Number(written[0]) * 2 + Number(written[1])];
    });
    lines.push(`    ${blackOnWhite(cells.join(''))}`);
  }
  return lines.join('\n');
}
