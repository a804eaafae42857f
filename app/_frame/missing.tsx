import { Notice } from '#app/_kit/notice.tsx';
import { messages } from '#app/_words/server.ts';

/** What does not exist, or is not theirs who asked for it: both are told alike. */
export async function Missing() {
  const words = (await messages()).errors;
  return (
    <Notice title={words.notFoundTitle} text={words.notFound}>
      {/* Not Next's link: every page carries this one along, and would send that link's script a second time. */}
      <a href="/overview" className="button button-primary">
        {words.toOverview}
      </a>
    </Notice>
  );
}
