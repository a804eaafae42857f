/** `npm run audit:ledger`: recomputes every account of the Redis in use and fails on the first wrong number. */
import { runJob } from './lib/run-job.mjs';
import { run } from './lib/say.mjs';

run(() => runJob(['ops/audit-ledger.ts'], process.argv.slice(2)));
