// What can be done with a campaign, by its state.
import { Button, Input, Popconfirm } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../../i18n/language';
import { Fault } from '../../parts/Fault';
import { Stack } from '../../parts/Stack';
import { nameIn } from '../../words/bilingual';
import { useMay } from '../may';
import type { Campaign, State } from './campaign';
import { setState } from './queries';

type Action = 'launch' | 'pause' | 'resume' | 'end';

const LEADS_TO: Readonly<Record<Action, State>> = {
  ...{ launch: 'running', pause: 'paused', resume: 'running', end: 'ended' },
};
/** A draft is launched where its reach is shown; an ended campaign can only be copied. */
const POSSIBLE: Readonly<Record<State, readonly Action[]>> = {
  ...{ draft: [], running: ['pause', 'end'], paused: ['resume', 'end'], ended: [] },
};

export function Actions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const mayWrite = useMay('campaigns:write');
  if (!mayWrite) return null;
  const { id, state } = campaign;
  return (
    <Stack row>
      {state === 'draft' && (
        <Link to={`/campaigns/${id}/edit`}>
          <Button size="small">{t('campaigns.continue')}</Button>
        </Link>
      )}
      {POSSIBLE[state].map((action) => (
        <ActionButton key={action} campaign={campaign} action={action} />
      ))}
      <Link to={`/campaigns/new?copy=${id}`}>
        <Button size="small" type="text">
          {t('campaigns.copy')}
        </Button>
      </Link>
    </Stack>
  );
}

interface ActionProps {
  campaign: Campaign;
  action: Action;
  /** Instead of the action's own word. */
  label?: string;
  isPrimary?: boolean;
  onDone?: () => void;
}

export function ActionButton({ campaign, action, label, isPrimary = false, onDone }: ActionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [typed, setTyped] = useState('');
  const name = nameIn(campaign.name, language);
  const confirmed = async () => {
    setError(null);
    try {
      await setState(client, campaign.id, LEADS_TO[action]);
      onDone?.();
    } catch (refused) {
      setError(refused);
    }
  };
  const isSending = campaign.delivery === 'send';
  const hint =
    action === 'launch' || action === 'resume'
      ? t(isSending ? 'campaigns.confirm.sends' : 'campaigns.confirm.outbox')
      : t(`campaigns.confirm.${action}`);
  return (
    <>
      <Popconfirm
        title={t(`campaigns.confirm.title.${action}`, { name })}
        description={
          <div style={{ maxWidth: 320 }}>
            {hint}
            {action === 'end' && (
              <Input
                aria-label={t('campaigns.typeName', { name })}
                placeholder={name}
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
                style={{ marginTop: 8 }}
              />
            )}
          </div>
        }
        // What cannot be undone asks for the name.
        okButtonProps={{ disabled: action === 'end' && typed.trim() !== name.trim() }}
        okText={t(`campaigns.action.${action}`)}
        cancelText={t('campaigns.cancel')}
        onConfirm={confirmed}
      >
        <Button {...(isPrimary ? { type: 'primary' as const } : { size: 'small' as const })}>
          {label ?? t(`campaigns.action.${action}`)}
        </Button>
      </Popconfirm>
      {error !== null && <Fault error={error} />}
    </>
  );
}
