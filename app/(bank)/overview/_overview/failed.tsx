import { classes } from '#app/_kit/class-names.ts';
import { useWords } from './use-words.ts';

/** What could not be read, and the way to try again. */
export function Failed({ text, look, onRetry }: { text: string; look?: string; onRetry: () => void }) {
  const { retry } = useWords();
  return (
    <p role="alert" className={classes('text-danger', look)}>
      {text}{' '}
      <button type="button" className="text-link block min-h-11" onClick={onRetry}>
        {retry}
      </button>
    </p>
  );
}
