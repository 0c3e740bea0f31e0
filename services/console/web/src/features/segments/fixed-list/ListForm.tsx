// The values of a fixed list: pasted or from a file, sent in portions with progress. Says what was
// not found, as a file if wanted.
import { DownloadOutlined, InboxOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Progress, Segmented } from 'antd';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { Fault } from '../../../parts/Fault';
import { Stack } from '../../../parts/Stack';
import { csvOf } from '../csv';
import { AT_ONCE, LISTED_BY, type ListedBy, MOST_ROWS, kindOf, valuesIn } from './list-values';
import { putOnList } from '../queries';
import { saveFile } from '../save-file';

interface FormProps {
  /** Resolves with the id of the list, which is created if there is none. */
  listId: () => Promise<string>;
  isReady: boolean;
  submit: string;
  onDone: (id: string, unknown: readonly string[]) => void;
}

const FILES = '.csv,.txt,text/csv,text/plain';

export function ListForm({ listId, isReady, submit, onDone }: FormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ListedBy | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const isWanted = useRef(true);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => {
    isWanted.current = true;
    return () => void (isWanted.current = false);
  }, []);
  const values = valuesIn(text);
  const by = chosen ?? kindOf(values);
  const isTooLong = values.length > MOST_ROWS;

  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const picked = target.files?.[0];
    if (picked) setText(await picked.text());
    target.value = '';
  };
  const run = async () => {
    setError(null);
    setDone(0);
    try {
      const id = await listId();
      const unknown: string[] = [];
      for (let from = 0; from < values.length && isWanted.current; from += AT_ONCE) {
        const some = values.slice(from, from + AT_ONCE);
        unknown.push(...(await putOnList(id, by, some)).unknown);
        setDone(from + some.length);
      }
      await client.invalidateQueries();
      if (isWanted.current) onDone(id, unknown);
    } catch (failed) {
      setError(failed);
    }
    setDone(null);
  };

  return (
    <Stack gap={16}>
      <label>
        {t('segments.list.values')}
        <Input.TextArea
          rows={6}
          value={text}
          onChange={({ target }) => setText(target.value)}
          placeholder={t('segments.list.placeholder')}
        />
      </label>
      <Stack row gap={16}>
        <Button icon={<InboxOutlined aria-hidden />} onClick={() => file.current?.click()}>
          {t('segments.list.file')}
        </Button>
        <input ref={file} hidden type="file" accept={FILES} onChange={(event) => void read(event)} />
        <Segmented
          aria-label={t('segments.list.by')}
          value={by}
          onChange={setChosen}
          options={LISTED_BY.map((value) => ({ value, label: t(`segments.list.kinds.${value}`) }))}
        />
        <span className={isTooLong ? 'rule-fault' : 'muted'} role="status">
          {isTooLong
            ? t('segments.list.tooLong', { most: format.number(MOST_ROWS) })
            : t('segments.list.rows', { count: values.length, rows: format.number(values.length) })}
        </span>
      </Stack>
      {done !== null && <Progress percent={Math.floor((100 * done) / Math.max(1, values.length))} />}
      {error !== null && <Fault error={error} />}
      <div>
        <Button
          type="primary"
          disabled={!isReady || values.length === 0 || isTooLong}
          loading={done !== null}
          onClick={() => void run()}
        >
          {submit}
        </Button>
      </div>
    </Stack>
  );
}

/** What of a list names no customer. */
export function Unknown({ id, unknown }: { id: string; unknown: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (unknown.length === 0) return <p role="status">{t('segments.list.allFound')}</p>;
  return (
    <div role="status">
      <p>{t('segments.list.unknown', { count: unknown.length, rows: format.number(unknown.length) })}</p>
      <p className="muted">{unknown.slice(0, 5).join(t('states.listGap'))}</p>
      <Button
        size="small"
        icon={<DownloadOutlined aria-hidden />}
        onClick={() => saveFile(`${id}-not-found.csv`, csvOf(unknown.map((value) => [value])))}
      >
        {t('segments.list.unknownFile')}
      </Button>
    </div>
  );
}
