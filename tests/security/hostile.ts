/** What attackers send, as data. */

export const EVIL = 'https://evil.example';

/** How a browser tells of a request that another site started, and how one may try to hide it. */
export const FOREIGN: [why: string, headers: Record<string, string>][] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: EVIL }],
  ['another site, without an origin', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling of the site', { 'sec-fetch-site': 'same-site' }],
  ['another origin, from a browser without fetch metadata', { origin: EVIL }],
  ['an opaque origin', { origin: 'null' }],
  ['an opaque origin that claims to be a person', { 'sec-fetch-site': 'none', origin: 'null' }],
  ['another port of this host', { origin: 'http://localhost:9' }],
  ['an origin that begins like ours', { origin: 'http://localhost.evil.example' }],
  [
    'an origin that a proxy is said to have seen',
    {
      ...{ origin: EVIL, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
      ...{ forwarded: 'host=evil.example;proto=https', 'x-forwarded-for': '127.0.0.1' },
    },
  ],
  ['an origin that claims to be the same', { 'sec-fetch-site': 'same-origin', origin: EVIL }],
];

/** Where a redirect might be bent to leave the site. */
export const AWAY = [
  ...[
    '//evil.example',
    '//evil.example/',
    '/%2f%2fevil.example/',
    '/%2fevil.example/',
    '/x/%2f/evil.example/',
  ],
  ...[
    '/\\evil.example',
    '/%5cevil.example/',
    '/%09/evil.example/',
    '/.//evil.example/',
    '/x/..//evil.example/',
  ],
  ...['https://evil.example/', '/https:%2f%2fevil.example/', '/@evil.example/', '/%40evil.example/'],
  ...['/login/?next=//evil.example', '/login?next=//evil.example', '/login/%2e%2e//evil.example/'],
  ...['/%0d%0aLocation:%20https://evil.example/', '/evil.example//', '///evil.example/', '/;@evil.example/'],
  ...[
    '/index.html//evil.example',
    '/auth-login.html?next=https://evil.example',
    '/overview/?next=//evil.example',
  ],
];

/** Where to go after signing in, as somebody else would have it. */
export const NEXT = [
  ...['//evil.example', 'https://evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example'],
  ...[
    '/.//evil.example',
    '/x/../..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    ' //evil.example',
  ],
  ...['/\r\nLocation: https://evil.example', 'http:evil.example', '/%2f%2fevil.example/../', '@evil.example'],
];

/** Spellings of a personal page that a cache in front might take for a file, or a gate for something else. */
export const SPELLINGS = [
  ...['/overview/x.css', '/overview.css', '/overview.js', '/overview.txt', '/overview.html', '/overview.rsc'],
  ...['/overview;x', '/overview;x.css', '/overview%3bx.css', '/overview?x.css', '/overview%3fx.css'],
  ...['/overview%23.css', '/overview%2fx.css', '/overview%20', '/overview/', '/overview//', '//overview'],
  ...['/%6fverview', '/OVERVIEW', '/%2e%2e/overview', '/./overview', '/x/../overview', '/x/..%2foverview'],
  ...['/api/../overview', '/api/..%2foverview', '/api/%2e%2e/overview', '/transaction/../overview'],
  ...['/icons/../overview', '/icons/..%2foverview', '/_next/../overview', '/_next/static/../../overview'],
  ...['/_next/static/..%2f..%2foverview', '/_next/data/x/overview.json', '/icon.svg/../overview'],
  ...['/security/x.css', '/security;x.css', '/transactions/x.css', '/staff/x.css', '/login/../overview'],
  ...['/api/session/x.css', '/api/session;x.css', '/api/session.css', '/api/session?x.css', '/api/session/'],
  ...['/api//session', '/api/./session', '/api/accounts/..%2fsession', '/api/accounts/../session'],
  ...['/.env', '/package.json', '/.next/BUILD_ID', '/_next/static/%2e%2e/%2e%2e/BUILD_ID', '/server/main.ts'],
];

/** For every place whose text may reach a log: line breaks, a terminal's commands, and what would end a JSON string. */
export const INK = [
  '\r\n{"at":"2026-01-01","level":"info","message":"forged"}',
  '\n[web] {"at":"2026-01-01","level":"info","message":"forged"}',
  '\u001b[2J\u001b[31mforged\u001b]0;forged\u0007',
  '"},{"message":"forged","x":{"y":"',
  '\u0085forged\u2028forged\u2029forged\u009b31mforged',
  '\u0000forged',
];

/** What a search may take for its own language, or stumble over. */
export const TEXTS = [
  ...[
    '*',
    '**',
    '@role:{*}',
    ') | (*',
    '"',
    "'",
    '\\',
    '\\*',
    '|',
    '-',
    '%%%',
    '()',
    '[]',
    '{}',
    '~',
    '$x',
    '`',
    '_',
    '__',
  ],
  ...[
    'a–b',
    '––',
    '😀',
    '😀😀',
    '\ufffd\ufffd',
    '\u00a0\u00a0',
    '\u200b',
    '\u00ad',
    '\u2028',
    '\u0301',
    '½',
    '²x',
    '٣٣',
    'ß',
    'İ',
  ],
  ...[
    '\u0000',
    '\u001b[2J',
    '\u007f',
    '\u0085',
    'a\u0000b',
    '; FLUSHALL',
    '=>{$weight:2}',
    'DIALECT 2',
    'the',
    'inf',
    'nan',
    '-1',
  ],
  ...['a'.repeat(64), 'ab '.repeat(20), '(('.repeat(30)],
];

/** Bodies that are none, by what is wrong with them. */
export const BODIES: [why: string, body: Buffer][] = [
  ['nothing', Buffer.from('')],
  ['half of one', Buffer.from('{"username":"bob"')],
  ['no JSON', Buffer.from('username=bob')],
  ['a list', Buffer.from('[]')],
  ['null', Buffer.from('null')],
  ['a number', Buffer.from('1e999')],
  ['a text', Buffer.from('"bob"')],
  ['bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['a mark of another encoding', Buffer.from('\ufeff{}', 'utf16le')],
  ['deeply nested', Buffer.from('['.repeat(7000) + ']'.repeat(7000))],
  ['a prototype', Buffer.from('{"__proto__":{"role":"super-admin"},"constructor":{"prototype":{}}}')],
  ['fields nobody knows', Buffer.from('{"role":"super-admin","user":"x","isAdmin":true}')],
  [
    'fields of other types',
    Buffer.from('{"username":{},"password":[1],"filter":7,"current":true,"next":null}'),
  ],
];
