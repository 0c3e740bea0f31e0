import fc from 'fast-check';
import { decodeRecords, encodeRecords } from './records';

const record = fc.record({
  key: fc.string({ unit: 'grapheme' }),
  value: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  headers: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }), { maxKeys: 3, noNullPrototype: true }),
});

describe('a row of records', () => {
  it('gives back what was put in, at its offsets', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), fc.nat(1e9), (records, base) => {
        const body = encodeRecords(records.map((each, index) => ({ place: index * 2, record: each })));
        const decoded = decodeRecords(body, base);
        expect(decoded).toEqual(records.map((each, index) => ({ ...each, offset: String(base + index * 2) })));
      }),
      { numRuns: 50 },
    );
  });

  it('is deflated when that pays and left alone when it does not', () => {
    const row = (value: Buffer) => encodeRecords([{ place: 0, record: { key: 'k', value } }]);
    const random = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * index * 2654435761) >>> 24));

    expect(row(Buffer.alloc(5_000, 'abc')).length).toBeLessThan(200);
    expect(row(Buffer.from('short')).length).toBe(1 + 16 + 1 + 5);
    expect(decodeRecords(row(random), 0)[0]?.value.equals(random)).toBe(true);
  });
});
