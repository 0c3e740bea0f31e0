// One version: what it was fitted to, how well it foresaw, its parameters, and putting it live.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, type TableColumnsType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { DataTable } from '../../../parts/DataTable';
import { Fault } from '../../../parts/Fault';
import { useMay } from '../../may';
import { Calibration } from './Calibration';
import { type ParameterRow, RANKINGS, offBy, parameterRows } from './numbers';
import { makeLive } from './queries';

type Fit = NonNullable<Model['fit']>;
type Figures = NonNullable<Fit['figures']>;

export function ModelDetail({ version }: { version: Model }) {
  const { t } = useTranslation();
  const { number, fit } = version;
  return (
    <>
      <Card title={t('models.title', { number })} extra={<LiveButton version={version} />}>
        {fit === null ? <p className="muted">{t('models.unfitted')}</p> : <FitFacts fit={fit} />}
      </Card>
      {fit !== null && (
        <div className="row two">
          <Card title={t('models.calibration')}>
            {fit.figures ? <Calibration figures={fit.figures} /> : <p className="muted">{t('models.noFigures')}</p>}
          </Card>
          <Card title={t('models.captured')}>
            {fit.figures?.captured ? (
              <Captured captured={fit.figures.captured} />
            ) : (
              <p className="muted">{t('models.noFigures')}</p>
            )}
          </Card>
        </div>
      )}
      <Card title={t('models.parameters')}>
        <Parameters version={version} />
      </Card>
    </>
  );
}

function LiveButton({ version: { number, isLive } }: { version: Model }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const mayWrite = useMay('settings:write');
  if (isLive || !mayWrite) return null;
  const use = () => {
    setError(null);
    makeLive(client, number).catch(setError);
  };
  return (
    <>
      {error !== null && <Fault error={error} />}
      <Popconfirm
        title={t('models.useAsk', { number })}
        description={t('models.useHint')}
        okText={t('models.use')}
        cancelText={t('models.cancel')}
        onConfirm={use}
      >
        <Button type="primary">{t('models.use')}</Button>
      </Popconfirm>
    </>
  );
}

function FitFacts({ fit }: { fit: Fit }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { window, customers, repeaters, purchases, gapWeeks, expected, figures } = fit;
  const off = figures && offBy(figures.expected, figures.actual);
  return (
    <dl className="facts" style={{ margin: 0 }}>
      <Fact name={t('models.window')} hint={window.split && t('models.split', { when: format.date(window.split) })}>
        {t('models.span', { from: format.date(window.first), to: format.date(window.last) })}
      </Fact>
      <Fact name={t('models.customers')} hint={t('models.repeaters', { repeaters: format.number(repeaters) })}>
        {format.number(customers)}
      </Fact>
      <Fact name={t('models.days')} hint={t('models.gap', { weeks: format.decimal(gapWeeks, 1) })}>
        {format.number(purchases)}
      </Fact>
      <Fact
        name={t('models.expected')}
        hint={t('models.interval', { low: format.decimal(expected.low, 2), high: format.decimal(expected.high, 2) })}
      >
        {format.decimal(expected.value, 2)}
      </Fact>
      {figures && (
        <Fact
          name={t('models.foreseen', { weeks: format.number(Math.round(figures.weeks)) })}
          hint={off === null ? null : t('models.off', { share: format.signedPercent(off) })}
        >
          {t('models.against', {
            expected: format.number(Math.round(figures.expected)),
            actual: format.number(Math.round(figures.actual)),
          })}
        </Fact>
      )}
      <Fact name={t('models.verdict')} hint={null}>
        {t(`models.verdicts.${fit.verdict}`)}
      </Fact>
    </dl>
  );
}

function Fact({ name, hint, children }: { name: string; hint: string | null; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {hint !== null && <small>{hint}</small>}
      </dd>
    </div>
  );
}

/** Shares of later revenue that the best fifth held, as bars with their numbers. */
function Captured({ captured }: { captured: NonNullable<Figures['captured']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <p className="muted small">{t('models.capturedHint')}</p>
      <ul className="captured" aria-label={t('models.captured')}>
        {RANKINGS.map((ranking) => (
          <li key={ranking}>
            <span>{t(`models.rankings.${ranking}`)}</span>
            <i className={ranking} style={{ width: `${100 * captured[ranking]}%` }} aria-hidden />
            <b className="number">{format.percent(captured[ranking])}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

function Parameters({ version }: { version: Model }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: TableColumnsType<ParameterRow> = [
    { title: t('models.model'), render: (_, { model }) => t(`models.names.${model as 'bgnbd'}`) },
    { title: t('models.parameter'), dataIndex: 'name' },
    { title: t('models.value'), align: 'right', render: (_, { value }) => format.decimal(value, 4) },
    {
      title: t('models.error'),
      align: 'right',
      render: (_, { error }) =>
        error === null ? t('states.none') : t('models.plusMinus', { error: format.decimal(error, 4) }),
    },
  ];
  const rows = parameterRows(version);
  return (
    <DataTable<ParameterRow>
      size="small"
      columns={columns}
      dataSource={rows}
      rowKey={({ model, name }) => `${model} ${name}`}
      pagination={false}
    />
  );
}
