import { MoonOutlined, SunOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { signOut } from '../api/session';
import { useAppearance } from '../theme/appearance';

export function LookSwitch() {
  const { t } = useTranslation();
  const { dark, setDark } = useAppearance();
  const label = t(dark ? 'frame.toLight' : 'frame.toDark');
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        aria-label={label}
        icon={dark ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
        onClick={() => setDark(!dark)}
      />
    </Tooltip>
  );
}

export function UserMenu({ name }: { name: string }) {
  const { t } = useTranslation();
  const leave = () => void signOut().then(() => location.assign('/'));
  const items = [
    { key: 'name', label: t('frame.signedInAs', { name }), disabled: true },
    { key: 'out', label: t('frame.signOut'), onClick: leave },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" icon={<UserOutlined aria-hidden />} aria-label={t('frame.user')} />
    </Dropdown>
  );
}
