// One text: its subject and body in each language, with fields to insert and errors at their line.
import { Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiFault } from '../../../../api/session';
import { type Content, type Draft, type Wording, withWording, wordingOf } from '../../campaign';
import { InsertField } from './InsertField';
import { Languages } from './Languages';

interface MessageProps {
  /** Begins the ids of its fields. */
  id: string;
  draft: Draft;
  /** That of the campaign where absent. */
  channel?: Draft['channel'] | undefined;
  /** Of the text in the draft, as faults name it. */
  path: string;
  content: Content;
  set: (content: Content) => void;
  fault: ApiFault | null;
}

export function Message({ id, draft, channel = draft.channel, path, content, set, fault }: MessageProps) {
  const [variant, setVariant] = useState('');
  return (
    <>
      <Languages content={content} variant={variant} choose={setVariant} change={set} />
      <Texts
        key={variant}
        {...{ id, draft, channel, fault }}
        path={variant === '' ? path : `${path}.variants.${variant}`}
        wording={wordingOf(content, variant)}
        set={(wording) => set(withWording(content, variant, wording))}
      />
    </>
  );
}

interface TextsProps {
  /** Begins the ids of its fields. */
  id: string;
  draft: Draft;
  channel: Draft['channel'];
  /** Of the wording in the draft, as faults name it. */
  path: string;
  wording: Wording;
  set: (wording: Wording) => void;
  fault: ApiFault | null;
}

function Texts({ id, draft, channel, path, wording, set, fault }: TextsProps) {
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
      <label className="sub" htmlFor={`${id}-subject`}>
        {t('campaigns.subject')}
      </label>
      <Input
        id={`${id}-subject`}
        maxLength={1000}
        value={subject}
        onChange={({ target: { value } }) => set({ subject: value, body })}
      />
      <At fault={fault} path={`${path}.subject`} />
      <label className="sub" htmlFor={`${id}-body`}>
        {t(channel === 'email' ? 'campaigns.bodyHtml' : 'campaigns.bodyText')}
      </label>
      <Input.TextArea
        ref={area}
        id={`${id}-body`}
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
