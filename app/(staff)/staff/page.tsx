import { pageData } from '#app/_page-error.ts';
import { requireStaffPage } from '#app/_session.ts';
import { SignOut } from '#app/_ui/frame/sign-out.tsx';
import { Mark } from '#app/_ui/icons.tsx';
import { fill } from '#app/_ui/messages/catalogue.ts';
import { messages } from '#app/_ui/messages/server.ts';

export const metadata = { title: messages().staff.title };

/** Where staff are at home. Its console of live sessions is not there yet, and the page says so. */
export default async function StaffPage() {
  const { document } = await pageData(requireStaffPage);
  const { staff, frame } = messages();
  const role = Object.entries(staff.roles).find(([name]) => name === document.role)?.[1] ?? document.role;
  return (
    <div className="mx-auto max-w-[75rem] px-4 py-3 lg:px-8 lg:py-6">
      <header className="flex min-h-14 items-center gap-3">
        <Mark />
        <p className="font-strong">{frame.bank}</p>
        <div className="ml-auto">
          <SignOut label={frame.signOut} />
        </div>
      </header>
      <main id="main" className="mt-4 max-w-xl">
        <h1 className="text-title font-strong">{staff.title}</h1>
        <dl className="card mt-4">
          <dt className="text-small text-ink-soft">
            {fill(frame.signedInAs, { name: document.profile.name })}
          </dt>
          <dd className="mt-1">
            {staff.role}: <span className="font-strong">{role}</span>
          </dd>
        </dl>
        <p className="mt-4 text-ink-soft">
          {staff.calm} {staff.coming}
        </p>
      </main>
    </div>
  );
}
