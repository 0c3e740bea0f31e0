import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Loaded } from '../../../parts/Loaded';
import { nameIn } from '../../../words/bilingual';
import { useOverlap } from '../queries';

/** How many customers this segment shares with another one. */
export function Overlap({ segment, all }: { segment: Segment; all: readonly Segment[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [other, setOther] = useState<string | null>(null);
  const others = all.filter(({ id }) => id !== segment.id);
  if (others.length === 0) return <span className="muted">{t('segments.overlapNone')}</span>;
  return (
    <>
      <Select
        aria-label={t('segments.overlapPick')}
        placeholder={t('segments.overlapPick')}
        value={other}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: '100%' }}
        options={others.map(({ id, name }) => ({ value: id, label: nameIn(name, language) }))}
        onChange={setOther}
      />
      {other !== null && (
        <Shared id={segment.id} other={other} name={others.find(({ id }) => id === other)?.name ?? other} />
      )}
    </>
  );
}

function Shared({ id, other, name }: { id: string; other: string; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  return (
    <Loaded query={useOverlap(id, other)} rows={3}>
      {({ onlyThis, both, onlyOther }) => {
        const size = onlyThis + both;
        const parts = { onlyThis, both, onlyOther };
        return (
          <>
            <p data-testid="overlap">
              {t('segments.overlapSaid', {
                size: format.number(size),
                both: format.number(both),
                share: format.percent(size === 0 ? 0 : both / size),
                other: nameIn(name, language),
              })}
            </p>
            <div className="overlap" aria-hidden>
              {Object.entries(parts).map(([part, count]) => (
                <i key={part} data-part={part} style={{ flexGrow: count }} />
              ))}
            </div>
            <dl className="facts">
              {Object.entries(parts).map(([part, count]) => (
                <div key={part}>
                  <dt>{t(`segments.overlapPart.${part}`)}</dt>
                  <dd>{format.number(count)}</dd>
                </div>
              ))}
            </dl>
          </>
        );
      }}
    </Loaded>
  );
}
