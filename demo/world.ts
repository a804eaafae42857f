/** The demo's people and accounts. All share one password; the production profile has none of them. */

import type { Group } from '#demo/demo-counterparties.ts';
import type { NewUser } from '#lib/identity/users.ts';

export const DEMO_PASSWORD = 'foobared';
export const CURRENCY = 'USD';

/** How a customer lives: which employer, landlord and subscriptions the twelve months show. */
export type Life = {
  employer: string;
  landlord: string;
  /** The day of the month the salary comes. */
  payday: number;
  monthly: readonly (readonly [group: Group, name: string, day: number])[];
  /** Where everyday money goes, beside groceries. */
  pet: boolean;
  driver: boolean;
  savedMinor: number;
};

export type DemoAccount = {
  name: string;
  number: string;
  openingBalanceMinor: number;
} & (
  | { kind: 'current'; life: Life; savings?: string }
  | { kind: 'savings'; fedBy: string; savedMinor: number }
);

export type DemoCustomer = {
  username: string;
  profile: NewUser['profile'];
  /** The customer's own order: the current account first. */
  accounts: readonly DemoAccount[];
};

export const CUSTOMERS: readonly DemoCustomer[] = [
  {
    username: 'bob',
    profile: { name: 'Bob Carter', dateOfBirth: '1986-04-12', email: 'bob@redisbank.example' },
    accounts: [
      {
        kind: 'current',
        name: 'Current account',
        number: '1580783161',
        openingBalanceMinor: 100_000_00,
        savings: '1580783179',
        life: {
          employer: 'Northwind Traders',
          landlord: 'Parkview Lettings',
          payday: 25,
          monthly: [
            ['utilities', 'Octopus Energy', 3],
            ['utilities', 'BT Broadband', 5],
            ['utilities', 'Vodafone', 8],
            ['utilities', 'City Council', 15],
            ['utilities', 'Thames Water', 18],
            ['insurance', 'Allianz', 10],
            ['insurance', 'AXA', 10],
            ['subscriptions', 'Netflix', 7],
            ['subscriptions', 'Spotify', 12],
            ['subscriptions', 'PureGym', 2],
            ['subscriptions', 'The Guardian', 20],
            ['subscriptions', 'Apple iCloud', 22],
            ['bank', 'Redis Bank', 28],
          ],
          pet: true,
          driver: true,
          savedMinor: 400_00,
        },
      },
      {
        kind: 'savings',
        name: 'Rainy day savings',
        number: '1580783179',
        openingBalanceMinor: 12_500_00,
        fedBy: '1580783161',
        savedMinor: 400_00,
      },
    ],
  },
  {
    username: 'alice',
    profile: { name: 'Alice Nguyen', dateOfBirth: '1991-09-30', email: 'alice@redisbank.example' },
    accounts: [
      {
        kind: 'current',
        name: 'Current account',
        number: '1642207730',
        openingBalanceMinor: 24_300_00,
        savings: '1642207748',
        life: {
          employer: 'Contoso Studio',
          landlord: 'Harbour Homes',
          payday: 28,
          monthly: [
            ['utilities', 'Octopus Energy', 4],
            ['utilities', 'Vodafone', 9],
            ['utilities', 'Waste & Recycling', 16],
            ['insurance', 'Bupa', 11],
            ['subscriptions', 'Disney+', 6],
            ['subscriptions', 'Adobe', 13],
            ['subscriptions', 'Headspace', 19],
            ['subscriptions', 'YouTube Premium', 21],
          ],
          pet: false,
          driver: false,
          savedMinor: 250_00,
        },
      },
      {
        kind: 'savings',
        name: 'Round-the-world fund',
        number: '1642207748',
        openingBalanceMinor: 3_150_00,
        fedBy: '1642207730',
        savedMinor: 250_00,
      },
    ],
  },
  {
    username: 'carol',
    profile: { name: 'Carol Fitzgerald', dateOfBirth: '1978-01-05', email: 'carol@redisbank.example' },
    accounts: [
      {
        kind: 'current',
        name: 'Household account',
        number: '1719904426',
        openingBalanceMinor: 41_750_00,
        life: {
          employer: 'City Hospital',
          landlord: 'Old Town Estates',
          payday: 27,
          monthly: [
            ['utilities', 'Octopus Energy', 2],
            ['utilities', 'BT Broadband', 6],
            ['utilities', 'City Council', 14],
            ['utilities', 'Thames Water', 17],
            ['insurance', 'AXA', 9],
            ['insurance', 'Bupa', 9],
            ['subscriptions', 'New York Times', 11],
            ['subscriptions', 'Audible', 23],
            ['subscriptions', 'Dropbox', 24],
          ],
          pet: true,
          driver: true,
          savedMinor: 0,
        },
      },
    ],
  },
];

export const STAFF: readonly Pick<NewUser, 'username' | 'role' | 'profile'>[] = [
  {
    username: 'adam',
    role: 'admin',
    profile: { name: 'Adam Lindqvist', dateOfBirth: '1983-07-19', email: 'adam@redisbank.example' },
  },
  {
    username: 'sofia',
    role: 'supervisor',
    profile: { name: 'Sofia Marchetti', dateOfBirth: '1975-11-02', email: 'sofia@redisbank.example' },
  },
  {
    username: 'nora',
    role: 'super-admin',
    profile: { name: 'Nora Haugen', dateOfBirth: '1969-03-23', email: 'nora@redisbank.example' },
  },
];
