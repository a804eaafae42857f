import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

/** The search was not answered: what is listed is from before. */
export function SearchFailure({ retry }: { retry: () => void }) {
  const words = useListWords().transactions;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2 lg:px-6"
    >
      <p className="min-w-0 grow basis-60">
        <span className="text-danger">{words.failed}.</span> {words.failedHint}
      </p>
      <button type="button" className="button shrink-0" onClick={retry}>
        {words.retry}
      </button>
    </div>
  );
}
