// The first questions: the name, and whether it is marketing or service, which changes the rest.
import { Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { QuestionProps } from '../../campaign';

export function Naming({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  return (
    <div className="question">
      <label htmlFor="campaign-name">
        <b>{t('campaigns.ask.name')}</b>
      </label>
      <Input
        id="campaign-name"
        size="large"
        maxLength={200}
        value={draft.name}
        onChange={({ target }) => change({ name: target.value })}
        placeholder={t('campaigns.namePlaceholder')}
      />
    </div>
  );
}

const KINDS = ['marketing', 'service'] as const;

export function Kind({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="question">
      <legend>{t('campaigns.ask.kind')}</legend>
      <Radio.Group
        value={draft.class}
        // A service message goes to everybody: there is no group to compare with.
        onChange={({ target: { value } }: { target: { value?: 'marketing' | 'service' } }) =>
          change({ class: value ?? 'marketing', control: value === 'service' ? 0 : 0.1 })
        }
      >
        {KINDS.map((kind) => (
          <Radio key={kind} value={kind}>
            <span>
              {t(`campaigns.kind.${kind}`)}
              <span className="muted small" style={{ display: 'block' }}>
                {t(`campaigns.kindHint.${kind}`)}
              </span>
            </span>
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  );
}
