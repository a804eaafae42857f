'use client';
import { useEffect, useState } from 'react';
import { Notice } from '#app/_kit/notice.tsx';
import { fatal as de } from '#app/_words/de.ts';
import { fatal as en } from '#app/_words/en.ts';
import { chooseLanguage } from '#lib/choose-language.ts';
import { LANGUAGES, type Language } from '#lib/language.ts';
import './globals.css';

const WORDS: Record<Language, typeof en> = { en, de };

/** Stands in when even the root layout fails; nothing of the bank but its look can be counted on, nor its language. */
export default function GlobalError({ retry }: { retry: () => void }) {
  const [language, setLanguage] = useState<Language>('en');
  useEffect(() => setLanguage(chooseLanguage(navigator.languages.join(), LANGUAGES)), []);
  const fatal = WORDS[language];
  return (
    <html lang={language}>
      <body>
        <title>{fatal.title}</title>
        <main>
          <Notice urgent title={fatal.title} text={fatal.text}>
            <button type="button" className="button button-primary" onClick={retry}>
              {fatal.reload}
            </button>
          </Notice>
        </main>
      </body>
    </html>
  );
}
