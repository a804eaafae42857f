/** The source files of the rooms, each with what it imports: files below the root, or the names of packages. */
import { readFileSync } from 'node:fs';
import { readRooms } from '#scripts/lib/arrows.mjs';

type Source = { text: string; imports: { to: string; typeOnly: boolean }[] };

export async function readSources(): Promise<Map<string, Source>> {
  const { modules } = await readRooms();
  return new Map(
    modules.map(({ source, dependencies }) => {
      const imports = dependencies.map(({ module, resolved, coreModule, followable, dependencyTypes }) => ({
        to: coreModule ? `node:${resolved}` : followable ? resolved : module,
        typeOnly: dependencyTypes.includes('type-only'),
      }));
      return [source, { text: readFileSync(source, 'utf8'), imports }];
    }),
  );
}
