import type { Choice } from '#app/_client/use-choice.ts';
import { classes } from '#app/_kit/class-names.ts';
import { useWords } from './use-words.ts';

/** Says that a choice could not be loaded, if so, and offers to try again. */
export function Failed<Value>({
  text,
  look,
  choice: { wanted, failed, choose },
}: {
  text: string;
  look?: string;
  choice: Choice<Value>;
}) {
  const { retry } = useWords();
  if (!failed) return null;
  return (
    <p role="alert" className={classes('text-danger', look)}>
      {text}{' '}
      <button type="button" className="text-link block min-h-11" onClick={() => choose(wanted)}>
        {retry}
      </button>
    </p>
  );
}
