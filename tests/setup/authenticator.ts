/** A software authenticator: passkeys of P-256 that answer as a browser would, with each fact settable. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What the authenticator says of itself and of where it is asked; each may be changed between two answers. */
export type Facts = {
  origin: string;
  rpId: string;
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  /** The counter of the next answer; it rises by itself, unless it is 0. */
  counter: number;
  crossOrigin: boolean;
};

const AT_LOCALHOST: Facts = {
  origin: 'http://localhost:8080',
  rpId: 'localhost',
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  counter: 1,
  crossOrigin: false,
};

const FLAG = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };
const ES256 = -7;
const AAGUID_BYTES = 16;

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();

export class SoftwareAuthenticator {
  /** Of its passkey. */
  readonly id = base64url(randomBytes(16));
  readonly publicKey: string;
  readonly facts: Facts;
  /** As given when the passkey was made. */
  userHandle: string | undefined;
  readonly #privateKey: KeyObject;

  constructor(facts: Partial<Facts> = {}) {
    this.facts = { ...AT_LOCALHOST, ...facts };
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const coordinate = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
    this.#privateKey = privateKey;
    // COSE: kty EC2, alg ES256, crv P-256, x, y.
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, ES256],
      [-1, 1],
      [-2, coordinate(x)],
      [-3, coordinate(y)],
    ]);
    this.publicKey = base64url(isoCBOR.encode(cose));
  }

  /** Makes the passkey: what `navigator.credentials.create` answers. */
  create(
    options: Pick<PublicKeyCredentialCreationOptionsJSON, 'challenge' | 'user'>,
  ): RegistrationResponseJSON {
    this.userHandle = options.user.id;
    const id = Buffer.from(this.id, 'base64url');
    const idLength = Buffer.alloc(2);
    idLength.writeUInt16BE(id.length);
    const key = Buffer.from(this.publicKey, 'base64url');
    const attested = Buffer.concat([Buffer.alloc(AAGUID_BYTES), idLength, id, key]);
    const statement = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', new Uint8Array(Buffer.concat([this.#authenticatorData(FLAG.attested), attested]))],
    ]);
    return {
      ...this.#answer(),
      response: {
        clientDataJSON: base64url(this.#clientData('webauthn.create', options.challenge)),
        attestationObject: base64url(isoCBOR.encode(statement)),
        transports: ['internal'],
      },
    };
  }

  /** Signs a challenge: what `navigator.credentials.get` answers. */
  get(options: Pick<PublicKeyCredentialRequestOptionsJSON, 'challenge'>): AuthenticationResponseJSON {
    const clientData = this.#clientData('webauthn.get', options.challenge);
    const authenticatorData = this.#authenticatorData(0);
    const signature = sign(
      'sha256',
      Buffer.concat([authenticatorData, sha256(clientData)]),
      this.#privateKey,
    );
    return {
      ...this.#answer(),
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(signature),
        userHandle: this.userHandle,
      },
    };
  }

  #answer() {
    return { id: this.id, rawId: this.id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  #clientData(type: string, challenge: string): string {
    const { origin, crossOrigin } = this.facts;
    return JSON.stringify({ type, challenge, origin, crossOrigin });
  }

  #authenticatorData(flags: number): Buffer {
    const { rpId, userVerified, backupEligible, backedUp, counter } = this.facts;
    const said =
      flags |
      FLAG.present |
      (userVerified ? FLAG.verified : 0) |
      (backupEligible ? FLAG.backupEligible : 0) |
      (backedUp ? FLAG.backedUp : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    if (counter > 0) this.facts.counter += 1;
    return Buffer.concat([sha256(rpId), Buffer.from([said]), count]);
  }
}
