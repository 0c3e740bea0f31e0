import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer, Decision } from '../../../api/types';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { Since } from '../../../parts/When';
import { useDecisions } from '../../../queries/decisions';
import { useCampaignNames } from '../../../queries/names';
import { reasonInWords } from '../../../words/names';
import { OutcomeTag } from '../../why/OutcomeTag';
import { ended, storyOf } from '../../why/story';

export function DecisionList({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const decisions = useDecisions(customer.customer);
  return (
    <Loaded query={decisions}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty text={t('customer.whyEmpty')} />
        ) : (
          <ul className="feed">
            {ended(items).map((decision) => (
              <Line key={decision.id} decision={decision} waited={storyOf(decision, items).before !== undefined} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Line({ decision, waited }: { decision: Decision; waited: boolean }) {
  const { t } = useTranslation();
  const { data: campaigns } = useCampaignNames();
  const { id, campaign, outcome, reason, decidedAt, content } = decision;
  return (
    <li>
      <OutcomeTag
        outcome={outcome}
        channel={(content as { channel?: string } | null)?.channel ?? null}
        isOver={decision.endedBy !== null}
      />
      <span className="what">
        <Link to={`?decision=${id}`} preventScrollReset>
          {campaigns[campaign] ?? campaign}
        </Link>{' '}
        {outcome !== 'sent' && <span className="muted">{reasonInWords(reason, t)}</span>}
        {waited && <span className="muted">{t('why.waited')}</span>}
      </span>
      <span className="when">
        <Since at={decidedAt} />
      </span>
    </li>
  );
}
