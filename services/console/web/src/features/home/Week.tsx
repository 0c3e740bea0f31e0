// Two sentences on the week: the moves, and the next change.
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Flow } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Loaded } from '../../parts/Loaded';
import { useStoreNow, useStoreTime } from '../../queries/clock';
import { useSegmentNames } from '../../queries/names';
import { type Upcoming, useNextChange, useTierFlow } from '../../queries/tiers';
import { calledOf } from '../../words/called';
import { subjectOf, valuesOf } from '../../words/changes';
import { upAndDown } from './moves';
import { useShown } from './shown';

export function Week() {
  const { t } = useTranslation();
  const { days } = useShown();
  const flow = useTierFlow(days);
  const next = useNextChange();
  const { data: time } = useStoreTime();
  // While history is played the clock runs through days, and the next change is over within a
  // second.
  const isPlaying = time?.mode === 'stream';
  return (
    <div className="week">
      {flow.error && flow.data === undefined ? (
        // The chart below shows the error and a button to try again.
        t('home.weekUnknown')
      ) : (
        <Loaded query={flow} rows={1}>
          {(data) => <Moved flow={data} days={days} />}
        </Loaded>
      )}
      {next !== undefined && !isPlaying && (
        <>
          {t('states.sentenceGap')}
          <Next next={next} />
        </>
      )}
    </div>
  );
}

function Moved({ flow, days }: { flow: Flow; days: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { up, down } = upAndDown(flow);
  const all = up + down;
  if (all === 0) return <>{t('home.still', { days })}</>;
  return <>{t('home.moved', { count: all, up: format.number(up), down: format.number(down), days })}</>;
}

function Next({ next }: { next: Upcoming | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useStoreNow(5_000);
  const { data: segments } = useSegmentNames();
  if (next === null) return <>{t('home.calm')}</>;
  const { customer, change } = next;
  return (
    <Trans
      i18nKey={`home.next.${subjectOf(change)}`}
      values={{ ...valuesOf(change, { t, format, now, segments }), name: calledOf(customer, t) }}
      components={{ 1: <Link to={`/customers/${customer.customer}`} /> }}
    />
  );
}
