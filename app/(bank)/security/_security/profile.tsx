'use client';
import { bank } from '#app/_client/bank.ts';
import { Fact } from '#app/_kit/fact.tsx';
import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { DetailsToggle } from '#app/(bank)/_details/toggle.tsx';
import { type DrawnDetails, useDetails } from '#app/(bank)/_details/use-details.ts';
import type { ProfileWords } from '#app/(bank)/security/words.ts';
import { isMasked } from '#lib/mask.ts';
import type { Profile as Person } from '#lib/sessions/document.ts';

/** Who one is here; date of birth and email are masked until one asks for them. */
export function Profile({
  username,
  masked,
  drawn,
  words,
}: {
  username: string;
  masked: Person;
  /** The whole, where the page asked for it and may have it. */
  drawn: DrawnDetails<Person> | null;
  words: ProfileWords;
}) {
  const details = useDetails(
    () => bank.get('/api/session'),
    ({ profile }) => profile,
    drawn,
  );
  const { name, email, dateOfBirth } = details.shown ?? masked;
  return (
    <section className="card" aria-labelledby="profile">
      <div className="-mt-2.5 flex flex-wrap items-center justify-between gap-x-4">
        <h2 id="profile" className="font-strong">
          {words.profile}
        </h2>
        <DetailsToggle details={details} words={words.details} here="/security" />
      </div>
      <dl>
        <Fact name={words.name}>{name}</Fact>
        <Fact name={words.username}>{username}</Fact>
        <Fact name={words.email}>
          <Email email={email} words={words.details} />
        </Fact>
        <Fact name={words.dateOfBirth}>
          <Day day={dateOfBirth} words={words.details} />
        </Fact>
      </dl>
    </section>
  );
}

function Email({ email, words }: { email: string; words: ProfileWords['details'] }) {
  if (!isMasked(email)) return email;
  return (
    <Masked text={email} spoken={fill(words.hiddenAt, { host: email.slice(email.lastIndexOf('@') + 1) })} />
  );
}

function Day({ day, words }: { day: string; words: ProfileWords['details'] }) {
  const { shortWithYear } = useFormat();
  if (isMasked(day)) return <Masked text={day} spoken={words.hidden} />;
  // A day, not a moment: noon is that day wherever the bank is.
  return shortWithYear(Date.parse(`${day}T12:00:00Z`));
}

const Masked = ({ text, spoken }: { text: string; spoken: string }) => (
  <>
    <span aria-hidden="true">{text}</span>
    <span className="sr-only">{spoken}</span>
  </>
);
