import { WorkerCare } from '#app/_frame/worker-care.tsx';
import { messages } from '#app/_words/server.ts';
import { CardPage } from '#app/(public)/_page/card-page.tsx';
import { LoginForm } from '#app/(public)/login/_form/login-form.tsx';
import { DEMO } from '#app/(public)/login/demo.ts';
import { config } from '#lib/config.ts';
import { safeNextPath } from '#lib/sign-in/next-path.ts';
import { passkeysWork } from '#lib/webauthn.ts';

type Props = { searchParams: Promise<{ next?: string | string[]; reason?: string | string[] }> };

/** The only public page. `reason` chooses among our own sentences and is never shown itself. */
export default async function LoginPage({ searchParams }: Props) {
  const { next, reason } = await searchParams;
  const { login, staff } = await messages();
  const { title, reasons, ...words } = login;
  const why = Object.entries(reasons).find(([code]) => code === reason)?.[1];
  return (
    <CardPage title={title}>
      <WorkerCare who={reason === 'signed_out' ? 'signed-out' : 'anonymous'} />
      <LoginForm
        why={why}
        next={safeNextPath([next].flat()[0]) ?? ''}
        demo={config().demo ? DEMO : null}
        passkeys={passkeysWork()}
        words={{ ...words, roles: staff.roles }}
      />
    </CardPage>
  );
}
