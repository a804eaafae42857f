import { LanguageSwitch } from '#app/_frame/language-switch.tsx';
import { Missing } from '#app/_frame/missing.tsx';
import { titled } from '#app/_words/server.ts';

export const generateMetadata = titled((words) => words.errors.notFoundTitle);

export default function NotFound() {
  return (
    <main id="main">
      <Missing />
      <LanguageSwitch className="justify-center" />
    </main>
  );
}
