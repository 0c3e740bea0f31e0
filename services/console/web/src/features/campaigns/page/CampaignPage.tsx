// One campaign: what it does, whether it helped, and who was held back and why.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLanguage } from '../../../i18n/language';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useTitle } from '../../../parts/title';
import { useSegmentNames } from '../../../queries/names';
import { nameIn } from '../../../words/bilingual';
import { useMay } from '../../may';
import { Actions } from '../Actions';
import { BackLink } from '../../../parts/BackLink';
import { StateTag } from '../StateTag';
import { Journey } from '../journey/Journey';
import type { Campaign } from '../campaign';
import { useAllCampaigns, useEffectOf } from '../queries';
import { triggerInWords } from '../trigger-words';
import '../campaigns.css';
import { Results, Reasons } from './Results';

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
