import fc from 'fast-check';
import { MAX_IMPORT_BYTES, PART_BYTES, missingParts, partsOf, sizeOfPart } from './upload';

describe('the parts of an upload', () => {
  it('together are the file', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_IMPORT_BYTES }), (size) => {
        const sizes = Array.from({ length: partsOf(size) }, (_, number) => sizeOfPart(size, number) as number);
        expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(size);
        expect(sizes.slice(0, -1).every((one) => one === PART_BYTES)).toBe(true);
        expect(sizes.at(-1)).toBeGreaterThan(0);
      }),
    );
  });

  it('have no size beyond the last one', () => {
    expect(sizeOfPart(PART_BYTES, 1)).toBeNull();
    expect(sizeOfPart(PART_BYTES + 1, 1)).toBe(1);
    expect(sizeOfPart(10, -1)).toBeNull();
  });

  it('are missing until they were received, in any order', () => {
    expect(missingParts(3 * PART_BYTES, new Set([2, 0]))).toEqual([1]);
    expect(missingParts(1, new Set([0]))).toEqual([]);
  });
});
