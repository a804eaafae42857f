import { cookies } from 'next/headers';
import { switchLens } from '#app/_frame/actions.ts';
import { Choices } from '#app/_frame/choices.tsx';
import { messages } from '#app/_words/server.ts';
import { lensChoice } from '#lib/browser-choices.ts';
import { config } from '#lib/config.ts';

/** The card that switches the lens on and off: in the demo, and nowhere else. */
export async function LensSwitch() {
  if (!config().demo) return null;
  const { lens: words } = await messages();
  const chosen = (await cookies()).get(lensChoice.cookieName())?.value;
  return (
    <section className="card" aria-labelledby="lens">
      <h2 id="lens" className="font-strong">
        {words.title}
      </h2>
      <p className="mt-1 mb-3 text-small text-ink-soft">{words.text}</p>
      <Choices
        framed
        action={switchLens}
        name="lens"
        label={words.title}
        options={(['on', 'off'] as const).map((value) => ({ value, label: words[value] }))}
        chosen={lensChoice.parse(chosen) ?? 'off'}
      />
    </section>
  );
}
