import { titled } from '#app/_ui/messages/server.ts';
import { Missing } from '#app/_ui/missing.tsx';

export const generateMetadata = titled((words) => words.errors.notFoundTitle);

/** Within the frame, which has the main part and the languages. */
export default function BankNotFound() {
  return <Missing />;
}
