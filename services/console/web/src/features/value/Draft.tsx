// What the cut-offs that are tried out would change, and the button that saves them.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import { ApiFault } from '../../api/session';
import type { TiersPreview } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Fault } from '../../parts/Fault';
import { LateSkeleton } from '../../parts/Loaded';
import { Stack } from '../../parts/Stack';
import { refresh } from '../../queries/refresh';
import { Moves } from './Moves';
import { type CutOffs, type People, useMaySave, usePreview } from './queries';

interface DraftProps {
  asked: CutOffs;
  /** Whether what is asked is what the line shows. */
  isSettled: boolean;
  version: number;
  onSaved: () => void;
  onBack: () => void;
  onPeople: (people: People) => void;
}

export function Draft({ asked, isSettled, version, onSaved, onBack, onPeople }: DraftProps) {
  const preview = usePreview(asked);
  const isFresh = isSettled && !preview.isPlaceholderData;
  return (
    <div className="draft" aria-live="polite" aria-busy={!isFresh}>
      {preview.error !== null && <Fault error={preview.error} onRetry={() => void preview.refetch()} />}
      {!preview.error && preview.data === undefined && <LateSkeleton rows={3} />}
      {!preview.error && preview.data && (
        <div className={isFresh ? '' : 'stale'}>
          <Effect preview={preview.data} onPeople={onPeople} />
        </div>
      )}
      <Save {...{ version, onSaved, onBack }} cutOffs={asked} isReady={isFresh && preview.data !== undefined} />
    </div>
  );
}

function Effect({ preview, onPeople }: { preview: TiersPreview; onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { moved, moves, examples } = preview;
  if (moved.matching === 0 && moved.exact) return <p data-testid="moved">{t('value.nobodyMoves')}</p>;
  const numbers = {
    count: moved.matching,
    customers: format.number(moved.matching),
    error: format.number(moved.error),
  };
  return (
    <>
      <p data-testid="moved">{t(moved.exact ? 'value.moved' : 'value.movedAbout', numbers)}</p>
      <Moves
        moves={moves}
        looked={preview}
        onOpen={({ from, to }, name) =>
          onPeople({
            ...{ kind: 'listed', name },
            customers: examples.filter((one) => one.from === from && one.to === to).map(({ customer }) => customer),
          })
        }
      />
    </>
  );
}

interface SaveProps {
  cutOffs: CutOffs;
  version: number;
  /** Whether the effect of these cut-offs is on show. */
  isReady: boolean;
  onSaved: () => void;
  onBack: () => void;
}

function Save({ cutOffs, version, isReady, onSaved, onBack }: SaveProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const maySave = useMaySave();
  const again = () => Promise.all([refresh(queries, '/api/settings'), refresh(queries, '/api/tiers')]);
  const save = $api.useMutation('put', '/api/settings/{kind}', {
    onSuccess: async () => {
      // First: this part of the page goes once the cut-offs are those in force.
      onSaved();
      await again();
    },
    onError: () => again(),
  });
  const params = { path: { kind: 'value' }, header: { 'if-match': String(version) } };
  return (
    <>
      {save.error && <SaveFault error={save.error} />}
      {maySave === false && <div className="muted small">{t('value.mayNot')}</div>}
      <Stack row>
        {maySave && (
          <Popconfirm
            title={t('value.saveAsk')}
            description={t('value.saveText')}
            okText={t('value.save')}
            onConfirm={() => save.mutate({ params, body: cutOffs })}
          >
            <Button type="primary" disabled={!isReady} loading={save.isPending}>
              {t('value.save')}
            </Button>
          </Popconfirm>
        )}
        <Button onClick={onBack}>{t('value.back')}</Button>
      </Stack>
    </>
  );
}

function SaveFault({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof ApiFault && error.code === 'version') return <p role="alert">{t('value.conflict')}</p>;
  return <Fault error={error} />;
}
