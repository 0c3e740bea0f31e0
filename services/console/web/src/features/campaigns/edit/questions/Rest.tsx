// How often, with which group to compare, and what is seldom changed.
import { Checkbox, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../i18n/use-format';
import { known } from '../../../../words/known';
import { en as shared } from '../../../../words/words.en';
import { ORIGINS, type QuestionProps } from '../../campaign';
import { useLimits } from '../../queries';

const DAYS = 30;

export function HowOften({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  const { againAfterDays } = draft;
  const kind = againAfterDays === null ? 'once' : againAfterDays === 0 ? 'always' : 'days';
  const values = { once: null, always: 0, days: DAYS };
  return (
    <fieldset className="question">
      <legend>{t('campaigns.ask.often')}</legend>
      <Radio.Group
        value={kind}
        onChange={({ target: { value } }: { target: { value?: keyof typeof values } }) =>
          change({ againAfterDays: values[value ?? 'once'] })
        }
        options={(['once', 'days', 'always'] as const).map((one) => ({
          value: one,
          label: t(`campaigns.often.${one}`),
        }))}
      />
      {kind === 'days' && (
        <>
          <label className="sub" htmlFor="campaign-days">
            {t('campaigns.daysBetween')}
          </label>
          <InputNumber
            id="campaign-days"
            controls={false}
            min={1}
            max={3650}
            precision={0}
            value={againAfterDays}
            onChange={(days) => days !== null && change({ againAfterDays: days })}
          />
        </>
      )}
      {draft.class === 'marketing' && <LimitsNote />}
    </fieldset>
  );
}

/** The limits that hold for all campaigns. */
function LimitsNote() {
  const { t } = useTranslation();
  const limits = useLimits();
  if (limits === undefined) return null;
  const { cap, quietHours } = limits as {
    cap: { messages: number; days: number } | null;
    quietHours: { from: string; to: string } | null;
  };
  return (
    <p className="muted small" style={{ marginBottom: 0 }}>
      {cap && t('campaigns.capNote', { messages: cap.messages, count: cap.days })}
      {t('states.sentenceGap')}
      {quietHours && t('campaigns.quietNote', quietHours)}
    </p>
  );
}

const MOST_CONTROL = 50;

export function Comparison({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = Math.round(draft.control * 1000) / 10;
  return (
    <fieldset className="question">
      <legend>{t('campaigns.ask.control')}</legend>
      <label className="sub" htmlFor="campaign-control">
        {t('campaigns.controlShare')}
      </label>
      <InputNumber
        id="campaign-control"
        controls={false}
        min={0}
        max={MOST_CONTROL}
        precision={1}
        suffix="%"
        value={percent}
        onChange={(value) => change({ control: (value ?? 0) / 100 })}
      />
      <p className="muted small" style={{ marginBottom: 0 }}>
        {draft.control === 0
          ? t('campaigns.controlNone')
          : t('campaigns.controlHint', { share: format.percent(draft.control) })}
      </p>
    </fieldset>
  );
}

const DELIVERIES = ['outbox', 'send'] as const;

export function More({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  return (
    <>
      <fieldset className="question">
        <legend>{t('campaigns.ask.delivery')}</legend>
        <Radio.Group
          value={draft.delivery}
          onChange={({ target: { value } }: { target: { value?: 'outbox' | 'send' } }) =>
            change({ delivery: value ?? 'outbox' })
          }
        >
          {DELIVERIES.map((one) => (
            <Radio key={one} value={one}>
              <span>
                {t(`campaigns.delivery.${one}`)}
                <span className="muted small" style={{ display: 'block' }}>
                  {t(`campaigns.deliveryHint.${one}`)}
                </span>
              </span>
            </Radio>
          ))}
        </Radio.Group>
      </fieldset>
      <details className="question">
        <summary>{t('campaigns.more')}</summary>
        <fieldset className="plain" aria-label={t('campaigns.origins')}>
          <legend>{t('campaigns.origins')}</legend>
          {ORIGINS.map((origin) => (
            <Checkbox
              key={origin}
              checked={draft.accepts.includes(origin)}
              onChange={({ target: { checked } }) => change({ accepts: withOrigin(draft.accepts, origin, checked) })}
            >
              {known(shared.touchpoint.origin, 'touchpoint.origin', origin, t)}
            </Checkbox>
          ))}
        </fieldset>
        <p className="muted small">{t('campaigns.originsHint')}</p>
      </details>
    </>
  );
}

type Origins = QuestionProps['draft']['accepts'];

/** At least one origin stays: a campaign that acts on none would never write. */
function withOrigin(origins: Origins, origin: Origins[number], isWanted: boolean): Origins {
  const others = origins.filter((one) => one !== origin);
  if (isWanted) return [...others, origin];
  return others.length === 0 ? origins : others;
}
