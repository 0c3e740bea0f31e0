// A value that may be a text, a number, or yes or no: the language compares it as it is written, so
// its kind is chosen.
import { AutoComplete, InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

type ScalarKind = 'text' | 'number' | 'flag';
const KINDS: readonly ScalarKind[] = ['text', 'number', 'flag'];

interface ScalarProps {
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Frequent values, while typing. */
  suggested: readonly string[];
  isFaulty: boolean;
}

const isLike = (value: string, typed: string) => value.toLowerCase().includes(typed.toLowerCase());

export function ScalarInput({ label, value, onChange, suggested, isFaulty }: ScalarProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ScalarKind>('text');
  const kind = kindOf(value) ?? chosen;
  const common = { 'aria-label': label, ...(isFaulty && { status: 'error' as const }) };
  return (
    <Space.Compact>
      <Select
        aria-label={`${label}: ${t(`rule.scalar.${kind}`)}`}
        value={kind}
        popupMatchSelectWidth={false}
        options={KINDS.map((one) => ({ value: one, label: t(`rule.scalar.${one}`) }))}
        onChange={(next) => {
          setChosen(next);
          onChange(converted(value, next));
        }}
      />
      {kind === 'text' && (
        <AutoComplete
          {...common}
          value={typeof value === 'string' ? value : ''}
          options={suggested.map((one) => ({ value: one }))}
          showSearch={{ filterOption: (typed, option) => isLike(option?.value ?? '', typed) }}
          popupMatchSelectWidth={false}
          onChange={(next: string) => onChange(next === '' ? undefined : next)}
        />
      )}
      {kind === 'number' && (
        <InputNumber
          controls={false}
          {...common}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      )}
      {kind === 'flag' && (
        <Select
          {...common}
          value={value === true}
          options={[true, false].map((one) => ({ value: one, label: t(one ? 'rule.yes' : 'rule.no') }))}
          onChange={onChange}
        />
      )}
    </Space.Compact>
  );
}

function kindOf(value: unknown): ScalarKind | null {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'flag';
  return typeof value === 'string' ? 'text' : null;
}

function converted(value: unknown, kind: ScalarKind): unknown {
  if (kind === 'flag') return true;
  if (kind === 'text') return value === undefined ? undefined : String(value);
  const number = Number(value);
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(number) ? number : undefined;
}
