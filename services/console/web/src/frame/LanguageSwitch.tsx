import { GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { tick } from '../features/first-steps/steps';
import { setLanguage, useLanguage } from '../i18n/language';
import { LANGUAGES, LANGUAGE_NAMES } from '../i18n/languages';

export function LanguageSwitch() {
  const { t } = useTranslation();
  const language = useLanguage();
  const items = LANGUAGES.map((each) => ({
    key: each,
    label: <span lang={each}>{LANGUAGE_NAMES[each]}</span>,
    onClick: () => {
      setLanguage(each);
      tick('language');
    },
  }));
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [language] }} trigger={['click']}>
      <Button type="text" icon={<GlobalOutlined aria-hidden />}>
        <span className="sr-only">{t('frame.language')}: </span>
        <span className="wide-text">{LANGUAGE_NAMES[language]}</span>
      </Button>
    </Dropdown>
  );
}
