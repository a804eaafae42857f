import type { ReactNode } from 'react';
import { LanguageSwitch } from '#app/_frame/language-switch.tsx';
import { Title } from '#app/_frame/title.tsx';
import { Mark } from '#app/_kit/mark.tsx';
import { messages } from '#app/_words/server.ts';

/** A page of one card with the bank's name on it, for visitors who are not signed in. */
export async function CardPage({ title, children }: { title: string; children: ReactNode }) {
  const { frame } = await messages();
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-[26rem] flex-col px-4 py-6 sm:justify-center">
      <Title of={title} />
      <div className="card sm:!p-8">
        <p className="flex items-center gap-3 font-strong">
          <Mark size={32} />
          {frame.bank}
        </p>
        <h1 className="mt-6 mb-4 text-title font-strong">{title}</h1>
        {children}
      </div>
      <LanguageSwitch className="mt-4 justify-center" />
    </main>
  );
}
