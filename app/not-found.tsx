import { LanguageSwitch } from '#app/_ui/frame/language-switch.tsx';
import { titled } from '#app/_ui/messages/server.ts';
import { Missing } from '#app/_ui/missing.tsx';

export const generateMetadata = titled((words) => words.errors.notFoundTitle);

export default function NotFound() {
  return (
    <main id="main">
      <Missing />
      <LanguageSwitch className="justify-center" />
    </main>
  );
}
