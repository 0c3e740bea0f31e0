import { GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, LANGUAGE_NAMES, languageNow, setLanguage } from '../i18n';
import { tick } from '../home/steps';

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const items = LANGUAGES.map((language) => ({
    key: language,
    label: <span lang={language}>{LANGUAGE_NAMES[language]}</span>,
    onClick: () => {
      setLanguage(language);
      tick('language');
    },
  }));
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [i18n.language] }} trigger={['click']}>
      <Button type="text" icon={<GlobalOutlined aria-hidden />}>
        <span className="sr-only">{t('frame.language')}: </span>
        <span className="wide-text">{LANGUAGE_NAMES[languageNow()]}</span>
      </Button>
    </Dropdown>
  );
}
