// Dead letters: look, correct, replay, discard.
import { Button, Tag } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeadLetter } from '../../../api/types';
import { DataTable } from '../../../parts/DataTable';
import { Empty } from '../../../parts/Empty';
import { useEver } from '../../../parts/ever';
import { Loaded } from '../../../parts/Loaded';
import { SinceByWall } from '../../../parts/When';
import { useOpenLetters } from '../../../queries/operations';
import { serviceInWords, topicInWords } from '../../../words/names';
import { faultInWords } from './fault-words';

const LetterDrawer = lazy(async () => ({ default: (await import('./LetterDrawer')).LetterDrawer }));

export function DeadLetters() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const wasOpen = useEver(open !== null);
  return (
    <>
      <Loaded query={useOpenLetters()}>
        {({ items }) =>
          items.length === 0 ? <Empty text={t('operate.lettersEmpty')} /> : <Letters letters={items} onOpen={setOpen} />
        }
      </Loaded>
      <Suspense fallback={null}>{wasOpen && <LetterDrawer id={open} onClose={() => setOpen(null)} />}</Suspense>
    </>
  );
}

function Letters({ letters, onOpen }: { letters: readonly DeadLetter[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <DataTable
      size="small"
      pagination={false}
      dataSource={[...letters]}
      rowKey="id"
      columns={[
        { title: t('operate.letterWhen'), render: (_, { recordedAt }) => <SinceByWall at={recordedAt} /> },
        { title: t('operate.topic'), render: (_, { topic }) => topicInWords(topic, t) },
        { title: t('operate.reader'), render: (_, { reader }) => serviceInWords(reader, t) },
        {
          title: t('operate.letterCode'),
          render: (_, { code, path, replayOf }) => (
            <>
              {faultInWords({ code }, code, t)} <span className="mono muted">{path}</span>{' '}
              {replayOf !== null && <Tag>{t('operate.letterReturned')}</Tag>}
            </>
          ),
        },
        {
          align: 'right',
          render: (_, { id }) => <Button onClick={() => onOpen(id)}>{t('operate.letterOpen')}</Button>,
        },
      ]}
    />
  );
}
