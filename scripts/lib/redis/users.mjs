/** Redis users: passwords made once per `.data/`, and the ACL file that redis/users.acl becomes with them. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inRoot } from '../paths.mjs';

export const USERS = /** @type {const} */ (['admin', 'web', 'worker', 'payments', 'deploy']);
/** @typedef {typeof USERS[number]} User */
/** @typedef {Record<User, string>} Passwords */

/** @returns {Passwords} 192 random bits each, safe in an address without escaping */
export const newPasswords = () =>
  /** @type {Passwords} */ (
    Object.fromEntries(USERS.map((user) => [user, randomBytes(24).toString('base64url')]))
  );

/**
 * Fills the ACL file in: only hashes reach the disk, and the comments go, since Redis takes none there.
 * @param {Passwords} passwords
 */
export function renderAcl(passwords) {
  const lines = readFileSync(inRoot('redis/users.acl'), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('user '))
    .map((line) =>
      line.replace(/\{\{(\w+)\}\}/g, (_, user) =>
        createHash('sha256')
          .update(passwords[/** @type {User} */ (user)])
          .digest('hex'),
      ),
    )
    .join('\n')
    .concat('\n');
}

/**
 * @param {Passwords} passwords
 * @param {number} port
 * @returns {Record<User, string>} addresses by user
 */
export const urlsFor = (passwords, port) =>
  /** @type {Record<User, string>} */ (
    Object.fromEntries(USERS.map((user) => [user, `redis://${user}:${passwords[user]}@127.0.0.1:${port}`]))
  );
