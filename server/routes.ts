/** The route handlers that server/main.ts mounts directly; whatever is not here is Next's. */
import type { Route } from './mount.ts';

export const routes: Route[] = [
  { pattern: '/api/auth/login', load: () => import('#app/api/auth/login/route.ts') },
  { pattern: '/api/auth/logout', load: () => import('#app/api/auth/logout/route.ts') },
  { pattern: '/api/auth/password', load: () => import('#app/api/auth/password/route.ts') },
  { pattern: '/api/auth/step-up', load: () => import('#app/api/auth/step-up/route.ts') },
  { pattern: '/api/session', load: () => import('#app/api/session/route.ts') },
  { pattern: '/api/session/extend', load: () => import('#app/api/session/extend/route.ts') },
  { pattern: '/api/sessions', load: () => import('#app/api/sessions/route.ts') },
  { pattern: '/api/sessions/:sid', load: () => import('#app/api/sessions/[sid]/route.ts') },
  { pattern: '/api/me/audit', load: () => import('#app/api/me/audit/route.ts') },
  { pattern: '/api/me/preferences', load: () => import('#app/api/me/preferences/route.ts') },
  { pattern: '/api/staff/sessions', load: () => import('#app/api/staff/sessions/route.ts') },
  { pattern: '/api/staff/sessions/preview', load: () => import('#app/api/staff/sessions/preview/route.ts') },
  { pattern: '/api/staff/sessions/revoke', load: () => import('#app/api/staff/sessions/revoke/route.ts') },
  { pattern: '/api/staff/audit', load: () => import('#app/api/staff/audit/route.ts') },
  { pattern: '/api/staff/users', load: () => import('#app/api/staff/users/route.ts') },
  { pattern: '/api/staff/users/:id/role', load: () => import('#app/api/staff/users/[id]/role/route.ts') },
  { pattern: '/api/accounts', load: () => import('#app/api/accounts/route.ts') },
  {
    pattern: '/api/accounts/:id/transactions',
    load: () => import('#app/api/accounts/[id]/transactions/route.ts'),
  },
  {
    pattern: '/api/accounts/:id/transactions/export',
    load: () => import('#app/api/accounts/[id]/transactions/export/route.ts'),
  },
  {
    pattern: '/api/accounts/:id/transactions/:seq',
    load: () => import('#app/api/accounts/[id]/transactions/[seq]/route.ts'),
  },
  {
    pattern: '/api/accounts/:id/transactions/:seq/note',
    load: () => import('#app/api/accounts/[id]/transactions/[seq]/note/route.ts'),
  },
  { pattern: '/api/accounts/:id/tags', load: () => import('#app/api/accounts/[id]/tags/route.ts') },
  { pattern: '/api/accounts/:id/totals', load: () => import('#app/api/accounts/[id]/totals/route.ts') },
  { pattern: '/api/accounts/:id/balance', load: () => import('#app/api/accounts/[id]/balance/route.ts') },
  { pattern: '/api/accounts/:id/spenders', load: () => import('#app/api/accounts/[id]/spenders/route.ts') },
  { pattern: '/api/accounts/:id/months', load: () => import('#app/api/accounts/[id]/months/route.ts') },
  {
    pattern: '/api/accounts/:id/categories',
    load: () => import('#app/api/accounts/[id]/categories/route.ts'),
  },
  { pattern: '/api/accounts/:id/regular', load: () => import('#app/api/accounts/[id]/regular/route.ts') },
  { pattern: '/api/views', load: () => import('#app/api/views/route.ts') },
  { pattern: '/api/views/:id', load: () => import('#app/api/views/[id]/route.ts') },
  { pattern: '/api/searches', load: () => import('#app/api/searches/route.ts') },
  {
    pattern: '/api/accounts/:id/counterparties',
    load: () => import('#app/api/accounts/[id]/counterparties/route.ts'),
  },
  { pattern: '/api/events', load: () => import('#app/api/events/route.ts') },
  { pattern: '/api/health', load: () => import('#app/api/health/route.ts') },
  { pattern: '/api/ready', load: () => import('#app/api/ready/route.ts') },
  { pattern: '/api/openapi.json', load: () => import('#app/api/openapi.json/route.ts') },
  { pattern: '/api/*path', load: () => import('#app/api/[...path]/route.ts') },

  { pattern: '/sw.js', load: () => import('#app/sw.js/route.ts') },

  // The tutorial's own.
  { pattern: '/perform_login', load: () => import('#app/perform_login/route.ts') },
  { pattern: '/index.html', load: () => import('#app/index.html/route.ts') },
  { pattern: '/auth-login.html', load: () => import('#app/auth-login.html/route.ts') },
  { pattern: '/transaction/balance', load: () => import('#app/transaction/balance/route.ts') },
  {
    pattern: '/transaction/biggestspenders',
    load: () => import('#app/transaction/biggestspenders/route.ts'),
  },
  { pattern: '/transaction/transactions', load: () => import('#app/transaction/transactions/route.ts') },
  { pattern: '/transaction/search', load: () => import('#app/transaction/search/route.ts') },
  { pattern: '/transaction/*path', load: () => import('#app/transaction/[...path]/route.ts') },
];
