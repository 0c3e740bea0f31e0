// What is to be done in the other system: where to paste what, or which code to use.
import { Alert } from 'antd';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../api/types';
import { Stack } from '../../parts/Stack';
import { Command } from '../own-data/Command';
import { byHttp, byNodeSdk } from '../own-data/commands';
import { lacksSecret } from './kinds';
import { SecretForm } from './SecretForm';
import { KEY, byBrowser, byCloudEvent, byStandardWebhook, isLocal } from './snippets';

interface SetupProps {
  source: Source;
  /** Shown once, right after they were made. */
  writeKey?: string | null;
  signingKey?: string | null;
}

export function Setup({ source, writeKey = null, signingKey = null }: SetupProps) {
  const { t } = useTranslation();
  const made = writeKey ?? signingKey;
  return (
    <Stack gap={16}>
      {made !== null && (
        <div>
          <Alert type="warning" showIcon title={t(source.kind === 'public' ? 'connect.oncePublic' : 'connect.once')} />
          <h3>{t(writeKey === null ? 'connect.secret' : 'connect.key')}</h3>
          <Command text={made} />
        </div>
      )}
      <Steps source={source} writeKey={writeKey ?? KEY} />
    </Stack>
  );
}

function Steps({ source, writeKey }: { source: Source; writeKey: string }) {
  const { t } = useTranslation();
  const address = source.address ?? '';
  const at = (
    <>
      <Command text={address} />
      {isLocal(address) && <Alert type="warning" showIcon title={t('connect.unreachable')} style={{ marginTop: 8 }} />}
    </>
  );
  switch (source.webhook) {
    case 'shopify':
      return (
        <Numbered>
          <Step text={t('connect.step.shopifySecret')}>
            <Secret source={source} />
          </Step>
          <Step text={t('connect.step.shopifyHooks')}>
            <p>{t('connect.topics.shopify')}</p>
            {at}
          </Step>
        </Numbered>
      );
    case 'woocommerce':
      return (
        <Numbered>
          <Step text={t('connect.step.wooHooks')}>
            <p>{t('connect.topics.woocommerce')}</p>
            {at}
          </Step>
        </Numbered>
      );
    case 'stripe':
      return (
        <Numbered>
          <Step text={t('connect.step.stripeHooks')}>
            <p>{t('connect.topics.stripe')}</p>
            {at}
          </Step>
          <Step text={t('connect.step.stripeSecret')}>
            <Secret source={source} />
          </Step>
        </Numbered>
      );
    case 'standard':
      return (
        <Step text={t('connect.step.standard')}>
          {at}
          <Command text={byStandardWebhook(address)} />
        </Step>
      );
    case 'cloudevents':
      return (
        <Step text={t('connect.step.cloudevents')}>
          <Command text={byCloudEvent(address, writeKey)} />
        </Step>
      );
    default:
      return source.kind === 'public' ? <Website writeKey={writeKey} /> : <Server writeKey={writeKey} />;
  }
}

function Website({ writeKey }: { writeKey: string }) {
  const { t } = useTranslation();
  return (
    <Step text={t('connect.step.website')}>
      <Command text={byBrowser(location.origin, writeKey)} />
      <p className="muted">{t('connect.step.websiteOrders')}</p>
    </Step>
  );
}

function Server({ writeKey }: { writeKey: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Step text={t('connect.step.server')}>
        <Command text={byHttp(location.origin, writeKey)} />
      </Step>
      <Step text={t('connect.step.sdk')}>
        <Command text={byNodeSdk(location.origin, writeKey)} />
      </Step>
    </>
  );
}

/** A secret is pasted once; further ones are a matter of the source's page. */
function Secret({ source }: { source: Source }) {
  const { t } = useTranslation();
  if (lacksSecret(source)) return <SecretForm source={source} />;
  return <Alert type="success" showIcon title={t('connect.secretSaved')} />;
}

const Numbered = ({ children }: { children: ReactNode }) => <div className="stack numbered">{children}</div>;

const Step = ({ text, children }: { text: string; children: ReactNode }) => (
  <section className="step">
    <p>{text}</p>
    {children}
  </section>
);
