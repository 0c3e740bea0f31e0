// Campaigns to begin from. Choosing one makes a draft, which writes to the outbox alone.
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLanguage } from '../../../i18n/language';
import { Card } from '../../../parts/Card';
import { Fault } from '../../../parts/Fault';
import { Loaded } from '../../../parts/Loaded';
import { useTitle } from '../../../parts/title';
import { useMay } from '../../may';
import { BackLink } from '../../../parts/BackLink';
import { type Preset, begin, usePresets, wordingIn } from './presets';
import '../campaigns.css';

export function PresetsPage() {
  const { t } = useTranslation();
  const presets = usePresets();
  useTitle(t('presets.title'));
  return (
    <div className="page">
      <BackLink to="/campaigns">{t('campaigns.back')}</BackLink>
      <div>
        <h1>{t('presets.title')}</h1>
        <div className="muted">{t('presets.hint')}</div>
      </div>
      <Loaded query={presets} rows={8}>
        {(all) => <Gallery presets={all} />}
      </Loaded>
    </div>
  );
}

function Gallery({ presets }: { presets: readonly Preset[] }) {
  const language = useLanguage();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const choose = async (preset: Preset) => {
    setBusy(preset.id);
    setError(null);
    try {
      void navigate(`/campaigns/${await begin(client, preset, language)}`);
    } catch (refused) {
      setError(refused);
      setBusy(null);
    }
  };
  return (
    <>
      {error !== null && <Fault error={error} />}
      <div className="presets" data-testid="presets">
        {presets.map((preset) => (
          <PresetCard key={preset.id} preset={preset} busy={busy} onChoose={() => void choose(preset)} />
        ))}
      </div>
    </>
  );
}

interface PresetProps {
  preset: Preset;
  /** The preset that is being saved. */
  busy: string | null;
  onChoose: () => void;
}

function PresetCard({ preset: { id, name, about, segment }, busy, onChoose }: PresetProps) {
  const { t } = useTranslation();
  const wording = wordingIn(useLanguage());
  const [mayWrite, mayMakeSegments] = [useMay('campaigns:write'), useMay('segments:write')];
  const isMaking = segment !== null && !segment.exists;
  return (
    <Card title={name[wording]}>
      <p>{about[wording]}</p>
      {segment !== null && (
        <p className="muted small">
          {t(isMaking ? 'presets.makesSegment' : 'presets.usesSegment', { segment: segment.name[wording] })}
        </p>
      )}
      {mayWrite && (
        <Button
          aria-label={t('presets.useNamed', { name: name[wording] })}
          loading={busy === id}
          disabled={busy !== null || (isMaking && !mayMakeSegments)}
          onClick={onChoose}
        >
          {t('presets.use')}
        </Button>
      )}
    </Card>
  );
}
