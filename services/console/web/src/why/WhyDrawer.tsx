// The whole chain of one decision: what happened, what it changed, which rule, every check, the message.
import type { UseQueryResult } from '@tanstack/react-query';
import { Drawer, Grid, Timeline } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer, Decision } from '../api/client';
import { useDecision } from '../customers/queries';
import { useFormat } from '../format';
import { useCampaignNames } from '../home/queries';
import { tick } from '../home/steps';
import { Loaded } from '../parts/Loaded';
import { Because, Changed, Happened } from './Cause';
import { Checks } from './Checks';
import { Message, contentOf } from './Message';
import { OutcomeTag } from './OutcomeTag';

interface WhyProps {
  /** Null: closed. */
  id: string | null;
  customer: Customer;
  onClose: () => void;
}

export function WhyDrawer({ id, customer, onClose }: WhyProps) {
  const { t } = useTranslation();
  const { md } = Grid.useBreakpoint();
  useEffect(() => {
    if (id !== null) tick('why');
  }, [id]);
  return (
    <Drawer open={id !== null} onClose={onClose} title={t('why.title')} size={md ? 560 : '100%'} destroyOnHidden>
      {id !== null && <Chain id={id} customer={customer} />}
    </Drawer>
  );
}

function Chain({ id, customer }: { id: string; customer: Customer }) {
  return (
    <Loaded query={useDecision(id) as UseQueryResult<Decision>} rows={10}>
      {(decision) => <Links decision={decision} customer={customer} />}
    </Loaded>
  );
}

function Links({ decision, customer }: { decision: Decision; customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: campaigns = {} } = useCampaignNames();
  const { campaign, campaignVersion: version, outcome, decidedAt, dueAt, checks } = decision;
  const content = contentOf(decision);
  const items = [
    { title: t('why.happened'), content: <Happened decision={decision} customer={customer} /> },
    { title: t('why.changed'), content: <Changed decision={decision} /> },
    { title: t('why.rule'), content: <Because decision={decision} currency={customer.money.currency} /> },
    { title: t('why.checks'), content: <Checks checks={checks} customer={customer} /> },
    { title: t('why.message'), content: content ? <Message content={content} /> : t('why.noMessage') },
  ];
  return (
    <>
      <p style={{ marginTop: 0 }}>
        <OutcomeTag outcome={outcome} /> {t('why.campaign', { campaign: campaigns[campaign] ?? campaign, version })}
        <br />
        <span className="muted">
          {t('why.decided', { when: format.dateTime(decidedAt) })}
          {dueAt && ` · ${t('why.until', { when: format.dateTime(dueAt) })}`}
        </span>
      </p>
      <Timeline
        items={items.map(({ title, content: body }) => ({
          content: (
            <>
              <b>{title}</b>
              <div>{body}</div>
            </>
          ),
        }))}
      />
    </>
  );
}
