// What they get: the channel and the text, or the texts of all steps of a journey.
import { Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApiFault } from '../../../../api/session';
import { CHANNELS, type Draft, type QuestionProps } from '../../campaign';
import { useChannels } from '../../queries';
import { Message } from './Message';
import { StepMessages } from './StepMessages';

export function What({ draft, change, fault }: QuestionProps & { fault: ApiFault | null }) {
  const { t } = useTranslation();
  const { channel, content } = draft;
  return (
    <fieldset className="question">
      <legend>{t('campaigns.ask.what')}</legend>
      <Radio.Group
        value={channel}
        onChange={({ target: { value } }: { target: { value?: Draft['channel'] } }) =>
          change({ channel: value ?? 'email' })
        }
        options={CHANNELS.map((one) => ({ value: one, label: t(`channels.${one}`) }))}
      />
      {channel === 'webhook' && <WebhookPicker draft={draft} change={change} />}
      {draft.steps === undefined ? (
        <Message
          id="campaign"
          draft={draft}
          path="content"
          content={content}
          set={(next) => change({ content: next })}
          fault={fault}
        />
      ) : (
        <StepMessages draft={draft} change={change} fault={fault} />
      )}
    </fieldset>
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
