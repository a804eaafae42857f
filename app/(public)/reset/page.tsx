import { redirect } from 'next/navigation';
import { pageData } from '#app/_access/page-error.ts';
import { LanguageSwitch } from '#app/_frame/language-switch.tsx';
import { Mark } from '#app/_kit/icons.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { messages, titled } from '#app/_words/server.ts';
import { ResetForm } from '#app/(public)/reset/_form/reset-form.tsx';
import { resetWords } from '#app/(public)/reset/words.ts';
import { webRedis } from '#lib/redis/client.ts';
import { parseResetToken, readResetToken } from '#lib/sign-in/reset-link.ts';

export const generateMetadata = titled((words) => words.reset.title);

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** Where the link of `npm run user -- reset` leads. Looking at it uses nothing up. */
export default async function ResetPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const parsed = parseResetToken(token);
  if (!parsed) redirect('/login');
  const person = await pageData(() => readResetToken(webRedis(), parsed));
  const all = await messages();
  const { reset, frame } = all;
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-[26rem] flex-col px-4 py-6 sm:justify-center">
      <div className="card sm:!p-8">
        <p className="flex items-center gap-3 font-strong">
          <Mark size={32} />
          {frame.bank}
        </p>
        <h1 className="mt-6 mb-4 text-title font-strong">{reset.title}</h1>
        {person ? (
          <>
            <p className="mb-4">{fill(reset.intro, { name: person.username })}</p>
            <ResetForm
              token={`${parsed.user}.${parsed.secret}`}
              username={person.username}
              words={resetWords(all)}
            />
          </>
        ) : (
          <>
            <p className="mb-4">{reset.errors.over}</p>
            <a href="/login" className="button w-full">
              {reset.toSignIn}
            </a>
          </>
        )}
      </div>
      <LanguageSwitch className="mt-4 justify-center" />
    </main>
  );
}
