/** `npm run user -- reset <name>`: a link to a new password for a user, on the Redis in use. */
import { runJob } from './lib/run-job.mjs';
import { run } from './lib/say.mjs';

run(() => runJob(['ops/user.ts'], process.argv.slice(2)));
