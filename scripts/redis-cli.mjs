/** `npm run redis-cli -- <args>`: redis-cli on whichever Redis is in use, as its administrator. */
import { printReply } from './lib/print-reply.mjs';
import { inherit } from './lib/process.mjs';
import { cliTo } from './lib/redis/cli.mjs';
import { connect } from './lib/redis/connection.mjs';
import { redisInUse } from './lib/redis/in-use.mjs';
import { run, Stop } from './lib/say.mjs';

run(async () => {
  const words = process.argv.slice(2);
  const { url, cli, libraries } = await redisInUse();
  if (cli) {
    const { args, env } = cliTo(url, libraries);
    // Ctrl-C belongs to redis-cli, which leaves a MONITOR or SUBSCRIBE with it.
    return inherit(cli, [...args, ...words], { env });
  }
  if (words.length === 0)
    throw new Stop('There is no redis-cli on this machine; give a command: npm run redis-cli -- PING');
  const redis = await connect(url, { timeoutMs: 60_000 });
  try {
    const reply = /** @type {import('./lib/print-reply.mjs').Reply} */ (await redis.sendCommand(words));
    process.stdout.write(`${printReply(reply)}\n`);
  } catch (error) {
    const { ErrorReply } = await import('redis');
    throw error instanceof ErrorReply ? new Stop(error.message) : error;
  } finally {
    redis.destroy();
  }
});
