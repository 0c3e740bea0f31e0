import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input, Popconfirm, Space, Typography, message } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '../../../api/client';
import type { WholeDeadLetter } from '../../../api/types';
import { Fault } from '../../../parts/Fault';
import { Loaded } from '../../../parts/Loaded';
import { refresh } from '../../../queries/refresh';
import { isConflict } from '../../../words/letters';
import { faultInWords } from './fault-words';
import { parsedObject, prettyObject } from './json-text';
import { LetterCustomer, StoredCopy } from './StoredCopy';

interface LetterProps {
  /** Null: closed. */
  id: string | null;
  onClose: () => void;
}

export function LetterDrawer({ id, onClose }: LetterProps) {
  const { t } = useTranslation();
  const [toast, holder] = message.useMessage();
  return (
    <>
      {holder}
      <Drawer open={id !== null} onClose={onClose} title={t('operate.letterTitle')} size={640} destroyOnHidden>
        {id !== null && <Letter id={id} onResult={(text) => void toast.success(text)} onDone={onClose} />}
      </Drawer>
    </>
  );
}

interface ResultProps {
  /** The result, in words. */
  onResult: (text: string) => void;
  onDone: () => void;
}

function Letter({ id, ...settled }: ResultProps & { id: string }) {
  const query = $api.useQuery('get', '/api/dead-letters/{id}', { params: { path: { id } } });
  return <Loaded query={query}>{(data) => <LetterForm letter={data} {...settled} />}</Loaded>;
}

function LetterForm({ letter, onResult, onDone }: ResultProps & { letter: WholeDeadLetter }) {
  const { id, code, path, reason, value } = letter;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState(() => prettyObject(value));
  const finish = (said: string) => {
    onResult(said);
    void refresh(queries, '/api/dead-letters');
    onDone();
  };
  const replay = $api.useMutation('post', '/api/dead-letters/{id}/replay', {
    onSuccess: () => finish(t('operate.letterReplayed')),
  });
  const discard = $api.useMutation('post', '/api/dead-letters/{id}/discard', {
    onSuccess: () => finish(t('operate.letterDiscarded')),
  });
  const params = { path: { id } };
  const isPending = replay.isPending || discard.isPending;
  const error = replay.error ?? discard.error;
  const changed = text !== prettyObject(value);
  const broken = changed && parsedObject(text) === null;
  return (
    <Space orientation="vertical" style={{ width: '100%' }} size={16}>
      <div>
        {faultInWords(letter, reason, t)}{' '}
        <Typography.Text code>
          {code} {path}
        </Typography.Text>
        {code !== 'conflict' && (
          <div className="muted small" lang="en">
            {reason}
          </div>
        )}
        <LetterCustomer value={value} />
      </div>
      {isConflict(letter) && <StoredCopy value={value} />}
      <label>
        {t('operate.letterMessage')}
        <Input.TextArea
          className="mono"
          rows={18}
          value={text}
          status={broken ? 'error' : ''}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      {broken && <Typography.Text type="danger">{t('operate.letterBroken')}</Typography.Text>}
      <span className="muted">{t(isConflict(letter) ? 'operate.conflictHint' : 'operate.letterHint')}</span>
      {error && <Fault error={error} />}
      <Space>
        <Button
          type="primary"
          disabled={broken}
          loading={isPending}
          onClick={() => replay.mutate({ params, body: corrected() })}
        >
          {t('operate.letterReplay')}
        </Button>
        <Popconfirm
          title={t('operate.letterDiscardAsk')}
          okText={t('operate.letterDiscard')}
          onConfirm={() => discard.mutate({ params })}
        >
          <Button danger>{t('operate.letterDiscard')}</Button>
        </Popconfirm>
      </Space>
    </Space>
  );

  /**
   * Empty where the text is unchanged: the server replays the same bytes, which may not be JSON.
   */
  function corrected(): { message?: Record<string, unknown> } {
    const message = changed ? parsedObject(text) : null;
    return message === null ? {} : { message };
  }
}
