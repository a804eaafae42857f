import type { BodyOf } from '#app/_client/bank.ts';
import { signWithPasskey } from '#app/_client/passkey.ts';

/** What the bank wants signed, and by which passkeys. */
type Wanted = {
  challenge: string;
  rpId: string;
  credentials: readonly { id: string; transports?: readonly string[] | undefined }[];
};

/** Asks the customer's passkey, as the bank takes its answer. Throws as the browser: see `isDeclined`. */
export async function sign({
  challenge,
  rpId,
  credentials,
}: Wanted): Promise<BodyOf<'/api/payments/:id/proof', 'POST'>['response']> {
  const answer = await signWithPasskey({
    challenge,
    rpId,
    userVerification: 'required',
    allowCredentials: credentials.map(({ id, transports }) => ({
      id,
      type: 'public-key',
      transports: transports as AuthenticatorTransport[],
    })),
  });
  return { ...answer, clientExtensionResults: {} };
}
