/**
 * Open Financial Exchange 2.1.1, a bank statement in XML, as accounting programs read it. Lengths, order and names of
 * elements are those of its specification: https://financialdataexchange.org/ofx
 */

import type { FileFormat } from '#lib/export/file-format.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { toDecimalText } from '#lib/money.ts';
import { spanOf } from '#lib/search/filter-fields.ts';

/** At most nine characters. */
const BANK_ID = 'REDISBANK';
const MAX_NAME = 32;
const MAX_MEMO = 255;

const TRNTYPE: Record<EntryView['type'], string> = {
  card: 'POS',
  transfer: 'XFER',
  direct_debit: 'DIRECTDEBIT',
  standing_order: 'REPEATPMT',
  cash: 'ATM',
  salary: 'DIRECTDEP',
  refund: 'CREDIT',
  interest: 'INT',
  fee: 'FEE',
  own_transfer: 'XFER',
  payment: 'PAYMENT',
};

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Characters that XML 1.0 cannot hold are left out; ledger names have none. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const xml = (text: string): string =>
  text.replace(UNWRITABLE, '').replace(/[&<>]/g, (letter) => ESCAPED[letter] ?? letter);
const element = (name: string, text: string) => `<${name}>${xml(text)}</${name}>`;
const short = (text: string, max: number): string => [...text].slice(0, max).join('').trim();

/** `20261124231900.000[0:GMT]` */
const moment = (at: number): string => `${new Date(at).toISOString().replace(/[-:TZ]/g, '')}[0:GMT]`;

const STATUS = '<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>';

export const ofxFormat: FileFormat = {
  mediaType: 'application/x-ofx; charset=utf-8',
  head: ({ id, currency, openingAt }, filter, now, timeZone) => {
    const { sinceMs: begins = openingAt, beforeMs = now } = spanOf(filter, timeZone);
    const ends = Math.min(beforeMs, now);
    // Not the account's number: files are passed on, and programs tell accounts apart by ACCTID.
    return [
      '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n',
      '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n',
      `<OFX><SIGNONMSGSRSV1><SONRS>${STATUS}${element('DTSERVER', moment(now))}<LANGUAGE>ENG</LANGUAGE>`,
      '<FI><ORG>Redis Bank</ORG></FI></SONRS></SIGNONMSGSRSV1>\n',
      `<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID>${STATUS}<STMTRS>${element('CURDEF', currency)}`,
      `<BANKACCTFROM><BANKID>${BANK_ID}</BANKID>${element('ACCTID', id)}<ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\n`,
      `<BANKTRANLIST>${element('DTSTART', moment(Math.min(begins, ends)))}${element('DTEND', moment(ends))}\n`,
    ].join('');
  },
  row: ({ account, seq, type, at, amountMinor, counterparty, description }) => {
    const name = short(counterparty, MAX_NAME);
    // The memo has the whole of a shortened name.
    const memo = name === counterparty ? description : `${counterparty}: ${description}`;
    return [
      `<STMTTRN>${element('TRNTYPE', TRNTYPE[type])}${element('DTPOSTED', moment(at))}`,
      element('TRNAMT', toDecimalText(amountMinor)),
      // A stable id, so that programs recognise entries that they have read.
      element('FITID', `${account}-${seq}`),
      `${element('NAME', name)}${element('MEMO', short(memo, MAX_MEMO))}</STMTTRN>\n`,
    ].join('');
  },
  foot: ({ balanceMinor, availableMinor }, filter, now, timeZone) => {
    const balance = (name: string, amountMinor: number) =>
      `<${name}>${element('BALAMT', toDecimalText(amountMinor))}${element('DTASOF', moment(now))}</${name}>`;
    const { beforeMs = now } = spanOf(filter, timeZone);
    return [
      `</BANKTRANLIST>${balance('LEDGERBAL', balanceMinor)}`,
      // What can be spent now is no part of a statement about the past.
      beforeMs < now ? '' : balance('AVAILBAL', availableMinor),
      '</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n',
    ].join('');
  },
};
