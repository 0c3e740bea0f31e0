// The editor: a campaign as a few plain questions, saved while they are answered, beside whom it
// would reach and what one customer would get.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { useTitle } from '../../../parts/title';
import { AudienceCard } from './AudienceCard';
import { BackLink } from '../../../parts/BackLink';
import { RehearsalCard } from './RehearsalCard';
import { Saving } from './Saving';
import { type Campaign, type Content, type Draft, draftOf, gapsIn, idFor, newDraft } from '../campaign';
import { HowOften, Comparison, More } from './questions/Rest';
import { Kind, Naming } from './questions/Kind';
import { What } from './questions/What';
import { Who } from './questions/Who';
import { useAllCampaigns } from '../queries';
import { useAudience } from './use-audience';
import { useSaving } from './use-saving';
import '../campaigns.css';

export function EditCampaignPage() {
  const { id } = useParams();
  const [params] = useSearchParams();
  const { t } = useTranslation();
  const campaigns = useAllCampaigns();
  useTitle(t(id === undefined ? 'campaigns.editorNew' : 'campaigns.editor'));
  return (
    <div className="page">
      <BackLink to="/campaigns">{t('campaigns.back')}</BackLink>
      <h1>{t(id === undefined ? 'campaigns.editorNew' : 'campaigns.editor')}</h1>
      <Loaded query={campaigns} rows={12}>
        {(all) => {
          const stored = all.find((one) => one.id === id) ?? null;
          if (id !== undefined && stored === null)
            return (
              <Card>
                <Empty text={t('campaigns.unknown')} />
              </Card>
            );
          const copied = all.find((one) => one.id === params.get('copy'));
          const start =
            stored ?? (copied && { ...draftOf(copied), name: t('campaigns.copyName', { name: copied.name }) });
          return (
            <Editor
              key={id ?? 'new'}
              all={all}
              stored={stored}
              start={start ?? newDraft(params.get('segment') ?? '')}
            />
          );
        }}
      </Loaded>
    </div>
  );
}

function Editor({
  all,
  stored,
  start,
}: {
  all: readonly Campaign[];
  stored: Campaign | null;
  start: Draft | Campaign;
}) {
  const { t } = useTranslation();
  // What was there when the page was opened: a refresh must not change it under one's hands.
  const [draft, setDraft] = useState<Draft>(() => ('state' in start ? draftOf(start) : start));
  const [round, setRound] = useState(0);
  const gaps = gapsIn(draft);
  const id =
    stored?.id ??
    idFor(
      draft.name,
      all.map((one) => one.id),
    );
  const saving = useSaving(id, stored, all, draft, gaps.length === 0);
  const count = useAudience(
    saving.id,
    gaps.some((gap) => gap !== 'name' && gap !== 'body') ? null : counted(draft),
    round,
  );
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const given = { draft, change };
  return (
    <div className="row two builder">
      <Card>
        <Naming {...given} />
        <Kind {...given} />
        <Who {...given} />
        <What {...given} fault={saving.fault} />
        <HowOften {...given} />
        {draft.class === 'marketing' && <Comparison {...given} />}
        <More {...given} />
      </Card>
      <div className="row builder-side">
        <Saving saving={saving} gaps={gaps} audience={count.audience} />
        <Card title={t('campaigns.audience')}>
          <AudienceCard draft={draft} count={count} onRetry={() => setRound(round + 1)} />
        </Card>
        <Card title={t('campaigns.rehearsal')}>
          <RehearsalCard id={saving.id} draft={gaps.includes('body') ? null : draft} />
        </Card>
      </div>
    </div>
  );
}

/** A count needs no name and no text. */
const counted = (draft: Draft): Draft => ({
  ...draft,
  name: draft.name.trim() === '' ? '–' : draft.name,
  content: withText(draft.content),
  ...(draft.steps && {
    steps: draft.steps.map((step) =>
      step.kind === 'send' && step.content ? { ...step, content: withText(step.content) } : step,
    ),
  }),
});

const withText = (content: Content): Content => (content.body.trim() === '' ? { ...content, body: '–' } : content);
