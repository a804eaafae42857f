import type { Catalogue } from '#app/_words/catalogue.ts';
import { deviceName } from '#app/_words/device-name.ts';
import { type Passkey, passkeyView } from '#lib/identity/passkeys.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { passkeysWork } from '#lib/webauthn.ts';

/** What the card of one's passkeys is given by a page. On the server. */
export const passkeyCardProps = (
  { passkeys: words, session }: Catalogue,
  { device }: SessionDocument,
  passkeys: readonly [id: string, passkey: Passkey][],
) => ({
  drawn: passkeys.map(([id, passkey]) => passkeyView(id, passkey)),
  works: passkeysWork(),
  device: deviceName(session, device),
  words,
});
