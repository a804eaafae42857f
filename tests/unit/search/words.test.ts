import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '#lib/fold-text.ts';
import { readText } from '#lib/search/query-text.ts';
import { anyText } from './any-text.ts';

describe('folding', () => {
  it.each([
    ['Café-Bar  №7', 'cafe bar no7'],
    ['Crêperie', 'creperie'],
    ['Jürgen Weiß', 'jurgen weiss'],
    ['Søren Kjær', 'soren kjaer'],
    ['Łukasz', 'lukasz'],
    ['İstanbul', 'istanbul'],
    ['ﬁsh ＆ chips', 'fish chips'],
    ['H&M', 'h m'],
    ['😀', ''],
    ['\u0000', ''],
    ['𠮷野家', 'u20bb7野家'],
  ])('"%s" is "%s"', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('leaves letters, digits and single spaces, of 16 bits each, and folding again changes nothing', () => {
    fc.assert(
      fc.property(anyText(30), (text) => {
        const folded = foldText(text);
        expect(folded).toMatch(/^([\p{L}\p{N}]+( [\p{L}\p{N}]+)*)?$/u);
        expect(folded.length).toBe([...folded].length);
        expect(foldText(folded)).toBe(folded);
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});

describe('reading what was typed', () => {
  it.each<[string, ReturnType<typeof readText>]>([
    ['', []],
    ['   ', []],
    ['t', []],
    ['te', [{ kind: 'prefix', prefix: 'te' }]],
    ['te t', [{ kind: 'prefix', prefix: 'te' }]],
    [
      'h&m ',
      [
        { kind: 'word', word: 'h' },
        { kind: 'word', word: 'm' },
      ],
    ],
    ['***', 'nothing'],
    ['223.28', [{ kind: 'amount', absMinor: 22328, direction: undefined }]],
    ['12,5', [{ kind: 'amount', absMinor: 1250, direction: undefined }]],
    ['-12.50', [{ kind: 'amount', absMinor: 1250, direction: 'out' }]],
    ['1,234.56', [{ kind: 'amount', absMinor: 123456, direction: undefined }]],
    ['223,28', [{ kind: 'amount', absMinor: 22328, direction: undefined }]],
    ['1.234,56', [{ kind: 'amount', absMinor: 123456, direction: undefined }]],
    ['1.234.567,8 ', [{ kind: 'amount', absMinor: 123456780, direction: undefined }]],
    ['1.234', [{ kind: 'amount', absMinor: 123400, direction: undefined }]],
    ['1,234', [{ kind: 'amount', absMinor: 123400, direction: undefined }]],
    ['−92,40', [{ kind: 'amount', absMinor: 9240, direction: 'out' }]],
    ['−', []],
    ['>1.000,50', [{ kind: 'range', minMinor: 100051, maxMinor: 1e14 }]],
    ['50,5-1.000', [{ kind: 'range', minMinor: 5050, maxMinor: 100000 }]],
    ['223', [{ kind: 'units', units: 223, digits: '223' }]],
    ['x'.repeat(201), 'nothing'],
    ['£9.99', [{ kind: 'amount', absMinor: 999, direction: undefined }]],
    ['12,50€', [{ kind: 'amount', absMinor: 1250, direction: undefined }]],
    ['>100', [{ kind: 'range', minMinor: 10001, maxMinor: 1e14 }]],
    ['> 1,000.50', [{ kind: 'range', minMinor: 100051, maxMinor: 1e14 }]],
    ['≥100', [{ kind: 'range', minMinor: 10000, maxMinor: 1e14 }]],
    ['<12,5', [{ kind: 'range', minMinor: 0, maxMinor: 1249 }]],
    ['<=12.5', [{ kind: 'range', minMinor: 0, maxMinor: 1250 }]],
    ['50-80', [{ kind: 'range', minMinor: 5000, maxMinor: 8000 }]],
    ['$50 – 79.99', [{ kind: 'range', minMinor: 5000, maxMinor: 7999 }]],
    [
      '2024-11',
      [
        { kind: 'units', units: 2024, digits: '2024' },
        { kind: 'units', units: 11, digits: '11' },
      ],
    ],
    [
      '12 -5.00',
      [
        { kind: 'units', units: 12, digits: '12' },
        { kind: 'amount', absMinor: 500, direction: 'out' },
      ],
    ],
    [
      'XF 35mm',
      [
        { kind: 'prefix', prefix: 'xf' },
        { kind: 'prefix', prefix: '35mm' },
      ],
    ],
    [
      'tesco > 20',
      [
        { kind: 'prefix', prefix: 'tesco' },
        { kind: 'range', minMinor: 2001, maxMinor: 1e14 },
      ],
    ],
    ['>', []],
    ['>=', []],
    ['-', []],
    ['€', []],
  ])('"%s"', (text, terms) => {
    expect(readText(text)).toEqual(terms);
  });

  it('any text has a meaning, and none of its words can be syntax', () => {
    fc.assert(
      fc.property(anyText(300), (text) => {
        const terms = readText(text);
        for (const term of terms === 'nothing' ? [] : terms) {
          const word = term.kind === 'word' ? term.word : term.kind === 'prefix' ? term.prefix : 'x';
          expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
        }
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
