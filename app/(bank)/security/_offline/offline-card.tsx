import { messages } from '#app/_words/server.ts';
import { keepWords } from '#app/(bank)/security/words.ts';
import { KeepSwitch } from './keep-switch.tsx';

const TEXT = 'offline-text';

/** What is kept on the device, in two sentences, and the switch for it. */
export async function OfflineCard() {
  const all = await messages();
  const { cardTitle, cardText } = all.offline;
  return (
    <section className="card" aria-labelledby="offline">
      <h2 id="offline" className="mb-2 font-strong">
        {cardTitle}
      </h2>
      <p id={TEXT} className="text-small text-ink-soft">
        {cardText}
      </p>
      <KeepSwitch words={keepWords(all)} describedBy={TEXT} />
    </section>
  );
}
