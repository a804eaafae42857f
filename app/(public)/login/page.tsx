import { LanguageSwitch } from '#app/_frame/language-switch.tsx';
import { WorkerCare } from '#app/_frame/worker-care.tsx';
import { Mark } from '#app/_kit/icons.tsx';
import { messages, titled } from '#app/_words/server.ts';
import { LoginForm } from '#app/(public)/login/_form/login-form.tsx';
import { config } from '#lib/config.ts';
import { safeNextPath } from '#lib/sign-in/next-path.ts';

export const generateMetadata = titled((words) => words.login.title);

/** Exists in the demo profile alone; demo/world.ts makes the person. */
const DEMO = { username: 'bob', password: 'foobared' };

type Props = { searchParams: Promise<{ next?: string | string[]; reason?: string | string[] }> };

/** The only public page. `reason` chooses among our own sentences and is never shown itself. */
export default async function LoginPage({ searchParams }: Props) {
  const { next, reason } = await searchParams;
  const { login, frame } = await messages();
  const { title, reasons, ...words } = login;
  const why = Object.entries(reasons).find(([code]) => code === reason)?.[1];
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-[26rem] flex-col px-4 py-6 sm:justify-center">
      <WorkerCare who={reason === 'signed_out' ? 'signed-out' : 'anonymous'} />
      <div className="card sm:!p-8">
        <p className="flex items-center gap-3 font-strong">
          <Mark size={32} />
          {frame.bank}
        </p>
        <h1 className="mt-6 mb-4 text-title font-strong">{title}</h1>
        <LoginForm
          why={why}
          next={safeNextPath([next].flat()[0]) ?? ''}
          demo={config().demo ? DEMO : null}
          words={words}
        />
      </div>
      <LanguageSwitch className="mt-4 justify-center" />
    </main>
  );
}
