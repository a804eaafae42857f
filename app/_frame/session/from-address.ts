import { type Catalogue, fill } from '#app/_words/catalogue.ts';
import { THIS_COMPUTER } from '#lib/sessions/short-address.ts';

/** "from 203.0.113.x", "from this computer"; the address is shortened. */
export const fromAddress = (
  words: Pick<Catalogue['session'], 'address' | 'thisComputer'>,
  address: string,
): string => (address === THIS_COMPUTER ? words.thisComputer : fill(words.address, { address }));
