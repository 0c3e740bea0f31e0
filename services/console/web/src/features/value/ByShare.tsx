// Buttons that set the cut-off to what a share of the customers reaches.
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Census } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Stack } from '../../parts/Stack';
import { type Measure, scaled } from './measure';

interface ShareProps {
  census: Census;
  measure: Measure;
  onSet: (amount: number) => void;
}

export function ByShare({ census, measure, onSet }: ShareProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { shares } = census[measure];
  if (shares.length === 0) return null;
  return (
    <Stack row>
      <span className="muted small">{t('value.byShare')}</span>
      {shares.map(({ share, from, customers }) => {
        const count = scaled(customers, census);
        const people = t(census.exact ? 'value.people' : 'value.peopleAbout', {
          count,
          customers: format.number(count),
        });
        const amount = format.money(from, census.currency);
        return (
          <Tooltip
            key={share}
            title={t('value.bestHint', { amount, customers: people, when: format.dateTime(census.asOf) })}
          >
            <Button size="small" onClick={() => onSet(from)}>
              {t('value.best', { share: format.percent(share) })}
            </Button>
          </Tooltip>
        );
      })}
    </Stack>
  );
}
