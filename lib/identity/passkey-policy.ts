/** Who must have a passkey: policy is data. */
import { config } from '#lib/config.ts';
import { passkeysWork } from '#lib/webauthn.ts';
import type { Role } from './roles.ts';

/** `required`: a password signs in until there is a passkey, and gives no rights over others until then. */
const PASSKEY_POLICY: Record<Role, 'offered' | 'required'> = {
  user: 'offered',
  admin: 'required',
  supervisor: 'required',
  'super-admin': 'required',
};

/**
 * What a role's passkeys are: `urged` where they would be required, and the demo lets one postpone it, since its people and
 * their password are public. `offered` also where no browser has them.
 */
export function passkeyRule(role: Role): 'offered' | 'urged' | 'required' {
  if (PASSKEY_POLICY[role] === 'offered' || !passkeysWork()) return 'offered';
  return config().demo ? 'urged' : 'required';
}
