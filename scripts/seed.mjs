/** `npm run seed [-- --reset]`: demo people and 12 months of history, on the Redis in use. */
import { runJob } from './lib/run-job.mjs';
import { run } from './lib/say.mjs';

run(() => runJob(['ops/deploy.ts', 'ops/seed.ts'], process.argv.slice(2)));
