import { Notice } from '#app/_kit/notice.tsx';
import { messages } from '#app/_words/server.ts';

/** The page for what does not exist or is another customer's: both look alike. */
export async function Missing() {
  const words = (await messages()).errors;
  return (
    <Notice title={words.notFoundTitle} text={words.notFound}>
      {/* Not Next's link: every page includes this one, and would load that link's script a second time. */}
      <a href="/overview" className="button button-primary">
        {words.toOverview}
      </a>
    </Notice>
  );
}
