import type { ReactNode } from 'react';
import { messages } from '#app/_words/server.ts';
import { THEMES } from '#lib/theme.ts';
import { switchTheme } from './actions.ts';
import { Choices } from './choices.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { requestTheme } from './request-theme.ts';

/** The card of language and theme, for customers and staff; `children` is what customers have besides. */
export async function LookSettings({ children }: { children?: ReactNode }) {
  const { settings: words, language } = await messages();
  const theme = await requestTheme();
  return (
    <section className="card" aria-labelledby="look">
      <h2 id="look" className="mb-3 font-strong">
        {words.look}
      </h2>
      <div className="grid gap-4">
        <Row name={language.choose}>
          <LanguageSwitch framed />
        </Row>
        <Row name={words.theme}>
          <Choices
            framed
            action={switchTheme}
            name="theme"
            label={words.theme}
            options={THEMES.map((value) => ({ value, label: words.themes[value] }))}
            chosen={theme}
          />
        </Row>
      </div>
      {children}
    </section>
  );
}

/** The name for the eyes: each form has it as its own. */
const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <p aria-hidden="true" className="mb-1 text-small text-ink-soft">
      {name}
    </p>
    {children}
  </div>
);
