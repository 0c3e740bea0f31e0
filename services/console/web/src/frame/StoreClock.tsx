import { ClockCircleOutlined } from '@ant-design/icons';
import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';
import { useStoreNow, useStoreTime } from '../queries/clock';
import { useDemo } from '../queries/demo';

/** A badge of the demo store with its date. Nothing in a store that was never replayed. */
export function StoreClock() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useStoreTime();
  const now = useStoreNow();
  const { data: demo } = useDemo();
  if (data === undefined || data.mark === null) return null;
  const playing = data.mode === 'stream';
  const share = playing && demo?.stage === 'playing' ? ` · ${format.percent(demo.share)}` : '';
  const when = playing ? format.date(now) : format.time(now);
  return (
    <Tooltip title={`${t('frame.demoLong')} · ${t('frame.clock', { when: format.exactly(now) })}`}>
      <Tag className="demo-badge" icon={<ClockCircleOutlined aria-hidden />} tabIndex={0}>
        <span className="wide-only">{t(playing ? 'frame.replaying' : 'frame.demo')} · </span>
        {when}
        {share}
      </Tag>
    </Tooltip>
  );
}
