// The frame around every page: navigation, search, the demo's badge and clock, language, look,
// user.
import { Grid, Layout, Menu } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { MenuPlace } from '../features/feature';
import { LanguageSwitch } from './LanguageSwitch';
import { Search } from './Search';
import { Stale } from './Stale';
import { StopBanner } from './StopBanner';
import { StoreClock } from './StoreClock';
import { LookSwitch, UserMenu } from './UserMenu';

interface FrameProps {
  /** The name of the user. */
  name: string;
  menu: readonly MenuPlace[];
  children: ReactNode;
}

export function Frame({ name, menu, children }: FrameProps) {
  const { t } = useTranslation();
  const { lg } = Grid.useBreakpoint();
  return (
    <Layout style={{ minHeight: '100vh' }}>
      <a className="skip" href="#content">
        {t('frame.skip')}
      </a>
      <Layout.Header className="top">
        <Link to="/" className="brand" aria-label="Segue">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <b>Segue</b>
        </Link>
        <Search menu={menu} />
        <StoreClock />
        <LanguageSwitch />
        <LookSwitch />
        <UserMenu name={name} />
      </Layout.Header>
      <Stale />
      <StopBanner />
      <Layout hasSider={lg}>
        {lg && (
          <Layout.Sider width={184} theme="light" className="side" aria-label={t('frame.navigation')}>
            <Navigation mode="inline" menu={menu} />
          </Layout.Sider>
        )}
        <Layout.Content id="content" tabIndex={-1} style={{ paddingBottom: lg ? 0 : 64 }}>
          {children}
        </Layout.Content>
      </Layout>
      {!lg && (
        <div className="bottom">
          <Navigation mode="horizontal" menu={menu} />
        </div>
      )}
    </Layout>
  );
}

function Navigation({ mode, menu }: Pick<FrameProps, 'menu'> & { mode: 'inline' | 'horizontal' }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const here = menu.findLast(({ path }) => path === '/' || pathname.startsWith(path))?.path ?? '/';
  const items = menu.map(({ path, icon: Icon, label }) => ({
    key: path,
    icon: <Icon aria-hidden />,
    label: <Link to={path}>{t(label)}</Link>,
  }));
  return (
    <nav aria-label={t('frame.navigation')}>
      <Menu mode={mode} selectedKeys={[here]} items={items} disabledOverflow />
    </nav>
  );
}
