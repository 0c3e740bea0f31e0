// A new source in three questions: what sends, which one, and its name.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { $api } from '../../api/client';
import type { MadeSource } from '../../api/types';
import { Card } from '../../parts/Card';
import { Fault } from '../../parts/Fault';
import { Stack } from '../../parts/Stack';
import { useTitle } from '../../parts/title';
import { refresh } from '../../queries/refresh';
import { Command } from '../own-data/Command';
import { importHistory } from '../own-data/commands';
import { tick } from '../first-steps/steps';
import { Arriving } from './Arriving';
import { Back } from './Back';
import { SENDERS, SYSTEMS, type Sender, type System, asksForPayment, bodyOf } from './kinds';
import { Setup } from './Setup';
import { useSource } from './queries';
import { en } from './words.en';

export function NewSourcePage() {
  const { t } = useTranslation();
  useTitle(t('connect.add'));
  const [made, setMade] = useState<MadeSource | null>(null);
  return (
    <div className="page">
      <Back />
      <h1>{made === null ? t('connect.add') : made.name}</h1>
      {made === null ? <Questions onMade={setMade} /> : <Made made={made} />}
    </div>
  );
}

function Questions({ onMade }: { onMade: (made: MadeSource) => void }) {
  const { t } = useTranslation();
  const [sender, setSender] = useState<Sender | null>(null);
  const [system, setSystem] = useState<System | null>(null);
  const choose = (next: Sender) => {
    setSender(next);
    const [only, ...others] = SYSTEMS[next];
    setSystem(others.length === 0 ? (only as System) : null);
  };
  return (
    <Stack gap={16}>
      <Card title={t('connect.ask.sends')}>
        <div className="choices" role="radiogroup" aria-label={t('connect.ask.sends')}>
          {SENDERS.map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              className="choice"
              aria-checked={sender === one}
              onClick={() => choose(one)}
            >
              <b>{t(`connect.answers.${one}`)}</b>
              <small>{t(`connect.about.${one}`)}</small>
            </button>
          ))}
        </div>
      </Card>
      {sender !== null && SYSTEMS[sender].length > 1 && (
        <Card title={t('connect.ask.system')}>
          <Radio.Group
            value={system}
            onChange={({ target }) => setSystem(target.value as System)}
            options={SYSTEMS[sender].map((value) => ({ value, label: systemName(value) }))}
          />
        </Card>
      )}
      {system === 'csv' && <FileHelp />}
      {system !== null && system !== 'csv' && <Naming key={system} system={system} onMade={onMade} />}
    </Stack>
  );

  function systemName(one: System): string {
    return one in en.connect.systems ? t(`connect.systems.${one}`) : t(`connect.kinds.${one}`);
  }
}

function FileHelp() {
  const { t } = useTranslation();
  return (
    <Card title={t('connect.steps')}>
      {t('connect.step.file')}
      <Command text={importHistory(location.origin, false)} />
      <p className="muted">{t('connect.step.fileHint')}</p>
    </Card>
  );
}

interface NamingProps {
  system: Exclude<System, 'csv'>;
  onMade: (made: MadeSource) => void;
}

function Naming({ system, onMade }: NamingProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState(() =>
    system in en.connect.kinds
      ? t(`connect.kinds.${system}`)
      : t(`connect.kinds.${system === 'browser' ? 'public' : 'server'}`),
  );
  const [countUnpaid, setCountUnpaid] = useState(false);
  const create = $api.useMutation('post', '/api/sources', {
    onSuccess: (made) => {
      tick('data');
      void refresh(queries, '/api/sources');
      onMade(made);
    },
  });
  return (
    <Card title={t('connect.ask.name')}>
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !create.isPending)
            create.mutate({ body: bodyOf(system, name.trim(), countUnpaid) });
        }}
      >
        <Input
          aria-label={t('connect.ask.name')}
          value={name}
          maxLength={100}
          style={{ maxWidth: 420 }}
          onChange={({ target }) => setName(target.value)}
        />
        <span className="muted">{t('connect.ask.nameHint')}</span>
        {asksForPayment(system) && (
          <label>
            {t('connect.ask.counts')}
            <Radio.Group
              style={{ display: 'block', marginTop: 8 }}
              value={countUnpaid}
              onChange={({ target }) => setCountUnpaid(target.value as boolean)}
              options={[
                { value: false, label: t('connect.ask.paid') },
                { value: true, label: t('connect.ask.placed') },
              ]}
            />
          </label>
        )}
        {create.error && <Fault error={create.error} />}
        <Button
          htmlType="submit"
          type="primary"
          disabled={name.trim() === ''}
          loading={create.isPending}
          className="start"
        >
          {t('connect.ask.create')}
        </Button>
      </form>
    </Card>
  );
}

function Made({ made }: { made: MadeSource }) {
  const { t } = useTranslation();
  const { data: source = made } = useSource(made.id);
  const isShop = (SYSTEMS.shop as readonly (string | null)[]).includes(made.webhook);
  return (
    <>
      <Card title={t('connect.steps')}>
        <Setup source={source} writeKey={made.writeKey} signingKey={made.signingKey} />
      </Card>
      <Card
        title={t(isShop ? 'connect.step.test' : 'connect.step.testEvents')}
        extra={<Link to={`/connect/${made.id}`}>{t('connect.open')}</Link>}
      >
        <Arriving source={made.id} />
      </Card>
    </>
  );
}
