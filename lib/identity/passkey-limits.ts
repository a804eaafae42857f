/** Browser-safe: forms say it before the bank does. */
export const MAX_PASSKEYS = 10;
export const MAX_PASSKEY_NAME = 40;
