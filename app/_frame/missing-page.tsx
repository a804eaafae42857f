import { Notice } from '#app/_kit/notice.tsx';
import { useShared } from '#app/_words/context.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Title } from './title.tsx';

export default function MissingPage({ alone }: { alone: boolean }) {
  const { errors: words } = useShared();
  return (
    <>
      <Title of={words.notFoundTitle} />
      <Notice title={words.notFoundTitle} text={words.notFound}>
        {/* Not Next's link: it would be loaded a second time. */}
        <a href="/overview" className="button button-primary">
          {words.toOverview}
        </a>
      </Notice>
      {alone && <LanguageSwitch className="justify-center" />}
    </>
  );
}
