// What the server tells as it happens; see services/console/src/domain/news.ts and sale.ts.

interface Common {
  id: string;
  customer: string;
  name: string | null;
  at: string;
}

export type News = Common &
  (
    | { kind: 'touchpoint'; event: string; origin: string; recordedAt: string; simulated: boolean }
    | { kind: 'tier' | 'entered' | 'left'; subject: string; from: string | null; to: string | null }
    | { kind: 'decision'; decision: string; campaign: string; outcome: string; reason: string }
  );

export type Stage =
  | { stage: 'touchpoint'; ms: number; id: string; currency: string; amount: number }
  | { stage: 'profile'; ms: number; orders: number }
  | { stage: 'tier'; ms: number; before: string | null; after: string | null; expectedRevenue: number; pAlive: number }
  | { stage: 'action'; ms: number; decisions: { id: string; campaign: string; outcome: string; reason: string }[] }
  | { stage: 'late'; after: 'touchpoint' | 'profile'; ms: number }
  | { stage: 'failed'; code: string };
