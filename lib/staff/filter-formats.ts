/** What the texts of a filter look like: for the schema, and for the fields before anything is asked. */

/** Ids of sessions, by comma; fifty at most. */
export const SIDS = /^[A-Za-z0-9_-]{22}(?:,[A-Za-z0-9_-]{22}){0,49}$/;
/** The beginning of an address. */
export const ADDRESS_START = /^[0-9a-fA-F.:]{2,45}$/;
