/**
 * The arrows between the rooms, inside `app` too: entry points → features → lib/redis, lib/http → the base of lib.
 * Each rule says where the line belongs instead. `npm run check` reads this (scripts/lib/arrows.mjs).
 */
import { globSync } from 'node:fs';

/** Which other features each feature of lib may use. A new feature gets its line here. */
const FEATURES = {
  audit: ['sessions'],
  export: ['ledger', 'search'],
  finance: ['ledger', 'search'],
  identity: ['sessions'],
  ledger: [],
  live: ['ledger', 'sessions'],
  metrics: [],
  notes: ['ledger'],
  payments: ['audit', 'identity', 'ledger', 'sessions', 'sign-in'],
  readiness: ['audit', 'identity', 'ledger', 'notes', 'sessions'],
  search: ['ledger', 'notes'],
  sessions: [],
  'sign-in': ['audit', 'identity', 'sessions'],
  staff: ['audit', 'identity', 'sessions', 'sign-in'],
  views: ['search'],
};

const PRODUCT = '^(app|lib|server|worker|demo|ops|proxy)(/|\\.tsx?$)';
const BASE = 'lib/[^/]+(?=\\.ts$)';
/** Types are gone before anything runs. */
const VALUES = { dependencyTypesNot: ['type-only'] };

/** @param {string} name @param {object} from @param {object} to @param {string} comment */
const never = (name, from, to, comment) => ({ name, severity: 'error', from, to, comment });

/** @param {string} room @param {string[]} others what it may use besides itself @param {string} comment */
const room = (room, others, comment) =>
  never(
    room,
    { path: `^${room}(/|\\.tsx?$)` },
    { path: PRODUCT, pathNot: `^(${[room, ...others].join('|')})(/|\\.tsx?$)` },
    comment,
  );

/** @param {string[]} feature */
const feature = ([name, ...others]) =>
  room(
    `lib/${name}`,
    [BASE, 'lib/redis', 'lib/http', ...others.map((other) => `lib/${other}`)],
    'Move the rule down to where both features may see it, or declare the arrow in FEATURES.',
  );

/** Each folder of pages: what stands in it is for its own pages and for those below it. */
const segments = [...new Set(globSync('app/(*)/**/*.ts{,x}').map((file) => file.split(/\/(?:_|[^/]*$)/)[0]))];
const segment = (/** @type {string} */ folder) => {
  const path = folder.replace(/[()[\].]/g, '\\$&');
  return never(
    'page-parts',
    { path: PRODUCT, pathNot: `^${path}/` },
    { path: `^${path}/(_|[^/]+$)` },
    'What two pages share stands in the folder above both, in _kit, _frame, _client or in lib.',
  );
};

const ENDPOINTS = { path: '^app/(api|transaction)/|^app/.+/route\\.ts$' };

export default {
  forbidden: [
    never('cycle', {}, { circular: true }, 'One file, or a third one below both, holds what both need.'),
    never('unresolved', {}, { couldNotResolve: true }, 'Correct the path, or add the package.'),
    never('orphan', { path: PRODUCT, orphan: true }, {}, 'Nobody uses this file: delete it.'),
    never(
      'product',
      { path: PRODUCT },
      { path: '^(tests|scripts)/' },
      'What the bank needs stands in a room of the bank.',
    ),

    room(BASE, [], 'The base knows no feature and no Redis: this belongs into a folder of lib.'),
    room('lib/redis', [BASE], 'This belongs to the feature whose keys it touches.'),
    room('lib/http', [BASE], 'This belongs to the feature, or to the server or endpoint that calls it.'),
    ...Object.entries(FEATURES).map(([name, others]) => feature([name, ...others])),
    never(
      'undeclared',
      { path: `^lib/(?!(redis|http|${Object.keys(FEATURES).join('|')})/)[^/]+/` },
      { path: '^lib/' },
      'Declare the new feature in FEATURES of .dependency-cruiser.mjs.',
    ),
    never(
      'redis-package',
      { path: PRODUCT, pathNot: '^lib/redis/' },
      { path: 'node_modules/redis/', ...VALUES },
      'Only lib/redis opens connections: take the client as an argument and import its types.',
    ),

    room('demo', ['lib'], 'What the worker needs too belongs into demo or lib.'),
    room('worker', ['lib', 'demo'], 'What the web process needs too belongs into lib.'),
    room('ops', ['lib', 'worker', 'demo'], 'What the web process needs too belongs into lib.'),
    room(
      'server',
      ['lib', 'app/api', 'app/.+/route', 'app/_frame/unavailable-page'],
      'The server mounts endpoints; what it shares with pages belongs into lib.',
    ),
    room('proxy', ['lib', 'app'], 'The gate of the pages calls lib.'),
    room(
      'app',
      ['lib'],
      'What another process does is asked for through Redis; code for both belongs into lib.',
    ),

    room(
      'app/_kit',
      [BASE, 'app/_words'],
      'The kit knows no feature: hand it what it shows, or put the piece beside its page.',
    ),
    room('app/_words', [BASE, 'app/_kit'], 'Words know no feature: hand them what they name.'),
    room(
      'app/_client',
      ['lib', 'app/_kit', 'app/_words', 'app/api'],
      'What draws belongs into _frame or beside its page.',
    ),
    never(
      'endpoint-types',
      { path: '^app/', pathNot: ENDPOINTS.path },
      { path: ENDPOINTS.path, ...VALUES },
      'Browsers call endpoints over HTTP and pages call lib: import types alone.',
    ),
    room(
      'app/_frame',
      ['lib', 'app/_kit', 'app/_words', 'app/_client', 'app/_access'],
      'The frame knows no page: the page hands it what it shows.',
    ),
    room('app/_access', ['lib', 'app/_words'], 'What pages and _access share belongs into lib.'),
    never(
      'endpoints',
      ENDPOINTS,
      { path: '^app/', pathNot: `^app/(_access|_client/worker)/|${ENDPOINTS.path}` },
      'What an endpoint shares with a page belongs into lib or _access.',
    ),
    never(
      'endpoints-without-next',
      ENDPOINTS,
      { path: 'node_modules/next/' },
      'Endpoints run without the framework: use Request, Response and lib/http.',
    ),
    never(
      'page-data',
      { path: '^app/.+/data\\.ts$' },
      { path: ['\\.tsx$', '^app/_(kit|frame)/', '^app/\\(.+/_'] },
      'Data knows no view: what both need belongs into lib.',
    ),
    ...segments.map(segment),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
