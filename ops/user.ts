/**
 * `npm run user -- reset <name>`: prints a link with which that user chooses a new password, once and within ten
 * minutes. Whoever runs it hands the link on; it is written nowhere else.
 */

import { config } from '#lib/config.ts';
import { makeResetToken, RESET_LINK_MS } from '#lib/sign-in/reset-link.ts';
import { MINUTE } from '#lib/time.ts';
import { adminRedis } from '#ops/admin-redis.ts';

const [act, name, ...more] = process.argv.slice(2);
if (act !== 'reset' || name === undefined || more.length > 0) {
  console.error('npm run user -- reset <name>   makes a link to a new password for that user');
  process.exit(1);
}

const redis = await adminRedis('user');
const token = await makeResetToken(redis, name);
await redis.close();
if (token === null) {
  console.error(`Nobody has the user name ${JSON.stringify(name)}.`);
  process.exitCode = 1;
} else {
  console.log(`Good once, for ${RESET_LINK_MS / MINUTE} minutes; whoever has it can sign in as ${name}:`);
  console.log(`${config().origin}/reset?token=${token}`);
}
