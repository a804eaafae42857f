import { type SubmitEvent, startTransition } from 'react';

/** Submits a form to its action without React's reset after the answer: what was typed stays through an error. */
export const submitByHand =
  (act: (form: FormData) => void, pending: boolean) =>
  (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!pending) startTransition(() => act(form));
  };
