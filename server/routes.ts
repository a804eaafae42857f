/** The route handlers that server/main.ts mounts directly; whatever is not here is Next's. */
import type { Route } from './mount.ts';

export const routes: Route[] = [
  { pattern: '/api/auth/login', load: () => import('#app/api/auth/login/route.ts') },
  { pattern: '/api/auth/logout', load: () => import('#app/api/auth/logout/route.ts') },
  { pattern: '/api/session', load: () => import('#app/api/session/route.ts') },
  { pattern: '/api/session/extend', load: () => import('#app/api/session/extend/route.ts') },
  { pattern: '/api/sessions', load: () => import('#app/api/sessions/route.ts') },
  { pattern: '/api/sessions/:sid', load: () => import('#app/api/sessions/[sid]/route.ts') },
];
