// What they get: the channel, the subject and the text in each language, with fields to insert and
// errors at their line.
import { Input, Radio, Select } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiFault } from '../../../api/session';
import { type QuestionProps, type Wording, withWording, wordingOf } from '../campaign';
import { useChannels } from '../queries';
import { InsertField } from './InsertField';
import { Languages } from './Languages';

const CHANNELS = ['email', 'webhook'] as const;

export function What({ draft, change, fault }: QuestionProps & { fault: ApiFault | null }) {
  const { t } = useTranslation();
  const [variant, setVariant] = useState('');
  const { channel, content } = draft;
  return (
    <fieldset className="question">
      <legend>{t('campaigns.ask.what')}</legend>
      <Radio.Group
        value={channel}
        onChange={({ target: { value } }: { target: { value?: 'email' | 'webhook' } }) =>
          change({ channel: value ?? 'email' })
        }
        options={CHANNELS.map((one) => ({ value: one, label: t(`channels.${one}`) }))}
      />
      {channel === 'webhook' && <WebhookPicker draft={draft} change={change} />}
      <Languages content={content} variant={variant} choose={setVariant} change={(next) => change({ content: next })} />
      <Texts
        key={variant}
        draft={draft}
        path={variant === '' ? 'content' : `content.variants.${variant}`}
        wording={wordingOf(content, variant)}
        set={(wording) => change({ content: withWording(content, variant, wording) })}
        fault={fault}
      />
    </fieldset>
  );
}

interface TextsProps {
  draft: QuestionProps['draft'];
  /** Of the wording in the draft, as faults name it. */
  path: string;
  wording: Wording;
  set: (wording: Wording) => void;
  fault: ApiFault | null;
}

function Texts({ draft, path, wording, set, fault }: TextsProps) {
  const { t } = useTranslation();
  const area = useRef<TextAreaRef>(null);
  const { subject, body } = wording;
  const insert = (field: string) => {
    const element = area.current?.resizableTextArea?.textArea;
    const at = element?.selectionStart ?? body.length;
    const until = element?.selectionEnd ?? at;
    set({ subject, body: `${body.slice(0, at)}${field}${body.slice(until)}` });
    element?.focus();
  };
  return (
    <>
      <label className="sub" htmlFor="campaign-subject">
        {t('campaigns.subject')}
      </label>
      <Input
        id="campaign-subject"
        maxLength={1000}
        value={subject}
        onChange={({ target: { value } }) => set({ subject: value, body })}
      />
      <At fault={fault} path={`${path}.subject`} />
      <label className="sub" htmlFor="campaign-body">
        {t(draft.channel === 'email' ? 'campaigns.bodyHtml' : 'campaigns.bodyText')}
      </label>
      <Input.TextArea
        ref={area}
        id="campaign-body"
        autoSize={{ minRows: 6, maxRows: 20 }}
        maxLength={50_000}
        value={body}
        style={{ fontFamily: 'ui-monospace, Menlo, Consolas, monospace' }}
        onChange={({ target: { value } }) => set({ subject, body: value })}
        {...(messageAt(fault, `${path}.body`) !== undefined && { status: 'error' as const })}
      />
      <At fault={fault} path={`${path}.body`} />
      <InsertField insert={insert} draft={draft} />
    </>
  );
}

const messageAt = (fault: ApiFault | null, path: string): string | undefined =>
  fault?.fields.find((one) => one.path === path)?.message;

/** The fault of a template, with the line where the server found it. */
function At({ fault, path }: { fault: ApiFault | null; path: string }) {
  const { t } = useTranslation();
  const message = messageAt(fault, path);
  if (message === undefined) return null;
  const line = /line:?\s*(\d+)/.exec(message)?.[1];
  return (
    <div className="rule-fault" role="alert">
      {line === undefined ? t('campaigns.textFault') : t('campaigns.textFaultAt', { line })} <code>{message}</code>
    </div>
  );
}

function WebhookPicker({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  const channels = useChannels();
  return (
    <>
      <label className="sub" htmlFor="campaign-webhook">
        {t('campaigns.webhook')}
      </label>
      <Select
        id="campaign-webhook"
        className="wide"
        value={draft.webhook ?? null}
        onChange={(webhook: string) => change({ webhook })}
        options={(channels?.webhooks ?? []).map((value) => ({ value }))}
        notFoundContent={t('campaigns.noWebhooks')}
      />
    </>
  );
}
