/**
 * The security matrix: one row a promise, each put to the test with real requests to the production build, and each
 * also asserting that nothing else changed in Redis. Handlers, pages and actions are read from the routes and from the
 * build, so that those added tomorrow are in it. The rows are in the files beside this one.
 */
import { afterAll, beforeAll } from 'vitest';
import { anonymousRows } from './anonymous.ts';
import { cachingRows } from './caching.ts';
import { cookieRows } from './cookies.ts';
import { crowdingRows } from './crowding.ts';
import { detailRows } from './details.ts';
import { escalationRows } from './escalation.ts';
import { guessingRows } from './guessing.ts';
import { headerRows } from './headers.ts';
import { logRows } from './log-lines.ts';
import { malformedRows } from './malformed.ts';
import { originRows } from './origins.ts';
import { otherRows } from './others.ts';
import { redirectRows } from './redirects.ts';
import { entriesRow, startWorld, stopWorld } from './security-world.ts';
import { credentialRows } from './session-tokens.ts';
import { takeoverRows } from './takeover.ts';

beforeAll(startWorld);
afterAll(stopWorld);

cookieRows();
crowdingRows();
originRows();
credentialRows();
escalationRows();
detailRows();
otherRows();
redirectRows();
cachingRows();
anonymousRows();
headerRows();
malformedRows();
guessingRows();
logRows();
takeoverRows();
entriesRow();
