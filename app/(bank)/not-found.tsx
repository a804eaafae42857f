import { Missing } from '#app/_frame/missing.tsx';
import { titled } from '#app/_words/server.ts';

export const generateMetadata = titled((words) => words.errors.notFoundTitle);

/** Within the frame, which has the main part and the languages. */
export default function BankNotFound() {
  return <Missing />;
}
