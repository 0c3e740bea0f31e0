// The distribution of value with a cut-off to drag, and who would move.
import { InputNumber, Segmented, message } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Census } from '../../api/types';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { useSettled } from '../../queries/customers';
import { minorOf } from '../../words/format';
import { ByShare } from './ByShare';
import { CutOffChart } from './CutOffChart';
import { MEASURES, type Measure, shownAs } from './measure';
import { type CutOffs, type People, useCensus, useCutOffs } from './queries';

const Draft = lazy(async () => ({ default: (await import('./Draft')).Draft }));

/** The cut-off that a measure is compared with. */
const CUT_OFF = { netMargin: 'a', expectedRevenue: 'b' } as const;

export function Spread({ onPeople }: { onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  const census = useCensus();
  const inForce = useCutOffs();
  return (
    <Loaded query={census} rows={10}>
      {(data) =>
        data.population === 0 ? (
          <Empty text={t('value.moneyEmpty')} />
        ) : (
          <Loaded query={inForce} rows={10}>
            {(cutOffs) => <Cuts census={data} inForce={cutOffs} onPeople={onPeople} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

interface CutsProps {
  census: Census;
  inForce: CutOffs & { version: number; currency: string };
  onPeople: (people: People) => void;
}

function Cuts({ census, inForce, onPeople }: CutsProps) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<Measure>('netMargin');
  const [draft, setDraft] = useState<CutOffs | null>(null);
  const [toast, holder] = message.useMessage();
  const { a, b, keepDays = 0 } = inForce;
  const shown = draft ?? { a, b, keepDays };
  const isChanged = shown.a !== a || shown.b !== b || shown.keepDays !== keepDays;
  // The services are asked once the line rests.
  const settled = useSettled(JSON.stringify(shown));
  const move = (amount: number) => setDraft({ ...shown, [CUT_OFF[measure]]: amount });
  const unit = minorOf(1, inForce.currency);
  return (
    <>
      {holder}
      <div className="cut-head">
        <Segmented
          aria-label={t('value.measure')}
          value={measure}
          onChange={setMeasure}
          options={MEASURES.map((value) => ({ value, label: t(`value.measures.${shownAs(value, census.waits)}`) }))}
        />
        <label>
          {t(`value.cutOff.${measure}`)}
          <InputNumber
            min={0}
            controls={false}
            max={1e10}
            value={shown[CUT_OFF[measure]] / unit}
            onChange={(amount) => amount !== null && move(Math.round(amount * unit))}
            suffix={inForce.currency}
            style={{ width: 168 }}
          />
        </label>
      </div>
      <CutOffChart
        key={measure}
        measure={measure}
        census={census}
        cutOff={shown[CUT_OFF[measure]]}
        inForce={inForce[CUT_OFF[measure]]}
        onMove={move}
      />
      <ByShare census={census} measure={measure} onSet={move} />
      <label className="keep-days">
        {t('value.keepDays')}
        <InputNumber
          min={0}
          max={365}
          precision={0}
          controls={false}
          value={shown.keepDays ?? 0}
          onChange={(days) => days !== null && setDraft({ ...shown, keepDays: days })}
          suffix={t('value.keepUnit')}
          style={{ width: 128 }}
        />
        <span className="muted small">{t('value.keepHint')}</span>
      </label>
      {isChanged ? (
        <Suspense fallback={<div className="draft" />}>
          <Draft
            asked={JSON.parse(settled) as CutOffs}
            isSettled={settled === JSON.stringify(shown)}
            version={inForce.version}
            onSaved={() => void toast.success(t('value.saved'))}
            onBack={() => setDraft(null)}
            onPeople={onPeople}
          />
        </Suspense>
      ) : (
        <div className="muted draft">{t('value.unmoved')}</div>
      )}
    </>
  );
}
