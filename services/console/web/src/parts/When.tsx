import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';
import { useNow, useStoreNow } from '../queries/clock';

const JUST_NOW_MS = 2_000;
const REFRESH_MS = 5_000;

/**
 * The distance of an instant from now, with the exact instant on hover. By the clock of the store,
 * which follows history while it is played.
 */
export function When({ at }: { at: string | number }) {
  return <Relative at={at} now={useStoreNow(REFRESH_MS)} />;
}

/** For past instants. Replayed ones may be ahead of the clock of the store; they count as now. */
export function Since({ at, everyMs = REFRESH_MS }: { at: string | number; everyMs?: number }) {
  const now = useStoreNow(everyMs);
  return <Relative at={at} now={Math.max(now, new Date(at).getTime())} />;
}

/** For instants of the servers, by the real clock. */
export function SinceByWall({ at }: { at: string | number }) {
  return <Relative at={at} now={useNow(REFRESH_MS)} />;
}

function Relative({ at, now }: { at: string | number; now: number }) {
  const format = useFormat();
  const { t } = useTranslation();
  const isNow = Math.abs(new Date(at).getTime() - now) < JUST_NOW_MS;
  return (
    <Tooltip title={format.exactly(at)}>
      <time dateTime={new Date(at).toISOString()}>{isNow ? t('time.justNow') : format.relative(at, now)}</time>
    </Tooltip>
  );
}
