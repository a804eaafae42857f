import fc from 'fast-check';

/** Any text JavaScript can hold: ASCII, lone surrogates and rare planes. fc's own `binary` takes a second to begin. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.nat(0x10ffff)), { maxLength })
    .map((points) => points.map((point) => String.fromCodePoint(point)).join(''));
