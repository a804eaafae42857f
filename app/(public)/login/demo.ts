/** Who can sign in to the demo, for its sign-in page; demo/world.ts makes them, and no other profile has them. */
import type { Role } from '#lib/identity/roles.ts';

export const DEMO: { password: string; people: readonly { username: string; role: Role }[] } = {
  password: 'foobared',
  people: [
    { username: 'bob', role: 'user' },
    { username: 'alice', role: 'user' },
    { username: 'carol', role: 'user' },
    { username: 'adam', role: 'admin' },
    { username: 'sofia', role: 'supervisor' },
    { username: 'nora', role: 'super-admin' },
  ],
};
