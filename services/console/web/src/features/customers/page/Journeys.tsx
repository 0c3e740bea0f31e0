// The journeys of a customer: each enrolment with its steps, when and why it went on, and what it
// waits for.
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Loaded } from '../../../parts/Loaded';
import { Since } from '../../../parts/When';
import { useCampaignNames, useSegmentNames } from '../../../queries/names';
import type { Campaign } from '../../campaigns/campaign';
import { type Passed, type Story, leftInWords, passedInWords, waitInWords } from '../../campaigns/journey/story-words';
import { endInWords } from '../../campaigns/journey/step-words';
import { useAllCampaigns } from '../../campaigns/queries';
import { useMay } from '../../may';
import { useStories } from '../queries';
import '../../campaigns/journey/journey.css';

/** Nothing for a customer who was in no journey. */
export function Journeys({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const stories = useStories(customer.customer);
  const found = stories.data?.pages.flatMap(({ items }) => items);
  if (found?.length === 0) return null;
  return (
    <Card title={t('journeys.ofCustomer')}>
      <Loaded query={{ ...stories, data: found }} rows={3}>
        {(all) => (
          <ul className="stories" data-testid="journeys">
            {all.map((story) => (
              <li key={story.id} data-campaign={story.campaign}>
                <StepsTaken story={story} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {stories.hasNextPage && (
        <Button loading={stories.isFetchingNextPage} onClick={() => void stories.fetchNextPage()}>
          {t('states.more')}
        </Button>
      )}
    </Card>
  );
}

function StepsTaken({ story }: { story: Story }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: names } = useCampaignNames();
  const mayRead = useMay('campaigns:read');
  const { campaign, since, group, waitsFor, dueAt, endedAt, endedBy, steps } = story;
  const name = names[campaign] ?? campaign;
  const state = () => {
    if (endedBy !== null) return endInWords(endedBy, t);
    return waitsFor === null || dueAt === null
      ? t('journeys.underWay')
      : waitInWords(waitsFor, format.dateTime(dueAt), { t });
  };
  return (
    <details open={endedAt === null}>
      <summary>
        {name} {group === 'control' && <Tag>{t('campaigns.group.control')}</Tag>}{' '}
        <span className="muted small">
          {state()}
          {endedAt !== null && (
            <>
              {' · '}
              <Since at={endedAt} />
            </>
          )}
        </span>
      </summary>
      <p className="muted small">
        {mayRead && (
          <>
            <Link to={`/campaigns/${campaign}`}>{t('journeys.open', { name })}</Link>
            {' · '}
          </>
        )}
        {t('journeys.began', { when: format.dateTime(since) })}
      </p>
      <ol className="journey">
        {steps.map((passed) => (
          <li key={`${passed.node} ${passed.enteredAt}`} data-node={passed.node}>
            <Step passed={passed} campaign={campaign} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Step({ passed, campaign: id }: { passed: Passed; campaign: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const definition = useDefinition(id);
  const wording = { t, format, segments };
  const left = leftInWords(passed, definition, wording);
  const decision = passed.why?.decision;
  return (
    <>
      {passedInWords(passed, definition, wording)}
      <div className="muted small passed">
        <time dateTime={passed.enteredAt}>{format.dateTime(passed.enteredAt)}</time>
        {left !== null && <span>{left}</span>}
        {typeof decision === 'string' && (
          <Link to={`?decision=${decision}`} preventScrollReset>
            {t('journeys.why')}
          </Link>
        )}
      </div>
    </>
  );
}

/** The campaign as it is now; undefined where the user may not read campaigns. */
function useDefinition(id: string): Campaign | undefined {
  const mayRead = useMay('campaigns:read');
  return useAllCampaigns(mayRead, false).data?.find((one) => one.id === id);
}
