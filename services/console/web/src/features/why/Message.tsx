import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../api/types';
import { Term } from '../../parts/Term';
import { channelInWords } from '../../words/names';

/**
 * A message as it was written. The output of a template is not trusted: it is shown in a frame
 * without scripts and without an origin.
 */
type Content = Record<'channel' | 'subject' | 'body', string>;

export const contentOf = ({ content }: Decision) => content as Content | null;

export function Message({ content }: { content: Content }) {
  const { t } = useTranslation();
  return (
    <>
      <p style={{ margin: '4px 0 8px' }}>
        {content.channel === 'outbox' ? (
          <Tag style={{ borderStyle: 'dotted' }}>
            <Term of="outboxOnly">{t('why.outbox')}</Term>
          </Tag>
        ) : (
          <Tag>{channelInWords(content.channel, t)}</Tag>
        )}{' '}
        {content.subject}
      </p>
      <iframe className="message-frame" sandbox="" srcDoc={framed(content.body)} title={content.subject} />
    </>
  );
}

const framed = (body: string) =>
  `<!doctype html><meta charset="utf-8"><style>body{font:14px/22px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;margin:16px;color:#1e293b}</style>${body}`;
