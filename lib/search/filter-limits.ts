/** Browser-safe: forms say it before the bank does. */

/** Of the search box; longer text finds nothing and is not saved. */
export const MAX_QUERY = 200;
export const MAX_COUNTERPARTY = 100;

/** A day as the filter writes it; whether the calendar has it is the schema's to say. */
export const BANK_DAY = /^(19[7-9]\d|2\d{3})-\d{2}-\d{2}$/;
/** An amount in major units without sign. */
export const PLAIN_AMOUNT = /^\d{1,12}([.,]\d{1,2})?$/;
