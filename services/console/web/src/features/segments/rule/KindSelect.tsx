import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { LEAF_KINDS } from './schema';

/** What a marketer looks for, in this order; kinds that are not named come last. */
const GROUPED = {
  bought: ['order', 'recency'],
  did: ['event', 'never', 'last', 'first', 'unanswered', 'sequence', 'sum', 'average', 'ratio', 'distinct', 'place'],
  are: ['trait', 'age', 'date', 'consent'],
  value: ['tier', 'number'],
} as const;

interface KindProps {
  value: string | null;
  label: string;
  onChange: (kind: string) => void;
}

/** Chooses a kind of condition, of all that the language has. */
export function KindSelect({ value, label, onChange }: KindProps) {
  const { t } = useTranslation();
  const named = new Set<string>(Object.values(GROUPED).flat());
  const groups = { ...GROUPED, other: LEAF_KINDS.filter((kind) => !named.has(kind)) };
  return (
    <Select
      className="rule-kind"
      aria-label={label}
      value={value}
      placeholder={label}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={Object.entries(groups).map(([name, kinds]) => ({
        label: t(`rule.kindGroup.${name}`),
        options: kinds.map((kind) => ({ value: kind as string, label: t(`rule.kind.${kind}`) })),
      }))}
      onChange={onChange}
    />
  );
}
