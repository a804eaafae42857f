'use client';
import { useLanguage, useShared } from '#app/_words/context.tsx';
import { sharedWords } from '#app/_words/shared.ts';
import { LANGUAGES } from '#lib/language.ts';
import { switchLanguage } from './actions.ts';
import { Choices } from './choices.tsx';

/** The languages by their own names. */
export const LanguageSwitch = (look: { framed?: boolean; className?: string }) => (
  <Choices
    {...look}
    action={switchLanguage}
    name="language"
    label={useShared().language.choose}
    options={LANGUAGES.map((code) => ({ value: code, label: sharedWords[code].language.name, lang: code }))}
    chosen={useLanguage()}
  />
);
