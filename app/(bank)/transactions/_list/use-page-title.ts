import { useEffect } from 'react';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';

/** The title of the page that the address would load. */
export function usePageTitle(opened: boolean): void {
  const { frame, detail, transactions } = useListWords();
  const title = opened ? detail.title : transactions.title;
  useEffect(() => {
    document.title = `${title} · ${frame.bank}`;
  }, [title, frame.bank]);
}
