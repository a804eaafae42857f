import { requireStaffPage } from '#app/_access/page-session.ts';
import { LensSwitch } from '#app/_frame/lens/lens-switch.tsx';
import { LookSettings } from '#app/_frame/look-settings.tsx';
import { Title } from '#app/_frame/title.tsx';
import { messages } from '#app/_words/server.ts';

/** How the console looks. */
export default async function StaffSettingsPage() {
  await requireStaffPage();
  const { settings } = await messages();
  return (
    <div className="grid max-w-[36rem] gap-3 lg:gap-6">
      <Title of={settings.title} />
      <h1 className="sr-only">{settings.title}</h1>
      <LookSettings />
      <LensSwitch />
    </div>
  );
}
