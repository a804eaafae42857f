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
  /** Who is paid each month, and on which day. */
  monthly: Partial<Record<Group, Record<string, number>>>;
  /** Where everyday money goes, beside groceries. */
  pet: boolean;
  driver: boolean;
};

export type DemoAccount = {
  name: string;
  number: string;
  openingBalanceMinor: number;
  /** The standing order each month from the current account to the savings, as either of them sees it. */
  saving?: { with: string; amountMinor: number };
} & ({ kind: 'current'; life: Life } | { kind: 'savings' });

export type CurrentAccount = Extract<DemoAccount, { kind: 'current' }>;

export type DemoCustomer = Pick<NewUser, 'username' | 'profile'> & {
  /** The customer's own order: the current account first. */
  accounts: readonly DemoAccount[];
};

const person = (username: string, name: string, dateOfBirth: string) => ({
  username,
  profile: { name, dateOfBirth, email: `${username}@redisbank.example` },
});

export const CUSTOMERS: readonly DemoCustomer[] = [
  {
    ...person('bob', 'Bob Carter', '1986-04-12'),
    accounts: [
      {
        kind: 'current',
        name: 'Current account',
        number: '1580783161',
        openingBalanceMinor: 100_000_00,
        saving: { with: '1580783179', amountMinor: 400_00 },
        life: {
          employer: 'Northwind Traders',
          landlord: 'Parkview Lettings',
          payday: 25,
          monthly: {
            utilities: {
              'Octopus Energy': 3,
              'BT Broadband': 5,
              Vodafone: 8,
              'City Council': 15,
              'Thames Water': 18,
            },
            insurance: { Allianz: 10, AXA: 10 },
            subscriptions: { Netflix: 7, Spotify: 12, PureGym: 2, 'The Guardian': 20, 'Apple iCloud': 22 },
            bank: { 'Redis Bank': 28 },
          },
          pet: true,
          driver: true,
        },
      },
      {
        kind: 'savings',
        name: 'Rainy day savings',
        number: '1580783179',
        openingBalanceMinor: 12_500_00,
        saving: { with: '1580783161', amountMinor: 400_00 },
      },
    ],
  },
  {
    ...person('alice', 'Alice Nguyen', '1991-09-30'),
    accounts: [
      {
        kind: 'current',
        name: 'Current account',
        number: '1642207730',
        openingBalanceMinor: 24_300_00,
        saving: { with: '1642207748', amountMinor: 250_00 },
        life: {
          employer: 'Contoso Studio',
          landlord: 'Harbour Homes',
          payday: 28,
          monthly: {
            utilities: { 'Octopus Energy': 4, Vodafone: 9, 'Waste & Recycling': 16 },
            insurance: { Bupa: 11 },
            subscriptions: { 'Disney+': 6, Adobe: 13, Headspace: 19, 'YouTube Premium': 21 },
          },
          pet: false,
          driver: false,
        },
      },
      {
        kind: 'savings',
        name: 'Round-the-world fund',
        number: '1642207748',
        openingBalanceMinor: 3_150_00,
        saving: { with: '1642207730', amountMinor: 250_00 },
      },
    ],
  },
  {
    ...person('carol', 'Carol Fitzgerald', '1978-01-05'),
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
          monthly: {
            utilities: { 'Octopus Energy': 2, 'BT Broadband': 6, 'City Council': 14, 'Thames Water': 17 },
            insurance: { AXA: 9, Bupa: 9 },
            subscriptions: { 'New York Times': 11, Audible: 23, Dropbox: 24 },
          },
          pet: true,
          driver: true,
        },
      },
    ],
  },
];

export const STAFF: readonly Pick<NewUser, 'username' | 'role' | 'profile'>[] = [
  { ...person('adam', 'Adam Lindqvist', '1983-07-19'), role: 'admin' },
  { ...person('sofia', 'Sofia Marchetti', '1975-11-02'), role: 'supervisor' },
  { ...person('nora', 'Nora Haugen', '1969-03-23'), role: 'super-admin' },
];
