import { LanguageSwitch } from '#app/_ui/frame/language-switch.tsx';
import { messages, titled } from '#app/_ui/messages/server.ts';
import { Notice } from '#app/_ui/notice.tsx';

export const generateMetadata = titled((words) => words.errors.notFoundTitle);

export default async function NotFound() {
  const words = (await messages()).errors;
  return (
    <main id="main">
      <Notice title={words.notFoundTitle} text={words.notFound}>
        {/* Not Next's link: every page carries this one along, and would send that link's script a second time. */}
        <a href="/overview" className="button button-primary">
          {words.toOverview}
        </a>
      </Notice>
      <LanguageSwitch className="justify-center" />
    </main>
  );
}
