// The pages and their addresses.
import { useQuery } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { SignedOut, session } from './api/session';
import { CustomerPage } from './customers/CustomerPage';
import { CustomersPage } from './customers/CustomersPage';
import { Frame } from './frame/Frame';
import { SignIn } from './frame/SignIn';
import { HomePage } from './home/HomePage';
import { OperatePage } from './operate/OperatePage';
import { Fault } from './parts/Fault';
import { useAppearance } from './theme/appearance';
import { themeOf } from './theme/theme';

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
      <AntApp>
        <Pages />
      </AntApp>
    </ConfigProvider>
  );
}

function Pages() {
  const signedIn = useQuery({ queryKey: ['session'], queryFn: session, staleTime: Infinity });
  if (signedIn.error instanceof SignedOut) return <SignIn />;
  if (signedIn.error) return <Fault error={signedIn.error} onRetry={() => void signedIn.refetch()} />;
  if (signedIn.data === undefined) return null;
  return (
    <Frame name={signedIn.data.name}>
      <Routes>
        <Route path="/" element={<HomePage />} />
        <Route path="/customers" element={<CustomersPage />} />
        <Route path="/customers/:reference" element={<CustomerPage />} />
        <Route path="/operate" element={<OperatePage />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
    </Frame>
  );
}
