// Touchpoint → profile → tier → action, each with the milliseconds until it was visible.
import { Space, Tag, Timeline, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../api/live';
import { useFormat } from '../../i18n/use-format';
import { TierTag } from '../../parts/TierTag';
import { useCampaignNames } from '../../queries/names';
import { reasonInWords } from '../../words/names';

const STAGES = ['touchpoint', 'profile', 'tier', 'action'] as const;
type Named = (typeof STAGES)[number];
type Reached<N extends Named> = Extract<Stage, { stage: N }>;

export function SaleStages({ stages, currency }: { stages: readonly Stage[]; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const items = STAGES.map((name) => {
    const reached = stages.find(({ stage }) => stage === name) as Reached<Named> | undefined;
    return {
      color: reached ? 'var(--ant-color-primary)' : 'gray',
      content: (
        <div data-stage={name} data-reached={reached !== undefined}>
          <Space>
            <b>{t(`sale.${name}`)}</b>
            {reached ? (
              <Tag>{format.milliseconds(reached.ms)}</Tag>
            ) : (
              <span className="muted">{t('sale.waiting')}</span>
            )}
          </Space>
          {reached && <StageDetail stage={reached} currency={currency} />}
        </div>
      ),
    };
  });
  return (
    <div aria-live="polite">
      <Timeline items={items} />
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {t('sale.measured')}
      </Typography.Text>
    </div>
  );
}

function StageDetail({ stage, currency }: { stage: Reached<Named>; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (stage.stage) {
    case 'touchpoint':
      return <div>{t('sale.accepted', { amount: format.money(stage.amount, stage.currency) })}</div>;
    case 'profile':
      return <div>{t('sale.orders', { count: stage.orders })}</div>;
    case 'tier':
      return <TierDetail stage={stage} currency={currency} />;
    case 'action':
      return <ActionDetail decisions={stage.decisions} />;
  }
}

function TierDetail({ stage, currency }: { stage: Reached<'tier'>; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div>
      <Space wrap>
        {stage.before !== stage.after && stage.before !== null && (
          <>
            <TierTag tier={stage.before} />
            <span aria-hidden>→</span>
          </>
        )}
        <TierTag tier={stage.after} />
      </Space>
      {stage.expectedRevenue !== null && (
        <div className="muted">{t('sale.expected', { amount: format.money(stage.expectedRevenue, currency) })}</div>
      )}
    </div>
  );
}

function ActionDetail({ decisions }: { decisions: Reached<'action'>['decisions'] }) {
  const { t } = useTranslation();
  const { data: campaigns } = useCampaignNames();
  if (decisions.length === 0) return <div>{t('sale.noAction')}</div>;
  return (
    <>
      {decisions.map(({ id, campaign, outcome, reason }) => (
        <div key={id}>
          {outcome === 'sent'
            ? t('sale.actionSent', { campaign: campaigns[campaign] ?? campaign })
            : t('sale.actionHeld', { campaign: campaigns[campaign] ?? campaign, reason: reasonInWords(reason, t) })}
        </div>
      ))}
    </>
  );
}
