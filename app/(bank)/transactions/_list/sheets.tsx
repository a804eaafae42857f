/** The sheets of the list, whose code is loaded when one is opened. */
import dynamic from 'next/dynamic';
import { eventually } from '#app/_client/eventually.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

export const FilterSheet = dynamic(
  () =>
    eventually(() =>
      import('#app/(bank)/transactions/_filters/filter-sheet.tsx').then((file) => file.FilterSheet),
    ),
  { loading: SheetLoading },
);
export const ExportSheet = dynamic(
  () =>
    eventually(() =>
      import('#app/(bank)/transactions/_export/export-sheet.tsx').then((file) => file.ExportSheet),
    ),
  { loading: SheetLoading },
);

export const ChosenTags = dynamic(() =>
  eventually(() => import('#app/(bank)/transactions/_notes/chosen-tags.tsx').then((file) => file.ChosenTags)),
);
export const Shortcuts = dynamic(() =>
  eventually(() => import('./shortcuts.tsx').then((file) => file.Shortcuts)),
);

/** In place of a sheet whose code is on its way; what is fast is not seen. */
function SheetLoading() {
  const { loading } = useListWords().transactions;
  return (
    <p
      role="status"
      className="arriving-late absolute top-full right-0 z-20 mt-2 rounded-field border border-edge bg-tint px-4 py-2 text-small"
    >
      {loading}
    </p>
  );
}
