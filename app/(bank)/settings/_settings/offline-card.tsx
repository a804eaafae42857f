import { messages } from '#app/_words/server.ts';
import { switchWords } from '#app/(bank)/settings/words.ts';
import { OfflineSwitch } from './offline-switch.tsx';

const TEXT = 'offline-text';

/** What is stored on the device, in two sentences, and the switch for it. */
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
      <OfflineSwitch words={switchWords(all)} describedBy={TEXT} />
    </section>
  );
}
