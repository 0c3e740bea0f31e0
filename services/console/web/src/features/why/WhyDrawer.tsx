// The whole chain of one decision: what happened, what it changed, which rule, every check, the
// message.
import { Drawer, Grid, Timeline } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer, Decision } from '../../api/types';
import { Loaded } from '../../parts/Loaded';
import { ZonedTime } from '../../parts/ZonedTime';
import { useDecisions } from '../../queries/decisions';
import { useCampaignNames, useCampaigns } from '../../queries/names';
import { tick } from '../first-steps/steps';
import { Because, Changed, Happened } from './Cause';
import { Checks } from './Checks';
import { Message, contentOf } from './Message';
import { outcomeInWords } from './outcome';
import { OutcomeTag } from './OutcomeTag';
import { useDecision } from './queries';
import { storyOf } from './story';

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
    <Loaded query={useDecision(id)} rows={10}>
      {(decision) => <Links decision={decision} customer={customer} />}
    </Loaded>
  );
}

function Links({ decision, customer }: { decision: Decision; customer: Customer }) {
  const { t } = useTranslation();
  const { data: names } = useCampaignNames();
  const { data: campaigns } = useCampaigns();
  const { campaign, campaignVersion: version, outcome, decidedAt, checks } = decision;
  const content = contentOf(decision);
  const accepts = campaigns?.find(({ id }) => id === campaign)?.accepts ?? null;
  const items = [
    { title: t('why.happened'), content: <Happened decision={decision} customer={customer} /> },
    { title: t('why.changed'), content: <Changed decision={decision} /> },
    { title: t('why.rule'), content: <Because decision={decision} currency={customer.money.currency} /> },
    {
      title: t('why.checks'),
      content: <Checks checks={checks} customer={customer} accepts={accepts} decidedAt={decidedAt} />,
    },
    { title: t('why.message'), content: content ? <Message content={content} /> : t('why.noMessage') },
  ];
  return (
    <>
      <p style={{ marginTop: 0 }}>
        <OutcomeTag outcome={outcome} channel={content?.channel ?? null} isOver={decision.endedBy !== null} />{' '}
        {t('why.campaign', { campaign: names[campaign] ?? campaign, version })}
        <br />
        <span className="muted">
          {t('why.decided')} <ZonedTime at={decidedAt} zone={customer.timeZone} />
        </span>
        <Story decision={decision} customer={customer} />
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

/** Links between a decision that was put off and the one that ended the wait. */
function Story({ decision, customer }: { decision: Decision; customer: Customer }) {
  const { t } = useTranslation();
  const { data } = useDecisions(customer.customer);
  const { before, after } = storyOf(decision, data?.items ?? []);
  const { dueAt } = decision;
  return (
    <>
      {before && (
        <span className="story">
          {t('why.waitedSince')} <ZonedTime at={before.decidedAt} zone={customer.timeZone} />{' '}
          <Link to={`?decision=${before.id}`}>{t('why.toWait')}</Link>
        </span>
      )}
      {after && (
        <span className="story">
          {t('why.endedIn')} <Link to={`?decision=${after.id}`}>{outcomeInWords(after, t)}</Link>{' '}
          <ZonedTime at={after.decidedAt} zone={customer.timeZone} />
        </span>
      )}
      {dueAt && !after && (
        <span className="story">
          {t('why.until')} <ZonedTime at={dueAt} zone={customer.timeZone} />
        </span>
      )}
    </>
  );
}
