import { Tooltip } from 'antd';
import { useStoreNow } from '../clock';
import { useFormat } from '../format';

/** How long ago, or in how long, with the exact instant and its zone on hover. */
export function When({ at }: { at: string | number }) {
  const format = useFormat();
  const now = useStoreNow(10_000);
  return (
    <Tooltip title={format.exactly(at)}>
      <time dateTime={new Date(at).toISOString()}>{format.relative(at, now)}</time>
    </Tooltip>
  );
}
