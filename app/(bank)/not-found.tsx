import { Missing } from '#app/_frame/missing.tsx';

/** Within the frame, which has the main part and the languages. */
export default function BankNotFound() {
  return <Missing />;
}
