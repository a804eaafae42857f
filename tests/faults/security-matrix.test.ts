/**
 * The security matrix: one row a promise, each put to the test with real requests to the production build, and each
 * also asserting that nothing else changed in Redis. Handlers, pages and actions are read from the routes and from the
 * build, so that those added tomorrow are in it. The rows are in tests/security.
 */
import { afterAll, beforeAll } from 'vitest';
import { cachingRows } from '#tests/security/caching.ts';
import { cookieRows } from '#tests/security/cookies.ts';
import { credentialRows } from '#tests/security/credentials.ts';
import { detailRows } from '#tests/security/details.ts';
import { escalationRows } from '#tests/security/escalation.ts';
import { guessingRows } from '#tests/security/guessing.ts';
import { headerRows } from '#tests/security/headers.ts';
import { logRows } from '#tests/security/log.ts';
import { malformedRows } from '#tests/security/malformed.ts';
import { originRows } from '#tests/security/origins.ts';
import { otherRows } from '#tests/security/others.ts';
import { redirectRows } from '#tests/security/redirects.ts';
import { strangerRows } from '#tests/security/strangers.ts';
import { startWorld, stopWorld } from '#tests/security/world.ts';

beforeAll(startWorld);
afterAll(stopWorld);

cookieRows();
originRows();
credentialRows();
escalationRows();
detailRows();
otherRows();
redirectRows();
cachingRows();
strangerRows();
headerRows();
malformedRows();
guessingRows();
logRows();
