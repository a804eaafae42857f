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

/** The page for what does not exist or is another customer's: both look alike. */
export function Missing() {
  const { errors: words } = useShared();
  return (
    <>
      <Title of={words.notFoundTitle} />
      <Notice title={words.notFoundTitle} text={words.notFound}>
        {/* Not Next's link: every page includes this one, and would load that link's script a second time. */}
        <a href="/overview" className="button button-primary">
          {words.toOverview}
        </a>
      </Notice>
    </>
  );
}
