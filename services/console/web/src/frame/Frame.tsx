// What stays on every page: navigation, search, the demo's badge and clock, language, look, user.
import { DashboardOutlined, HomeOutlined, TeamOutlined } from '@ant-design/icons';
import { Grid, Layout, Menu } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Search } from './Search';
import { Stale } from './Stale';
import { StoreClock } from './StoreClock';
import { LanguageSwitch } from './LanguageSwitch';
import { LookSwitch, UserMenu } from './UserMenu';

export const PAGES = [
  { key: 'home', path: '/', icon: <HomeOutlined aria-hidden /> },
  { key: 'customers', path: '/customers', icon: <TeamOutlined aria-hidden /> },
  { key: 'operate', path: '/operate', icon: <DashboardOutlined aria-hidden /> },
] as const;

export function Frame({ name, children }: { name: string; children: ReactNode }) {
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
        <Search />
        <StoreClock />
        <LanguageSwitch />
        <LookSwitch />
        <UserMenu name={name} />
      </Layout.Header>
      <Stale />
      <Layout hasSider={lg}>
        {lg && (
          <Layout.Sider width={184} theme="light" className="side" aria-label={t('frame.navigation')}>
            <Navigation mode="inline" />
          </Layout.Sider>
        )}
        <Layout.Content id="content" tabIndex={-1} style={{ paddingBottom: lg ? 0 : 64 }}>
          {children}
        </Layout.Content>
      </Layout>
      {!lg && (
        <div className="bottom">
          <Navigation mode="horizontal" />
        </div>
      )}
    </Layout>
  );
}

function Navigation({ mode }: { mode: 'inline' | 'horizontal' }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const here = PAGES.findLast(({ path }) => path === '/' || pathname.startsWith(path))?.key ?? 'home';
  const items = PAGES.map(({ key, path, icon }) => ({ key, icon, label: <Link to={path}>{t(`pages.${key}`)}</Link> }));
  return (
    <nav aria-label={t('frame.navigation')}>
      <Menu mode={mode} selectedKeys={[here]} items={items} disabledOverflow />
    </nav>
  );
}
