// Counts who fits a rule while it is edited: an estimate with the first answer, then part by part
// to the exact number. It can be stopped and gone on with.
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, dataOf } from '../../../api/client';
import { ApiFault } from '../../../api/session';
import { type Counting, withPartOf } from './counting';

const TYPING_MS = 300;
const BUSY_MS = 1_000;
const BUSY = 429;

export interface LiveCount {
  counting: Counting | null;
  error: unknown;
  isRunning: boolean;
  stop: () => void;
  goOn: () => void;
}

/** @param rule null while it is not complete: the last count stays, and nothing is asked. */
export function useCounting(rule: Record<string, unknown> | null): LiveCount {
  const key = rule === null ? null : JSON.stringify(rule);
  const [state, setState] = useState<{ counting: Counting | null; error: unknown; isRunning: boolean }>({
    ...{ counting: null, error: null, isRunning: false },
  });
  const running = useRef<AbortController | null>(null);
  const run = useCallback((text: string, from: Counting | null) => {
    running.current?.abort();
    const stopping = new AbortController();
    running.current = stopping;
    void count(JSON.parse(text) as Record<string, unknown>, from, stopping.signal, (next) => {
      if (running.current === stopping) setState(next);
    });
  }, []);
  useEffect(() => {
    if (key === null) return undefined;
    const timer = setTimeout(() => run(key, null), TYPING_MS);
    return () => {
      clearTimeout(timer);
      running.current?.abort();
    };
  }, [key, run]);
  const stop = () => {
    running.current?.abort();
    running.current = null;
    setState((now) => ({ ...now, isRunning: false }));
  };
  return { ...state, stop, goOn: () => key !== null && run(key, state.counting) };
}

type Report = (state: { counting: Counting | null; error: unknown; isRunning: boolean }) => void;

async function count(
  rule: Record<string, unknown>,
  from: Counting | null,
  signal: AbortSignal,
  report: Report,
): Promise<void> {
  let counting = from;
  while (!signal.aborted) {
    try {
      const after = counting?.next ?? null;
      const body = { rule, ...(after !== null && { after }) };
      counting = withPartOf(counting, await dataOf(api.POST('/api/segments/preview', { body, signal })));
      if (signal.aborted) return;
      report({ counting, error: null, isRunning: counting.next !== null });
      if (counting.next === null) return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiFault && error.status === BUSY)) return report({ counting, error, isRunning: false });
      await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    }
  }
}
