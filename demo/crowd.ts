/** Further customers, as many as a trial of size needs. Each follows from its number. */
import type { Group } from '#demo/demo-counterparties.ts';
import { COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { between, hashText, pick, randomFrom } from '#demo/random.ts';
import { CUSTOMERS, type CurrentAccount, type DemoCustomer } from '#demo/world.ts';

const FIRST_NAMES = [
  'Ada',
  'Ben',
  'Chloé',
  'David',
  'Elif',
  'Femi',
  'Grace',
  'Hana',
  'Ivan',
  'Jonas',
  'Katja',
  'Liam',
];
const LAST_NAMES = [
  'Okafor',
  'Müller',
  'Rossi',
  'Tanaka',
  'Novák',
  'Silva',
  'Jensen',
  'Kaya',
  'Dubois',
  'Walsh',
];
const BILLS: readonly Group[] = ['utilities', 'insurance', 'subscriptions'];

const PREFIX = '3';
const DIGITS = 9;

export function crowdCustomer(number: number): DemoCustomer & { account: CurrentAccount } {
  const username = `customer-${number}`;
  const random = randomFrom(username);
  const name = `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`;
  const dateOfBirth = new Date(Date.UTC(between(random, 1945, 2006), 0, between(random, 1, 365)));
  const account: CurrentAccount = {
    kind: 'current',
    name: 'Current account',
    number: `${PREFIX}${String(number).padStart(DIGITS, '0')}`,
    openingBalanceMinor: between(random, 500_00, 90_000_00),
    life: {
      employer: pick(random, COUNTERPARTIES.income).name,
      landlord: pick(random, COUNTERPARTIES.housing).name,
      payday: between(random, 1, 28),
      monthly: Object.fromEntries(
        BILLS.map((group) => [group, { [pick(random, COUNTERPARTIES[group]).name]: between(random, 1, 28) }]),
      ),
      pet: random() < 0.4,
      driver: random() < 0.6,
    },
  };
  const profile = {
    name,
    dateOfBirth: dateOfBirth.toISOString().slice(0, 10),
    email: `${username}@redisbank.example`,
  };
  return { username, profile, accounts: [account], account };
}

const DEMO_ACCOUNTS = new Map(
  CUSTOMERS.flatMap(({ accounts }) => accounts)
    .filter((account) => account.kind === 'current')
    .map((account) => [account.number, account]),
);

/** Who lives from the current account of that number: of the demo, of the crowd, or somebody made up for it. */
export function accountOf(number: string): CurrentAccount {
  const ofCrowd = number.startsWith(PREFIX) && number.length === PREFIX.length + DIGITS;
  return (
    DEMO_ACCOUNTS.get(number) ?? {
      ...crowdCustomer(ofCrowd ? Number(number.slice(PREFIX.length)) : hashText(number)).account,
      number,
    }
  );
}
