import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Draft } from './address.ts';

/** What is typed; it follows the page's answer when that comes from elsewhere (a facet, Back), never while typing. */
export function useDraft(query: Draft, form: RefObject<HTMLFormElement | null>) {
  const [draft, setDraft] = useState(query);
  const returned = useRef(false);
  useEffect(() => {
    const back = () => {
      returned.current = true;
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (!returned.current && form.current?.contains(document.activeElement)) return;
    returned.current = false;
    setDraft(query);
  }, [query, form]);
  return [draft, setDraft] as const;
}
