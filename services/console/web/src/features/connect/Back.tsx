import { LeftOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function Back() {
  const { t } = useTranslation();
  return (
    <Link to="/connect" style={{ alignSelf: 'start' }}>
      <LeftOutlined aria-hidden /> {t('connect.back')}
    </Link>
  );
}
