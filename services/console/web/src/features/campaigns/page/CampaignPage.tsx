// One campaign: what it does, whether it helped, and who was held back and why.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { CampaignEffect } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useTitle } from '../../../parts/title';
import { useSegmentNames } from '../../../queries/names';
import { nameIn } from '../../../words/bilingual';
import { reasonInWords } from '../../../words/names';
import { useMay } from '../../may';
import { Actions } from '../Actions';
import { BackLink } from '../../../parts/BackLink';
import { DecisionsDrawer } from './DecisionsDrawer';
import { Groups } from './Groups';
import { LiftBar } from '../LiftBar';
import { StateTag } from '../StateTag';
import { Journey } from '../journey/Journey';
import type { Campaign } from '../campaign';
import { useAllCampaigns, useEffectOf } from '../queries';
import { triggerInWords } from '../trigger-words';
import '../campaigns.css';

export function CampaignPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const language = useLanguage();
  const campaigns = useAllCampaigns();
  const campaign = campaigns.data?.find((one) => one.id === id);
  useTitle(campaign ? nameIn(campaign.name, language) : t('campaigns.title'));
  return (
    <div className="page">
      <BackLink to="/campaigns">{t('campaigns.back')}</BackLink>
      <Loaded query={campaigns} rows={12}>
        {() =>
          campaign ? (
            <Sections campaign={campaign} />
          ) : (
            <Card>
              <Empty text={t('campaigns.unknown')}>
                <Link to="/campaigns">{t('campaigns.back')}</Link>
              </Empty>
            </Card>
          )
        }
      </Loaded>
    </div>
  );
}

function Sections({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const effect = useEffectOf(campaign.id);
  return (
    <>
      <Header campaign={campaign} />
      {(campaign.steps ?? campaign.goal) !== undefined && <Journey campaign={campaign} />}
      <div className="row two">
        <Card title={t('campaigns.results')}>
          <Loaded query={effect} rows={8}>
            {(found) => <Results campaign={campaign} effect={found} />}
          </Loaded>
        </Card>
        <Card title={t('campaigns.reasons')}>
          <Loaded query={effect} rows={8}>
            {(found) => <Reasons campaign={campaign} effect={found} />}
          </Loaded>
        </Card>
      </div>
    </>
  );
}

function Header({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: segments } = useSegmentNames();
  const mayWrite = useMay('campaigns:write');
  const { id, name, trigger, state } = campaign;
  return (
    <Card>
      <div className="home-head">
        <div style={{ flex: '1 1 320px' }}>
          <h1>{nameIn(name, language)}</h1>
          <StateTag campaign={campaign} />
        </div>
        <Stack row>
          {mayWrite && state !== 'ended' && state !== 'draft' && (
            <Link to={`/campaigns/${id}/edit`}>
              <Button>{t('campaigns.edit')}</Button>
            </Link>
          )}
          <Actions campaign={campaign} />
        </Stack>
      </div>
      <p style={{ marginBottom: 0 }}>
        {triggerInWords(trigger, segments, t)}
        {'segment' in trigger && (
          <>
            {' '}
            <Link to={`/segments/${trigger.segment}`}>{t('campaigns.openSegment')}</Link>
          </>
        )}
      </p>
    </Card>
  );
}

/** The sentence first; the mathematics is folded below. */
function Results({ campaign, effect }: { campaign: Campaign; effect: CampaignEffect }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { groups, sentence, revenueSentence, verdict, windowDays } = effect;
  if (campaign.control === 0) return <Empty text={t('campaigns.noControl')} hint={t('campaigns.noControlHint')} />;
  if (groups === null || sentence === null)
    return <Empty text={t('campaigns.noVerdict')} hint={t('campaigns.noVerdictHint')} />;
  return (
    <div data-testid="results" data-verdict={verdict}>
      <p className="verdict-sentence">{sentence[language]}</p>
      {verdict !== 'broken-split' && revenueSentence && verdict !== 'not-enough' && (
        <p className="muted">{revenueSentence[language]}</p>
      )}
      {effect.lift && <LiftBar lift={effect.lift} />}
      <Groups groups={groups} />
      <details style={{ marginTop: 16 }}>
        <summary>{t('campaigns.howWeKnow')}</summary>
        <p>{t('campaigns.howGroups', { count: windowDays })}</p>
        <p>{t('campaigns.howInterval')}</p>
        <Split effect={effect} />
      </details>
    </div>
  );
}

function Split({ effect: { expected, p, groups } }: { effect: CampaignEffect }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (expected === null || p === null || groups === null) return null;
  const [treated = 0, control = 0] = expected.map(Math.round);
  return (
    <p data-testid="split">
      {t(p < 0.001 ? 'campaigns.splitBroken' : 'campaigns.splitFine', {
        treated: format.number(groups.treated.customers),
        control: format.number(groups.control.customers),
        dueTreated: format.number(treated),
        dueControl: format.number(control),
      })}
    </p>
  );
}

function Reasons({ campaign, effect: { reasons, waiting } }: { campaign: Campaign; effect: CampaignEffect }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<string | null>(null);
  const sent = t(campaign.delivery === 'outbox' ? 'campaigns.wasWritten' : 'campaigns.wasSent');
  if (reasons.length === 0 && waiting === 0)
    return <Empty text={t('campaigns.noDecisions')} hint={t('campaigns.noDecisionsHint')} />;
  return (
    <>
      <ul className="feed" data-testid="reasons">
        {reasons.map(({ outcome, reason, decisions }) => (
          <li key={`${outcome} ${reason}`} data-reason={reason}>
            <span className="what">
              {outcome === 'sent' ? sent : t('campaigns.wasHeld', { reason: reasonInWords(reason, t) })}
            </span>
            <Button
              type="link"
              className="as-link number"
              onClick={() => setOpen(reason)}
              aria-label={t('campaigns.openReason', {
                reason: reasonInWords(reason, t),
                shown: format.number(decisions),
              })}
            >
              {format.number(decisions)}
            </Button>
          </li>
        ))}
        {waiting > 0 && (
          <li>
            <span className="what">{t('campaigns.waiting')}</span>
            <span className="number">{format.number(waiting)}</span>
          </li>
        )}
      </ul>
      <DecisionsDrawer campaign={campaign.id} sent={sent} reason={open} onClose={() => setOpen(null)} />
    </>
  );
}
