// The builder: a rule as a tree of conditions, beside its sentence in words and who fits it now.
import { Alert, Button, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiFault } from '../../../api/session';
import type { Segment } from '../../../api/types';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Fault } from '../../../parts/Fault';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useTitle } from '../../../parts/title';
import { digitsOf } from '../../../words/format';
import { BackLink } from '../../../parts/BackLink';
import { Preview } from './Preview';
import { useSentence } from '../Sentence';
import { useMay } from '../../may';
import { type Edited, dropDraft, saveDraft, saveLive, useCurrency, useSegments, useTopTraits } from '../queries';
import { FieldEditor } from '../rule/FieldEditor';
import { GroupEditor } from '../rule/GroupEditor';
import { EditingProvider } from '../rule/editing';
import { groupOf, leafOf } from '../rule/defaults';
import { faultsIn } from '../rule/faults';
import type { Node } from '../rule/schema';
import { suggestionsFrom, withTraits } from '../rule/suggestions';
import { editable, savable, withPart } from '../rule/tree';
import { idFor } from '../segment-id';

export function EditSegmentPage() {
  const { id } = useParams();
  const [params] = useSearchParams();
  const { t } = useTranslation();
  const live = useSegments('live');
  const drafts = useSegments('draft');
  const archived = useSegments('archived');
  const from = params.get('from');
  useTitle(t(id === undefined ? 'segments.builderNew' : 'segments.builder'));
  return (
    <div className="page">
      <BackLink to="/segments">{t('segments.back')}</BackLink>
      <h1>{t(id === undefined ? 'segments.builderNew' : 'segments.builder')}</h1>
      <Loaded query={live} rows={10}>
        {(lives) => (
          <Loaded query={drafts} rows={10}>
            {(kept) => (
              <Loaded query={archived} rows={10}>
                {(old) => {
                  const all = [...lives, ...kept, ...old];
                  if (id === undefined) return <Builder all={all} start={NEW} />;
                  const source = from === 'archived' ? old : [...kept, ...lives];
                  const found = source.find((one) => one.id === id);
                  if (found === undefined)
                    return (
                      <Card>
                        <Empty text={t('segments.unknown')} />
                      </Card>
                    );
                  const version = lives.find((one) => one.id === id)?.version ?? 0;
                  return <Builder key={`${id} ${found.state}`} all={all} start={startOf(found, version)} />;
                }}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

interface Start {
  /** Null for a new segment: its id follows from its name. */
  id: string | null;
  name: string;
  when: Node;
  version: number;
  isDraft: boolean;
}

const NEW: Start = { id: null, name: '', when: groupOf('and'), version: 0, isDraft: false };

const startOf = ({ id, name, rule, state }: Segment, version: number): Start => ({
  ...{ id, name, version, isDraft: state === 'draft' },
  when: editable((rule as unknown as { when: Node }).when ?? leafOf('event')),
});

function Builder({ all, start }: { all: readonly Segment[]; start: Start }) {
  const { t } = useTranslation();
  // What was there when the page was opened: a refresh must not change the id under one's hands.
  const [begun] = useState(start);
  const [name, setName] = useState(begun.name);
  const [root, setRoot] = useState<Node>(begun.when);
  const [isTried, setTried] = useState(false);
  const currency = useCurrency() ?? 'USD';
  const sentence = useSentence();
  const traits = useTopTraits();
  const faults = useMemo(() => faultsIn(root), [root]);
  const rule = useMemo(() => (faults.length === 0 ? { version: 1, when: savable(root) } : null), [faults, root]);
  const others = all.filter(({ id, state }) => state === 'live' && id !== begun.id);
  const editing = {
    Field: FieldEditor,
    root,
    change: setRoot,
    set: (path: readonly (string | number)[], value: unknown) => setRoot((now) => withPart(now, path, value)),
    faults: new Map(faults.map((fault) => [fault.path, fault])),
    suggestions: useMemo(() => withTraits(suggestionsFrom(all.map((one) => one.rule)), traits), [all, traits]),
    traits,
    segments: others,
    digits: digitsOf(currency),
  };
  const edited = (): Edited | null => {
    setTried(true);
    if (name.trim() === '' || rule === null) return null;
    const id =
      begun.id ??
      idFor(
        name,
        all.map((one) => one.id),
      );
    return { id, name: name.trim(), rule, version: begun.version };
  };
  return (
    <div className="row two builder">
      <div className="row" style={{ alignContent: 'start' }}>
        <Card>
          <div className="rule-label">
            <label htmlFor="segment-name">{t('segments.nameLabel')}</label>
          </div>
          <Input
            id="segment-name"
            size="large"
            maxLength={200}
            value={name}
            onChange={({ target }) => setName(target.value)}
            placeholder={t('segments.namePlaceholder')}
            {...(isTried && name.trim() === '' && { status: 'error' as const })}
          />
          {isTried && name.trim() === '' && <div className="rule-fault">{t('segments.nameMissing')}</div>}
          <EditingProvider value={editing}>
            <GroupEditor node={root} path={[]} />
          </EditingProvider>
        </Card>
      </div>
      <div className="row builder-side">
        <Card title={t('segments.inWords')}>
          <p className="segment-sentence" data-testid="sentence" aria-live="polite">
            {rule === null ? <span className="muted">{t('segments.incomplete')}</span> : sentence(rule)}
          </p>
        </Card>
        <Card title={t('segments.count')}>
          <Preview rule={rule} />
        </Card>
        <Card>
          <Saving edited={edited} draft={begun.isDraft ? begun.id : null} />
        </Card>
      </div>
    </div>
  );
}

function Saving({ edited, draft }: { edited: () => Edited | null; draft: string | null }) {
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
