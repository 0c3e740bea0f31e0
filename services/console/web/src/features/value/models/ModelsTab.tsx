// Versions of the store's models: which one is live, what each foresaw, and going back.
import { useQueryClient } from '@tanstack/react-query';
import { Button, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Model } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { DataTable } from '../../../parts/DataTable';
import { Empty } from '../../../parts/Empty';
import { Fault } from '../../../parts/Fault';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useMay } from '../../may';
import { ModelDetail } from './ModelDetail';
import { fitNow, useLiveSince, useModels } from './queries';

export function ModelsTab() {
  const { t } = useTranslation();
  const models = useModels();
  const [params, setParams] = useSearchParams();
  return (
    <Loaded query={models} rows={10}>
      {({ pages }) => {
        const [first] = pages;
        const versions = pages.flatMap(({ items }) => items);
        const wanted = Number(params.get('version'));
        const shown =
          versions.find(({ number }) => number === wanted) ?? versions.find(({ isLive }) => isLive) ?? versions[0];
        return (
          <>
            <Card title={t('models.live')} extra={<FitButton isRunning={(first?.job ?? null) !== null} />}>
              <LiveLine live={first?.live ?? null} held={first?.held ?? false} waits={first?.waits ?? false} />
            </Card>
            {shown && <ModelDetail key={shown.number} version={shown} />}
            <Card title={t('models.versions')}>
              {versions.length === 0 ? (
                <Empty text={t('models.empty')} hint={t('models.emptyHint')} />
              ) : (
                <Versions
                  versions={versions}
                  shown={shown?.number}
                  onShow={(number) => setParams({ tab: 'models', version: String(number) })}
                />
              )}
              {models.hasNextPage && (
                <Button onClick={() => void models.fetchNextPage()} loading={models.isFetchingNextPage}>
                  {t('states.more')}
                </Button>
              )}
            </Card>
          </>
        );
      }}
    </Loaded>
  );
}

function LiveLine({ live, held, waits }: { live: number | null; held: boolean; waits: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: since = null } = useLiveSince();
  return (
    <Stack>
      <strong data-testid="live-model">
        {live === null
          ? t('models.start')
          : since === null
            ? t('models.liveVersion', { number: live })
            : t('models.liveSince', { number: live, when: format.dateTime(since) })}
      </strong>
      {waits && <span>{t('standard.waits')}</span>}
      {held && <span>{t('models.held')}</span>}
      <span className="muted">{t('models.hint')}</span>
    </Stack>
  );
}

function FitButton({ isRunning }: { isRunning: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  if (!useMay('settings:write')) return null;
  const fit = () => {
    setError(null);
    fitNow(client).catch(setError);
  };
  return (
    <Stack row>
      {error !== null && <Fault error={error} />}
      <Button size="small" loading={isRunning} onClick={fit}>
        {t(isRunning ? 'models.fitting' : 'models.fit')}
      </Button>
    </Stack>
  );
}

interface VersionsProps {
  versions: readonly Model[];
  shown: number | undefined;
  onShow: (number: number) => void;
}

function Versions({ versions, shown, onShow }: VersionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: TableColumnsType<Model> = [
    {
      title: t('models.version'),
      render: (_, { number, isLive }) => (
        <Stack row>
          <Button className="as-link number" type="text" aria-pressed={number === shown} onClick={() => onShow(number)}>
            {t('models.number', { number })}
          </Button>
          {isLive && <Tag color="success">{t('models.isLive')}</Tag>}
        </Stack>
      ),
    },
    { title: t('models.created'), render: (_, { createdAt }) => format.dateTime(createdAt) },
    { title: t('models.purchases'), render: (_, { purchases }) => t(`models.names.${purchases}`) },
    {
      title: t('models.window'),
      render: (_, { fit, origin }) =>
        fit
          ? t('models.span', { from: format.date(fit.window.first), to: format.date(fit.window.last) })
          : t(`models.origins.${origin}`),
    },
    {
      title: t('models.customers'),
      align: 'right',
      render: (_, { fit }) => (fit ? format.number(fit.customers) : t('states.none')),
    },
    { title: t('models.verdict'), render: (_, { fit }) => (fit ? t(`models.verdicts.${fit.verdict}`) : '') },
  ];
  return (
    <DataTable<Model> size="small" columns={columns} dataSource={[...versions]} rowKey="number" pagination={false} />
  );
}
