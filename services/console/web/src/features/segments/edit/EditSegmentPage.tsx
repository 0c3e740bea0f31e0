// The builder: a rule as a tree of conditions, beside its sentence in words and who fits it now.
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { Segment } from '../../../api/types';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { useTitle } from '../../../parts/title';
import { digitsOf } from '../../../words/format';
import { BackLink } from '../../../parts/BackLink';
import { Preview } from './Preview';
import { useSentence } from '../Sentence';
import { type Edited, useCurrency, useSegments, useTopTraits } from '../queries';
import { FieldEditor } from '../rule/FieldEditor';
import { GroupEditor } from '../rule/GroupEditor';
import { EditingProvider } from '../rule/editing';
import { groupOf, leafOf } from '../rule/defaults';
import { faultsIn } from '../rule/faults';
import type { Node } from '../rule/schema';
import { suggestionsFrom, withTraits } from '../rule/suggestions';
import { editable, savable, withPart } from '../rule/tree';
import { idFor } from '../segment-id';
import { Saving } from './Saving';

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
