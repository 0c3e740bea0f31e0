import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input, Popconfirm, Space, Typography, message } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeadLetterWhole, discardLetter, letter, replayLetter } from '../../api/operations';
import { Fault } from '../../parts/Fault';
import { Loaded } from '../../parts/Loaded';
import { isConflict } from '../../words/letters';
import { faultInWords } from './fault-words';
import { Whose, Winner } from './Winner';

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
        {id !== null && <Letter id={id} onSaid={(text) => void toast.success(text)} onDone={onClose} />}
      </Drawer>
    </>
  );
}

interface SettledProps {
  /** What happened, in words. */
  onSaid: (text: string) => void;
  onDone: () => void;
}

function Letter({ id, ...settled }: SettledProps & { id: string }) {
  const query = useQuery({ queryKey: ['letters', id], queryFn: () => letter(id) }) as UseQueryResult<DeadLetterWhole>;
  return <Loaded query={query}>{(data) => <Mend letter={data} {...settled} />}</Loaded>;
}

function Mend({ letter, onSaid, onDone }: SettledProps & { letter: DeadLetterWhole }) {
  const { id, code, path, reason, value } = letter;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, setText] = useState(() => pretty(value));
  const settle = useMutation({
    mutationFn: (how: 'replay' | 'discard') => (how === 'replay' ? replayLetter(id, mended()) : discardLetter(id)),
    onSuccess: (_, how) => {
      onSaid(t(how === 'replay' ? 'operate.letterReplayed' : 'operate.letterDiscarded'));
      void queries.invalidateQueries({ queryKey: ['letters'] });
      onDone();
    },
  });
  const changed = text !== pretty(value);
  const broken = changed && parsed(text) === null;
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
        <Whose value={value} />
      </div>
      {isConflict(letter) && <Winner value={value} />}
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
      {settle.error && <Fault error={settle.error} />}
      <Space>
        <Button type="primary" disabled={broken} loading={settle.isPending} onClick={() => settle.mutate('replay')}>
          {t('operate.letterReplay')}
        </Button>
        <Popconfirm
          title={t('operate.letterDiscardAsk')}
          okText={t('operate.letterDiscard')}
          onConfirm={() => settle.mutate('discard')}
        >
          <Button danger>{t('operate.letterDiscard')}</Button>
        </Popconfirm>
      </Space>
    </Space>
  );

  /** Untouched, the same bytes go again: they may be no JSON at all. */
  function mended(): Record<string, unknown> | undefined {
    return changed ? (parsed(text) ?? undefined) : undefined;
  }
}

const pretty = (value: string) => {
  const json = parsed(value);
  return json === null ? value : JSON.stringify(json, null, 2);
};

function parsed(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
