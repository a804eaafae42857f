import { bank, RefusedError } from '#app/_client/bank.ts';
import { createPasskey } from '#app/_client/passkey.ts';
import type { useConfirming } from '#app/_frame/session/step-up.tsx';
import { sign } from './sign.ts';

/** A new passkey of this device, which signs in, too. Answers its id. Throws NotConfirmed without a step-up. */
export async function addPasskey(
  name: string,
  confirming: ReturnType<typeof useConfirming>,
): Promise<string> {
  const options = await confirming(() => bank.post('/api/passkeys/challenge'));
  const made = await createPasskey({
    ...options,
    excludeCredentials: options.excludeCredentials.map((one) => ({ ...one })),
  });
  const response = { ...made, clientExtensionResults: {} };
  return (await bank.post('/api/passkeys', { body: { response, name } })).id;
}

/**
 * Has the bank know a passkey for payments, by a code; one that it knows, since an answer was lost, needs none. Throws
 * NotConfirmed without a step-up.
 */
export async function enrolPasskey(
  id: string,
  code: string,
  confirming: ReturnType<typeof useConfirming>,
): Promise<void> {
  const known = await bank.get('/api/payment-keys');
  if (known.items.some((one) => one.id === id)) return;
  const wanted = await confirming(() => bank.post('/api/payment-keys/options', { body: { id, code } }));
  const assertion = await sign(wanted);
  const { items } = await bank.post('/api/payment-keys', { body: { id, code, assertion } });
  if (!items.some((one) => one.id === id)) throw new RefusedError(0, { code: 'slow' });
}
