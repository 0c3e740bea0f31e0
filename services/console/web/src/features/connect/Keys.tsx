// The write keys of a source, or the secrets of a webhook: make, revoke, delete.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import type { Source } from '../../api/types';
import { Fault } from '../../parts/Fault';
import { Stack } from '../../parts/Stack';
import { SinceByWall } from '../../parts/When';
import { refresh } from '../../queries/refresh';
import { isSigned, showsItsSecret } from './kinds';
import { SecretForm } from './SecretForm';

interface KeysProps {
  source: Source;
  /** Called with a key or a secret that is shown once. */
  onMade: (made: { writeKey?: string | null; signingKey?: string | null }) => void;
}

export const Keys = (props: KeysProps) => (isSigned(props.source) ? <Secrets {...props} /> : <WriteKeys {...props} />);

const MOST_SECRETS = 2;

function WriteKeys({ source, onMade }: KeysProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { path: { id: source.id } };
  const settled = () => void refresh(queries, '/api/sources');
  const make = $api.useMutation('post', '/api/sources/{id}/keys', {
    onSuccess: ({ writeKey }) => onMade({ writeKey }),
    onSettled: settled,
  });
  const revoke = $api.useMutation('delete', '/api/sources/{id}/keys/{key}', { onSettled: settled });
  return (
    <Stack gap={12}>
      <span className="muted">{t('connect.keysHint')}</span>
      {source.keys.map(({ id, hint, createdAt, revoked }) => (
        <Row key={id} name={`…${hint}`} at={createdAt}>
          {revoked ? (
            <span className="muted">{t('connect.keyRevoked')}</span>
          ) : (
            <Confirmed
              ask={t('connect.revokeAsk')}
              label={t('connect.revoke')}
              onConfirm={() => revoke.mutate({ params: { path: { ...params.path, key: id } } })}
            />
          )}
        </Row>
      ))}
      {(make.error ?? revoke.error) && <Fault error={make.error ?? revoke.error} />}
      <Button className="start" loading={make.isPending} onClick={() => make.mutate({ params })}>
        {t('connect.newKey')}
      </Button>
    </Stack>
  );
}

function Secrets({ source, onMade }: KeysProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { path: { id: source.id } };
  const settled = () => void refresh(queries, '/api/sources');
  const make = $api.useMutation('post', '/api/sources/{id}/signing-keys', {
    onSuccess: ({ signingKey }) => onMade({ signingKey }),
    onSettled: settled,
  });
  const remove = $api.useMutation('delete', '/api/sources/{id}/signing-keys/{key}', { onSettled: settled });
  const hasRoom = source.signingKeys.length < MOST_SECRETS;
  return (
    <Stack gap={12}>
      <span className="muted">{t('connect.secretsHint')}</span>
      {source.signingKeys.map(({ id, createdAt }) => (
        <Row key={id} name={id} at={createdAt}>
          <Confirmed
            ask={t('connect.deleteAsk')}
            label={t('connect.delete')}
            onConfirm={() => remove.mutate({ params: { path: { ...params.path, key: id } } })}
          />
        </Row>
      ))}
      {(make.error ?? remove.error) && <Fault error={make.error ?? remove.error} />}
      {hasRoom && showsItsSecret(source.webhook) && <SecretForm source={source} />}
      {hasRoom && !showsItsSecret(source.webhook) && (
        <Button className="start" loading={make.isPending} onClick={() => make.mutate({ params, body: {} })}>
          {t('connect.newSecret')}
        </Button>
      )}
    </Stack>
  );
}

function Row({ name, at, children }: { name: string; at: string; children: React.ReactNode }) {
  return (
    <div className="key-row">
      <span className="mono">{name}</span>
      <span className="muted">
        <SinceByWall at={at} />
      </span>
      {children}
    </div>
  );
}

function Confirmed({ ask, label, onConfirm }: { ask: string; label: string; onConfirm: () => void }) {
  return (
    <Popconfirm title={ask} okText={label} onConfirm={onConfirm}>
      <Button size="small" danger>
        {label}
      </Button>
    </Popconfirm>
  );
}
