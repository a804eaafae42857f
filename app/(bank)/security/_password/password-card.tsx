import { messages } from '#app/_words/server.ts';
import { passwordWords } from '#app/(bank)/security/words.ts';
import { PasswordForm } from './password-form.tsx';
import { Urge } from './urge.tsx';

/** Changing the password, folded away; open and urged after a session that was not the customer's. */
export async function PasswordCard({ username, notMe }: { username: string; notMe: boolean }) {
  const all = await messages();
  const { password, notMeDone, changePassword } = all.security;
  return (
    <section id="password" className="card" aria-labelledby="password-title">
      <h2 id="password-title" className="mb-1 font-strong">
        {password}
      </h2>
      {notMe && <Urge>{notMeDone}</Urge>}
      {/* A new key: what was folded opens when the customer is sent here from the warning. */}
      <details key={String(notMe)} open={notMe} className="group">
        <summary className="text-link flex min-h-11 items-center group-open:sr-only">
          {changePassword}
        </summary>
        <div className="pt-2">
          <PasswordForm username={username} endOthers={notMe} words={passwordWords(all)} />
        </div>
      </details>
    </section>
  );
}
