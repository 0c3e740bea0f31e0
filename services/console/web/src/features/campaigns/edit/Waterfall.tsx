// The audience of a draft, step by step of what holds messages back.
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { NamedDrawer } from './NamedDrawer';
import type { Draft } from '../campaign';
import { type Audience, EXACT_UP_TO, SAMPLE, type Step, reachOf, scaled, stepsOf } from './waterfall';

interface WaterfallProps {
  audience: Audience;
  isRunning: boolean;
  trigger: Draft['trigger'];
}

export function Waterfall({ audience, isRunning, trigger }: WaterfallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState<Step | null>(null);
  const { total, looked } = audience;
  const target = Math.min(total, total <= EXACT_UP_TO ? total : SAMPLE);
  const size = Math.max(1, total);
  const steps = stepsOf(audience).filter(({ name, customers }) => name !== 'other' || customers > 0);
  return (
    <div data-testid="audience" data-exact={audience.next === null}>
      <Reach audience={audience} />
      {isRunning && (
        <Progress
          percent={Math.floor((100 * looked) / Math.max(1, target))}
          size="small"
          aria-label={t('campaigns.audience')}
        />
      )}
      <ul className="fall">
        <li data-step="all">
          <span>{t(trigger.on === 'tier' ? 'campaigns.step.inTier' : 'campaigns.step.inSegment')}</span>
          <span className="number">{format.number(total)}</span>
          <span className="bar" aria-hidden>
            <i style={{ width: '100%' }} />
          </span>
        </li>
        {steps.map((step) => (
          <li key={step.name} data-step={step.name} className={step.name}>
            <span>{t(`campaigns.step.${step.name}`)}</span>
            <Count step={step} onOpen={() => setShown(step)} />
            <span className="bar" aria-hidden>
              <i style={{ width: `${Math.round((100 * step.customers) / size)}%` }} />
            </span>
          </li>
        ))}
      </ul>
      <Notes audience={audience} />
      {(trigger.on === 'entered' || trigger.on === 'left' || trigger.on === 'tier') && (
        <p className="muted small">{t(`campaigns.fromNowOn.${trigger.on}`)}</p>
      )}
      <NamedDrawer
        title={shown === null ? null : t(`campaigns.step.${shown.name}`)}
        ids={shown?.named ?? []}
        total={shown?.customers ?? 0}
        onClose={() => setShown(null)}
      />
    </div>
  );
}

function Count({ step, onOpen }: { step: Step; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, customers, named } = step;
  const text =
    name === 'receive' ? format.number(customers) : t('campaigns.minus', { shown: format.number(customers) });
  if (named.length === 0) return <span className="number">{text}</span>;
  return (
    <Button
      type="link"
      className="as-link number"
      onClick={onOpen}
      aria-label={t('campaigns.openStep', { step: t(`campaigns.step.${name}`), shown: format.number(customers) })}
    >
      {text}
    </Button>
  );
}

function Reach({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customers, error, isExact } = reachOf(audience);
  const values = { reach: format.number(customers), error: format.number(error), count: customers };
  return (
    <>
      <strong className="segment-size number" data-testid="reach">
        {t(isExact ? 'campaigns.reachExact' : 'campaigns.reachAbout', values)}
      </strong>
      <p className="muted small" style={{ margin: '0 0 8px' }}>
        {isExact
          ? t('campaigns.asOf', { time: format.time(audience.at) })
          : t('campaigns.sampled', { looked: format.number(audience.looked), time: format.time(audience.at) })}
      </p>
    </>
  );
}

/** What is worth to know before the launch: shared addresses, and fields that are empty. */
function Notes({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shared = scaled(audience.shared, audience);
  const empty = Object.entries(audience.empty);
  if (shared === 0 && empty.length === 0) return null;
  return (
    <ul className="feed" data-testid="audience-notes">
      {shared > 0 && <li>{t('campaigns.shared', { count: shared, shown: format.number(shared) })}</li>}
      {empty.map(([field, customers]) => (
        <li key={field}>
          <span>
            {t('campaigns.emptyField', {
              ...{ field, count: scaled(customers, audience), shown: format.number(scaled(customers, audience)) },
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
