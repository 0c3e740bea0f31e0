// Names that exist: numbers, schemes and their tiers, other segments.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { tierInWords } from '../../../words/names';
import { en as shared } from '../../../words/words.en';
import { TIERS } from '../../../theme/tiers';
import { useEditing } from './editing';
import type { SuggestedKind } from './suggestions';
import { type Path, partAt } from './tree';
import { rule as english } from './words.en';

const OURS = new Set(['number.name', 'tier.scheme', 'tier.in', 'segment.id']);

/** Whether a field names something that Segue knows. */
export const isNameOfOurs = (kind: string, field: string): boolean => OURS.has(`${kind}.${field}`);

const OF_TRAITS = new Set(['trait', 'age', 'date']);

/** Returns what is suggested for a text field; null where nothing is. */
export function suggestedFor(kind: string, field: string): SuggestedKind | null {
  if (field === 'name') return kind === 'number' ? null : OF_TRAITS.has(kind) ? 'trait' : 'event';
  return field === 'property' || field === 'channel' || field === 'purpose' ? field : null;
}

const TIERS_OF: Readonly<Record<string, readonly string[]>> = { value: TIERS, rfm: Object.keys(shared.rfm) };

interface NameProps {
  kind: string;
  field: string;
  path: Path;
  label: string;
}

export function NameSelect({ kind, field, path, label }: NameProps) {
  const { t } = useTranslation();
  const { root, set, segments } = useEditing();
  const value = partAt(root, path);
  const scheme = String(partAt(root, [...path.slice(0, -1), 'scheme']));
  const options = () => {
    switch (`${kind}.${field}`) {
      case 'number.name':
        return Object.keys(english.number).map((name) => ({ value: name, label: t(`rule.number.${name}`) }));
      case 'tier.scheme':
        return Object.keys(TIERS_OF).map((name) => ({ value: name, label: t(`schemes.${name}`) }));
      case 'tier.in':
        return (TIERS_OF[scheme] ?? []).map((name) => ({ value: name, label: tierInWords(name, t) }));
      default:
        return segments.map(({ id, name }) => ({ value: id, label: name }));
    }
  };
  return (
    <Select
      aria-label={label}
      {...(field === 'in' && { mode: 'multiple' as const })}
      value={(value as string | undefined) ?? null}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={options()}
      onChange={(next) => {
        if (field !== 'scheme') return set(path, next);
        // Tiers of another scheme do not exist in this one.
        const leaf = partAt(root, path.slice(0, -1)) as object;
        return set(path.slice(0, -1), { ...leaf, scheme: next, in: [] });
      }}
    />
  );
}
