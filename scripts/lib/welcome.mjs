/** The last thing a start prints: where the bank is, who can sign in, and how to look into Redis. */

/** @param {{ origin: string, lan: boolean, demo: boolean, took: string }} options */
export async function welcome({ origin, lan, demo, took }) {
  const lines = ['', `Redis Bank is ready: ${origin} (after ${took})`];
  if (demo) {
    lines.push(
      '',
      '  customers   bob, alice, carol',
      '  staff       adam (admin), sofia (supervisor), nora (super-admin)',
      '  password    foobared, for all of them',
      '',
      '  Look into Redis, as administrator:',
      "    npm run redis-cli -- GET redisBank:username:bob         bob's tag, {U} in every key of his",
      "    npm run redis-cli -- JSON.GET 'redisBank:user:{U}'      his profile, with that tag",
      "    npm run redis-cli -- --scan --pattern 'redisBank:session:*'",
    );
  }
  if (lan) {
    lines.push(
      '',
      await qrCode(origin),
      '  This is plain http: whoever shares this network can read along. Use it at home, with demo data.',
    );
  }
  lines.push('', 'Ctrl-C stops everything.');
  return lines.join('\n');
}

/** @param {string} text @returns {Promise<string>} drawn with block characters */
async function qrCode(text) {
  const { default: encodeQR } = await import('qr');
  return encodeQR(text, 'term');
}
