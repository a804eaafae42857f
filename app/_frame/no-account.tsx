'use client';
import { Notice } from '#app/_kit/notice.tsx';
import { useShared } from '#app/_words/context.tsx';
import { Title } from './title.tsx';

/** What stands in for a page of a customer's account while there is none. */
export function NoAccount({ title }: { title: string }) {
  const { frame: words } = useShared();
  return (
    <>
      <Title of={title} />
      <Notice title={words.noAccountTitle} text={words.noAccount} />
    </>
  );
}
