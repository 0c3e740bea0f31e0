// Saves a segment live or as a draft, and shows why that was refused.
import { Alert, Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiFault } from '../../../api/session';
import { Fault } from '../../../parts/Fault';
import { Stack } from '../../../parts/Stack';
import { useMay } from '../../may';
import { type Edited, dropDraft, saveDraft, saveLive } from '../queries';

export function Saving({ edited, draft }: { edited: () => Edited | null; draft: string | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayWrite = useMay('segments:write');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const doing = (work: () => Promise<string | null>) => async () => {
    setBusy(true);
    setError(null);
    try {
      const path = await work();
      if (path !== null) await navigate(path);
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  const saving = (save: typeof saveLive, pathOf: (id: string) => string) =>
    doing(async () => {
      const segment = edited();
      if (segment === null) return null;
      await save(client, segment);
      return pathOf(segment.id);
    });
  if (!mayWrite) return <span className="muted">{t('segments.notAllowed')}</span>;
  return (
    <Stack>
      <Stack row>
        <Button type="primary" loading={isBusy} onClick={saving(saveLive, (id) => `/segments/${id}`)}>
          {t('segments.saveLive')}
        </Button>
        <Button disabled={isBusy} onClick={saving(saveDraft, () => '/segments?state=draft')}>
          {t('segments.saveDraft')}
        </Button>
        {draft !== null && (
          <Button
            type="text"
            disabled={isBusy}
            onClick={doing(async () => {
              await dropDraft(client, draft);
              return '/segments?state=draft';
            })}
          >
            {t('segments.dropDraft')}
          </Button>
        )}
      </Stack>
      <span className="muted small">{t('segments.liveHint')}</span>
      {error !== null && <Refused error={error} />}
    </Stack>
  );
}

const SAID = ['version', 'too_many', 'segment_in_use', 'invalid'] as const;

/** Why the server did not save it; the form keeps its input. */
function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const code = error instanceof ApiFault ? SAID.find((one) => one === error.code) : undefined;
  if (code === undefined) return <Fault error={error} />;
  const detail = code === 'invalid' && error instanceof ApiFault ? error.detail : undefined;
  return (
    <Alert
      type="error"
      showIcon
      title={t(`segments.saveFault.${code}`)}
      description={detail && <code>{detail}</code>}
    />
  );
}
