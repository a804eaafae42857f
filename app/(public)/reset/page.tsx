import { redirect } from 'next/navigation';
import { pageData } from '#app/_access/page-error.ts';
import { fill } from '#app/_words/catalogue.ts';
import { messages } from '#app/_words/server.ts';
import { CardPage } from '#app/(public)/_page/card-page.tsx';
import { ResetForm } from '#app/(public)/reset/_form/reset-form.tsx';
import { resetWords } from '#app/(public)/reset/words.ts';
import { webRedis } from '#lib/redis/client.ts';
import { parseResetToken, readResetToken } from '#lib/sign-in/reset-link.ts';

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** Where the link of `npm run user -- reset` leads. Looking at it uses nothing up. */
export default async function ResetPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const parsed = parseResetToken(token);
  if (!parsed) redirect('/login');
  const person = await pageData(() => readResetToken(webRedis(), parsed));
  const all = await messages();
  const { reset } = all;
  return (
    <CardPage title={reset.title}>
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
    </CardPage>
  );
}
