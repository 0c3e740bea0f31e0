// The wording in several languages: the default, and one for each language of customers.
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Stack } from '../../../../parts/Stack';
import { useLanguage } from '../../../../i18n/language';
import { type Content, withoutVariant, withWording } from '../../campaign';

const OFFERED = ['zh', 'en', 'de', 'fr', 'es', 'it', 'ja', 'ko', 'pt', 'nl', 'pl', 'ru', 'zh-TW'];

interface LanguagesProps {
  content: Content;
  /** Empty for the default. */
  variant: string;
  choose: (variant: string) => void;
  change: (content: Content) => void;
}

export function Languages({ content, variant, choose, change }: LanguagesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const present = Object.keys(content.variants ?? {});
  const nameOf = (one: string) => names.of(one) ?? one;
  return (
    <div style={{ marginTop: 8 }}>
      <Stack row>
        {present.length > 0 && (
          <Segmented
            className="scroll-x"
            value={variant}
            onChange={choose}
            options={[
              { value: '', label: t('campaigns.defaultLanguage') },
              ...present.map((one) => ({ value: one, label: nameOf(one) })),
            ]}
          />
        )}
        <Select
          style={{ width: 180 }}
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('campaigns.addLanguage')}
          placeholder={t('campaigns.addLanguage')}
          value={null}
          onChange={(one: string | null) => {
            if (one === null) return;
            // It begins as the default says it: an empty text could not be saved.
            const { subject, body } = content;
            change(withWording(content, one, { subject, body: body === '' ? ' ' : body }));
            choose(one);
          }}
          options={OFFERED.filter((one) => !present.includes(one)).map((value) => ({ value, label: nameOf(value) }))}
        />
        {variant !== '' && (
          <Button
            size="small"
            onClick={() => {
              choose('');
              change(withoutVariant(content, variant));
            }}
          >
            {t('campaigns.dropLanguage', { language: nameOf(variant) })}
          </Button>
        )}
      </Stack>
      {present.length > 0 && <div className="muted small">{t('campaigns.languageHint')}</div>}
    </div>
  );
}
