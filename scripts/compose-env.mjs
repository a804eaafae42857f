/** `node scripts/compose-env.mjs > .env`: the passwords of this folder, in the form docker compose reads. */
import { composePasswords } from './lib/redis/docker.mjs';

for (const [name, value] of Object.entries(composePasswords())) process.stdout.write(`${name}=${value}\n`);
