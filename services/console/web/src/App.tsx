// The look of the whole console, and the routes of all features. Each page is fetched when it is
// first opened.
import { useQuery } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { Suspense, lazy } from 'react';
import { Route, Routes, useLocation } from 'react-router';
import { ApiFault, SignedOut, session } from './api/session';
import { mayOpen } from './features/access';
import { FEATURES, menuFor } from './features/features';
import { Frame } from './frame/Frame';
import { useLanguage } from './i18n/language';
import { Boundary } from './parts/Boundary';
import { Fault } from './parts/Fault';
import { LateSkeleton } from './parts/Loaded';
import { useAppearance } from './theme/appearance';
import { SCOPE, themeOf } from './theme/theme';

const SignIn = lazy(async () => ({ default: (await import('./frame/SignIn')).SignIn }));

const ROUTES = FEATURES.flatMap(({ needs, pages }) =>
  pages.map(({ path, load }) => ({ path, needs, Page: lazy(async () => ({ default: await load() })) })),
);

export function App() {
  const language = useLanguage();
  const { dark } = useAppearance();
  return (
    <ConfigProvider
      locale={language === 'zh-CN' ? zhCN : enGB}
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
  const user = signedIn.data;
  return (
    <Frame name={user.name} menu={menuFor(user)}>
      <Boundary key={pathname}>
        <Suspense fallback={<Waiting />}>
          <Routes>
            {ROUTES.map(({ path, needs, Page }) => (
              <Route key={path} path={path} element={mayOpen(user, needs) ? <Page /> : <Refusal {...FORBIDDEN} />} />
            ))}
            <Route path="*" element={<Refusal {...UNKNOWN} />} />
          </Routes>
        </Suspense>
      </Boundary>
    </Frame>
  );
}

const FORBIDDEN = { status: 403, code: 'forbidden' };
/** An address without a page: an old bookmark, a typing error. */
const UNKNOWN = { status: 404, code: 'page_unknown' };

const Refusal = ({ status, code }: { status: number; code: string }) => (
  <div className="page">
    <Fault error={new ApiFault(status, code, undefined)} />
  </div>
);

const Waiting = () => (
  <div className="page">
    <LateSkeleton rows={8} />
  </div>
);
