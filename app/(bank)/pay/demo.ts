/** Whom one can pay in the demo at once; demo/world.ts makes them, and no other profile has them. */
export const DEMO_PAYEES: readonly { name: string; number: string }[] = [
  { name: 'Bob Carter', number: '1580783161' },
  { name: 'Alice Nguyen', number: '1642207730' },
  { name: 'Carol Fitzgerald', number: '1719904426' },
];
