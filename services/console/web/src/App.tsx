// The pages and their addresses. Each page is loaded when it is first opened.
import { useQuery } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Routes, useLocation } from 'react-router';
import { ApiFault, SignedOut, session } from './api/session';
import { Frame } from './frame/Frame';
import { Boundary } from './parts/Boundary';
import { Fault } from './parts/Fault';
import { LateSkeleton } from './parts/Loaded';
import { useAppearance } from './theme/appearance';
import { SCOPE, themeOf } from './theme/theme';

const SignIn = lazy(async () => ({ default: (await import('./frame/SignIn')).SignIn }));
const HomePage = lazy(async () => ({ default: (await import('./home/HomePage')).HomePage }));
const CustomersPage = lazy(async () => ({ default: (await import('./customers/CustomersPage')).CustomersPage }));
const CustomerPage = lazy(async () => ({ default: (await import('./customers/CustomerPage')).CustomerPage }));
const OperatePage = lazy(async () => ({ default: (await import('./operate/OperatePage')).OperatePage }));

export function App() {
  const { i18n } = useTranslation();
  const { dark } = useAppearance();
  return (
    <ConfigProvider
      locale={i18n.language === 'zh-CN' ? zhCN : enGB}
      theme={themeOf(dark)}
      // Ant Design would set a space between two characters of Chinese.
      button={{ autoInsertSpace: false }}
    >
      <div className={`${SCOPE} whole`}>
        <Pages />
      </div>
    </ConfigProvider>
  );
}

function Pages() {
  const { pathname } = useLocation();
  const signedIn = useQuery({ queryKey: ['session'], queryFn: session, staleTime: Infinity });
  if (signedIn.error instanceof SignedOut)
    return (
      <Suspense fallback={<Waiting />}>
        <SignIn />
      </Suspense>
    );
  if (signedIn.error)
    return (
      <main className="page">
        <Fault error={signedIn.error} onRetry={() => void signedIn.refetch()} />
      </main>
    );
  if (signedIn.data === undefined) return <Waiting />;
  return (
    <Frame name={signedIn.data.name}>
      <Boundary key={pathname}>
        <Suspense fallback={<Waiting />}>
          <Routes>
            <Route path="/" element={<HomePage />} />
            <Route path="/customers" element={<CustomersPage />} />
            <Route path="/customers/:reference" element={<CustomerPage />} />
            <Route path="/operate" element={<OperatePage />} />
            <Route path="*" element={<NoSuchPage />} />
          </Routes>
        </Suspense>
      </Boundary>
    </Frame>
  );
}

/** Of an address that leads nowhere: an old bookmark, a letter too many. */
const NoSuchPage = () => (
  <div className="page">
    <Fault error={new ApiFault(404, 'page_unknown', undefined)} />
  </div>
);

const Waiting = () => (
  <div className="page">
    <LateSkeleton rows={8} />
  </div>
);
