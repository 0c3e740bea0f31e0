import { Tooltip } from 'antd';
import { useFormat } from '../i18n/use-format';

/** An amount in minor units: short where it is large, exact on hover. */
export function Money({ minor, currency }: { minor: number; currency: string }) {
  const format = useFormat();
  const exact = format.money(minor, currency);
  if (Math.abs(minor) < 1_000_000) return <span className="number">{exact}</span>;
  return (
    <Tooltip title={exact}>
      <span className="number">{format.moneyShort(minor, currency)}</span>
    </Tooltip>
  );
}
