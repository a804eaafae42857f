/** Names of roles and kinds of device; one that the catalogue does not know is shown as it is. */
const named = (names: Record<string, string>, key: string): string => names[key] ?? key;

type Words = { roles: Record<string, string>; kinds: Record<string, string> };

export const roleName = ({ roles }: Words, role: string): string => named(roles, role);
export const kindName = ({ kinds }: Words, kind: string): string => named(kinds, kind);
