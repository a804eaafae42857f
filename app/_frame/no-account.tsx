import { Notice } from '#app/_kit/notice.tsx';
import { messages } from '#app/_words/server.ts';
import { Title } from './title.tsx';

/** What stands in for a page of a customer's account while there is none. */
export async function NoAccount({ title }: { title: string }) {
  const { frame: words } = await messages();
  return (
    <>
      <Title of={title} />
      <Notice title={words.noAccountTitle} text={words.noAccount} />
    </>
  );
}
