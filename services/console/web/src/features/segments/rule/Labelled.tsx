import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditing, useFault } from './editing';
import type { RuleFault } from './faults';
import type { Path } from './tree';

interface LabelledProps {
  label: string;
  path: Path;
  /** An optional field can be removed. */
  isOptional?: boolean;
  children: ReactNode;
}

/** A field with its label above and its fault below. */
export function Labelled({ label, path, isOptional = false, children }: LabelledProps) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const fault = useFault(path);
  return (
    <div className="rule-field">
      <div className="rule-label">
        {label}
        {isOptional && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('rule.without', { what: label })}
            onClick={() => set(path, undefined)}
          />
        )}
      </div>
      {children}
      {fault && <div className="rule-fault">{faultInWords(fault, t)}</div>}
    </div>
  );
}

function faultInWords({ wanted, minimum, maximum }: RuleFault, t: TFunction): string {
  if (wanted !== 'number' || minimum === undefined) return t(`rule.fault.${wanted}`, { minimum, maximum });
  return t(maximum === undefined ? 'rule.fault.numberFrom' : 'rule.fault.numberBetween', { minimum, maximum });
}
