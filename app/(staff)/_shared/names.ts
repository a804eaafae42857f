/** A key by its name in the catalogue; one of a newer version, which has none, is shown as it is. */
export const named = (names: Record<string, string>, key: string): string => names[key] ?? key;
