/** What came of changing the password. */
export type PasswordState = {
  status: 'untried' | 'changed' | 'refused';
  /** The bank's error code. */
  code?: string;
  /** What is wrong with the new one. */
  fault?: string | undefined;
  retryAfterSeconds?: number | undefined;
  endOthers: boolean;
};
