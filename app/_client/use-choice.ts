import { useEffect, useEffectEvent, useState } from 'react';
import { useLatestRequest } from './use-latest-request.ts';

export type Choice<Value> = {
  /** What was chosen last, loaded or not. */
  wanted: Value;
  /** It could not be loaded; choosing it again tries again. */
  failed: boolean;
  choose: (value: Value) => void;
};

/** A choice that is shown by `onLoaded` once its data is there. With `atOnce` the first one is loaded on mount. */
export function useChoice<Value, Answer>(
  first: Value,
  load: (value: Value, signal: AbortSignal) => Promise<Answer>,
  onLoaded: (answer: Answer, value: Value) => void,
  { atOnce = false } = {},
): Choice<Value> {
  const request = useLatestRequest();
  const [state, setState] = useState({ wanted: first, failed: false });

  function choose(wanted: Value) {
    setState({ wanted, failed: false });
    request.run(
      (signal) => load(wanted, signal),
      (answer) => onLoaded(answer, wanted),
      () => setState({ wanted, failed: true }),
    );
  }
  const begin = useEffectEvent(() => atOnce && choose(first));
  useEffect(() => void begin(), []);

  return { ...state, choose };
}
