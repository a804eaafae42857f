'use client';
import { useEffect, useRef } from 'react';
import { useWords } from '#app/_words/context.tsx';
import { PasswordForm } from './password-form.tsx';

/** Changing the password, folded away; open and urged after a session that was not the customer's. */
export function PasswordCard({
  username,
  notMe,
  onChanged,
}: {
  username: string;
  notMe: boolean;
  onChanged: () => void;
}) {
  const words = useWords('security');
  const urge = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!notMe) return;
    urge.current?.scrollIntoView({ block: 'center' });
    urge.current?.focus({ preventScroll: true });
  }, [notMe]);
  return (
    <section id="password" className="card" aria-labelledby="password-title">
      <h2 id="password-title" className="mb-1 font-strong">
        {words.password}
      </h2>
      {notMe && (
        <p ref={urge} tabIndex={-1} className="my-3 rounded-field bg-tint px-4 py-3">
          {words.notMeDone}
        </p>
      )}
      {/* A new key: what was folded opens when the customer is sent here from the warning. */}
      <details key={String(notMe)} open={notMe} className="group">
        <summary className="text-link flex min-h-11 items-center group-open:sr-only">
          {words.changePassword}
        </summary>
        <div className="pt-2">
          <PasswordForm username={username} endOthers={notMe} onChanged={onChanged} />
        </div>
      </details>
    </section>
  );
}
