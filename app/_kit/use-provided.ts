import { type Context, useContext } from 'react';

/** What a component above provides. Throws where none does: the component stands outside of its island. */
export function useProvided<Value>(context: Context<Value | null>): Value {
  const value = useContext(context);
  if (value === null) throw new Error('Nothing above this component provides what it reads from a context.');
  return value;
}
