// Whether the draft is saved, what is missing, and the launch.
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Fault } from '../../../parts/Fault';
import { Stack } from '../../../parts/Stack';
import { useMay } from '../../may';
import { ActionButton } from '../Actions';
import { StateTag } from '../StateTag';
import type { Gap, Saved } from '../campaign';
import { Waiting } from '../journey/Waiting';
import type { SavingState } from './use-saving';
import { type Audience, reachOf } from './waterfall';

interface SavingProps {
  saving: SavingState;
  gaps: readonly Gap[];
  audience: Audience | null;
}

export function Saving({ saving, gaps, audience }: SavingProps) {
  const { t } = useTranslation();
  const mayWrite = useMay('campaigns:write');
  if (!mayWrite) return <Card>{t('campaigns.notAllowed')}</Card>;
  const { stored, error, fault, isOvertaken, keepMine } = saving;
  return (
    <Card>
      <Stack>
        {stored && <StateTag campaign={stored} />}
        <Status saving={saving} gaps={gaps} />
        {isOvertaken && (
          <Alert
            type="warning"
            showIcon
            title={t('campaigns.overtaken')}
            description={
              <Stack row>
                <Button onClick={() => window.location.reload()}>{t('campaigns.loadTheirs')}</Button>
                <Button onClick={() => void keepMine()}>{t('campaigns.keepMine')}</Button>
              </Stack>
            }
          />
        )}
        {fault === null && error !== null && !isOvertaken && (
          <Fault error={error} onRetry={() => void saving.saveNow()} />
        )}
        {fault !== null && (
          <Alert type="error" showIcon title={t('campaigns.refused')} description={fault.fields[0]?.message} />
        )}
        <Buttons saving={saving} gaps={gaps} audience={audience} />
      </Stack>
    </Card>
  );
}

function Status({ saving, gaps }: Pick<SavingProps, 'saving' | 'gaps'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isBusy, isChanged, savedAt, stored } = saving;
  const text = () => {
    if (gaps.length > 0)
      return t('campaigns.missing', { what: gaps.map((gap) => t(`campaigns.gap.${gap}`)).join(t('states.listGap')) });
    if (isBusy) return t('campaigns.saving');
    if (isChanged) return t('campaigns.notSaved');
    return savedAt === null ? t('campaigns.saved') : t('campaigns.savedAt', { time: format.time(savedAt) });
  };
  return (
    <span className="muted" role="status" data-testid="saved" data-version={stored?.version ?? 0}>
      {text()}
    </span>
  );
}

function Buttons({ saving, gaps, audience }: SavingProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { stored, isChanged, isBusy, saveNow } = saving;
  const launch = useLaunchLabel(audience);
  const [waiting, setWaiting] = useState<Saved['waiting'] | null>(null);
  const open = () => void navigate(`/campaigns/${stored?.id}`);
  const apply = async () => {
    const saved = await saveNow();
    if (saved === null) return;
    if (saved.waiting.length === 0) open();
    else setWaiting(saved.waiting);
  };
  const isReady = stored !== null && gaps.length === 0 && !isChanged && !isBusy;
  if (stored === null || stored.state === 'draft')
    return isReady ? (
      <Stack row>
        <ActionButton
          campaign={stored}
          action="launch"
          isPrimary
          label={launch}
          onDone={() => void navigate(`/campaigns/${stored.id}`)}
        />
      </Stack>
    ) : (
      <Button type="primary" disabled style={{ alignSelf: 'start' }}>
        {t('campaigns.action.launch')}
      </Button>
    );
  return (
    <Stack>
      <Button
        type="primary"
        style={{ alignSelf: 'start' }}
        disabled={gaps.length > 0 || !isChanged}
        loading={isBusy}
        onClick={() => void apply()}
      >
        {t('campaigns.apply')}
      </Button>
      <span className="muted small">{t('campaigns.applyHint')}</span>
      {waiting !== null && !isChanged && (
        <Waiting
          steps={stored.steps ?? []}
          waiting={waiting}
          isBusy={isBusy}
          onMove={async () => (await saving.moveNow()) && open()}
          onFinish={open}
        />
      )}
    </Stack>
  );
}

/** The launch says so where it reaches less than half of the audience. */
function useLaunchLabel(audience: Audience | null): string {
  const { t } = useTranslation();
  const format = useFormat();
  const reach = audience && reachOf(audience);
  if (!audience || !reach || reach.share === null || reach.share >= 1 / 2) return t('campaigns.action.launch');
  return t('campaigns.launchFew', { reach: format.number(reach.customers), total: format.number(audience.total) });
}
