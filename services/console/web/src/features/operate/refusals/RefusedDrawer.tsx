// A refused event: look, correct, send again, forget.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Input, Typography, message } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '../../../api/client';
import { ApiFault } from '../../../api/session';
import type { WholeRefusedEvent } from '../../../api/types';
import { Fault } from '../../../parts/Fault';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useMay } from '../../may';
import { faultInWords } from './fault-words';
import { parsedObject, prettyObject } from './json-text';

interface DrawerProps {
  /** Null: closed. */
  id: number | null;
  onClose: () => void;
}

export function RefusedDrawer({ id, onClose }: DrawerProps) {
  const { t } = useTranslation();
  const [toast, holder] = message.useMessage();
  return (
    <>
      {holder}
      <Drawer open={id !== null} onClose={onClose} title={t('operate.refusedTitle')} size={640} destroyOnHidden>
        {id !== null && <Entry id={id} onResult={(text) => void toast.success(text)} onDone={onClose} />}
      </Drawer>
    </>
  );
}

interface ResultProps {
  /** The result, in words. */
  onResult: (text: string) => void;
  onDone: () => void;
}

function Entry({ id, ...settled }: ResultProps & { id: number }) {
  const query = $api.useQuery('get', '/api/quarantine/{id}', { params: { path: { id } } });
  return <Loaded query={query}>{(data) => <EntryForm entry={data} {...settled} />}</Loaded>;
}

function EntryForm({ entry, onResult, onDone }: ResultProps & { entry: WholeRefusedEvent }) {
  const { id, code, path, message: reason } = entry;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayMend = useMay('quarantine:write');
  const [text, setText] = useState(() => prettyObject(entry.event));
  const finish = (said: string) => {
    onResult(said);
    // Only the list: the entry itself is gone.
    void queries.invalidateQueries({ queryKey: ['get', '/api/quarantine'] });
    onDone();
  };
  const replay = $api.useMutation('post', '/api/quarantine/{id}/replay', {
    onSuccess: () => finish(t('operate.refusedSent')),
  });
  const forget = $api.useMutation('delete', '/api/quarantine/{id}', {
    onSuccess: () => finish(t('operate.refusedForgotten')),
  });
  const params = { path: { id } };
  const event = parsedObject(text);
  return (
    <Stack gap={16}>
      <div>
        {faultInWords({ code }, reason, t)} <Typography.Text code>{`${code} ${path}`}</Typography.Text>
        <div className="muted small" lang="en">
          {reason}
        </div>
      </div>
      <label>
        {t('operate.refusedAsSent')}
        <Input.TextArea
          className="mono"
          rows={18}
          value={text}
          readOnly={!mayMend}
          status={event === null ? 'error' : ''}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      {event === null && <Typography.Text type="danger">{t('operate.letterBroken')}</Typography.Text>}
      {mayMend && <span className="muted">{t('operate.refusedHint')}</span>}
      <Again error={replay.error} />
      {forget.error && <Fault error={forget.error} />}
      {mayMend && (
        <Stack row>
          <Button
            type="primary"
            disabled={event === null}
            loading={replay.isPending}
            onClick={() => event !== null && replay.mutate({ params, body: { event } })}
          >
            {t('operate.refusedSend')}
          </Button>
          <Button danger loading={forget.isPending} onClick={() => forget.mutate({ params })}>
            {t('operate.refusedForget')}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}

/** The event was refused again: at which field, and why. */
function Again({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const [field] = error instanceof ApiFault && error.status === 400 ? error.fields : [];
  if (field === undefined) return <Fault error={error} />;
  return (
    <Alert
      type="error"
      showIcon
      title={t('operate.refusedAgain')}
      description={
        <span lang="en">
          <code>{field.path}</code> {field.message}
        </span>
      }
    />
  );
}
