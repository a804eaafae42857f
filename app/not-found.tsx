import { LanguageSwitch } from '#app/_frame/language-switch.tsx';
import { Missing } from '#app/_frame/missing.tsx';

export default function NotFound() {
  return (
    <main id="main">
      <Missing />
      <LanguageSwitch className="justify-center" />
    </main>
  );
}
