/** A key by its name in the catalogue; one of a newer version, which has none, is shown as it is. */
export const named = (names: Record<string, string>, key: string): string => names[key] ?? key;

type Names = Record<string, string>;

export const roleName = ({ roles }: { roles: Names }, role: string): string => named(roles, role);
export const kindName = ({ kinds }: { kinds: Names }, kind: string): string => named(kinds, kind);
