// Queries of the drawer of one decision.
import { useQuery } from '@tanstack/react-query';
import { $api } from '../../api/client';
import { orNull } from '../../queries/refresh';
import { useTouchpoint } from '../../queries/touchpoints';

export const useDecision = (id: string) => $api.useQuery('get', '/api/decisions/{id}', { params: { path: { id } } });

interface Signal {
  id: string;
  /** The key of the touchpoint, where the signal names it. */
  touchpoint?: string;
}

/**
 * Returns the cause of the signal that the campaign acted on, and the touchpoint behind it, null
 * where it is no longer stored. Undefined until both are known.
 */
export function useCause({ id: signal, touchpoint: named }: Signal) {
  const { data: transition } = useTransition(signal, named === undefined);
  const cause = (transition?.cause ?? null) as { kind: string; id: string } | null;
  const key = named ?? (cause?.kind === 'touchpoint' ? cause.id : transition === null ? signal : null);
  const { data: touchpoint } = useTouchpoint(key);
  const isKnown = (named !== undefined || transition !== undefined) && (key === null || touchpoint !== undefined);
  return isKnown ? { cause, touchpoint: touchpoint ?? null } : undefined;
}

/** Null where there is none: the signal may be a touchpoint itself. */
const useTransition = (id: string, enabled: boolean) =>
  useQuery({
    ...orNull($api.queryOptions('get', '/api/transitions/{id}', { params: { path: { id } } })),
    enabled,
    staleTime: Infinity,
  });
