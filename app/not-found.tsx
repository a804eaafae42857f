import { Missing } from '#app/_frame/missing.tsx';
import { Formats } from '#app/_words/context.tsx';
import { requestLanguage } from '#app/_words/server.ts';
import { config } from '#lib/config.ts';

/** With the language of its own: after an action that found nothing, Next shows this without the root layout. */
export default async function NotFound() {
  return (
    <Formats language={await requestLanguage()} timeZone={config().timeZone}>
      <main id="main">
        <Missing alone />
      </main>
    </Formats>
  );
}
