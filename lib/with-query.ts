type Param = readonly [name: string, value: string | number | null | undefined];

/** The path with its parameters, without those that are empty or missing. */
export function withQuery(path: string, params: readonly Param[]): string {
  const given = params.flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
