// The demo, and the way out of it.
import { api, dataOf } from './client';

const ASK_EVERY_MS = 500;
const PATIENCE_MS = 60_000;

export const demo = () => dataOf(api.GET('/api/demo'));

/** Resolves when the store stands again, empty. While it starts anew nothing answers. */
export async function leaveDemo(): Promise<void> {
  await dataOf(api.DELETE('/api/demo'));
  for (const late = Date.now() + PATIENCE_MS; ;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    const now = await demo().catch((error: unknown) => {
      if (Date.now() > late) throw error;
      return null;
    });
    if (now?.canLeave === false) return;
  }
}
