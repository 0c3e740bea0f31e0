// The demo store: its progress, and leaving it.
import { $api, api, dataOf } from '../api/client';

const EVERY_MS = 10_000;
const BUSY_MS = 1_000;
const ASK_EVERY_MS = 500;
const PATIENCE_MS = 60_000;

/** The progress of the demo; polled every second while it loads or plays. */
export const useDemo = () =>
  $api.useQuery(
    'get',
    '/api/demo',
    {},
    { refetchInterval: ({ state }) => ((state.data?.stage ?? 'alive') === 'alive' ? EVERY_MS : BUSY_MS) },
  );

/** Resolves when the store is back, empty. It answers no request while it starts anew. */
export async function leaveDemo(): Promise<void> {
  await dataOf(api.DELETE('/api/demo'));
  for (const late = Date.now() + PATIENCE_MS; ;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    const now = await dataOf(api.GET('/api/demo')).catch((error: unknown) => {
      if (Date.now() > late) throw error;
      return null;
    });
    if (now?.canLeave === false) return;
  }
}
