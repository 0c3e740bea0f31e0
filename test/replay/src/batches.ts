// Splits events into batches within the limits of one request.

const MAX_BATCH = 500;

const MAX_BATCH_BYTES = 400_000;

export function* inBatches(events: readonly object[]): Generator<object[]> {
  let batch: object[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    if (batch.length === MAX_BATCH || bytes + size > MAX_BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
