import { type RefObject, useEffectEvent, useLayoutEffect } from 'react';

/**
 * Calls `onTyped` with what was typed into a field before its scripts were there. React leaves that text in the field,
 * but reports it nowhere: the next drawing would replace it by `value`.
 */
export function useTypedEarly(
  field: RefObject<HTMLInputElement | HTMLTextAreaElement | null>,
  value: string,
  onTyped: (text: string) => void,
): void {
  const take = useEffectEvent(() => {
    const typed = field.current?.value ?? value;
    // A field keeps every end of a line as one character.
    if (typed !== value.replaceAll('\r\n', '\n')) onTyped(typed);
  });
  useLayoutEffect(() => take(), []);
}
