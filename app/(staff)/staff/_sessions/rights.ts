/** What whoever looks at the console may see and do. */
export type Rights = {
  /** Roles whose sessions are shown. */
  sees: readonly string[];
  /** Roles whose sessions may be ended; empty for who may only look. */
  ends: readonly string[];
  /** Whether many people's sessions may be ended at once. */
  many: boolean;
};
