import { RefusedError } from '#app/_client/bank.ts';
import { useRefusal } from '#app/_frame/session/step-up.tsx';

/** The sentence that says why a request was refused: one of `own`, by its code, or the bank's for every page. */
export function useStaffRefusal(own: Record<string, string>): (error: unknown) => string {
  const refusal = useRefusal();
  return (error) => (error instanceof RefusedError ? own[error.code] : undefined) ?? refusal(error);
}
