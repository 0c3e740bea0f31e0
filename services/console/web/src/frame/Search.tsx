// ⌘K: customers and pages from anywhere.
import { SearchOutlined } from '@ant-design/icons';
import { AutoComplete, Input, type InputRef, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCustomerSearch } from '../customers/queries';
import { PAGES } from './Frame';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Search() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="search-button" onClick={() => setOpen(true)} aria-label={t('frame.search')}>
        <SearchOutlined />
        <span className="wide-only">{t('frame.search')}</span>
        <kbd className="wide-only">{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} closable={false} destroyOnHidden width={560}>
        <Palette onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Palette({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const input = useRef<InputRef>(null);
  const { data: found = [] } = useCustomerSearch(text);
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, []);
  const pages = PAGES.map(({ key, path }) => ({ value: path, label: t(`pages.${key}`) })).filter(({ label }) =>
    label.toLowerCase().includes(text.toLowerCase()),
  );
  const people = found.slice(0, 8).map((one) => ({
    value: `/customers/${one.customer}`,
    label: `${one.name ?? t('customers.unnamed')} · ${one.identities[0] ?? one.customer}`,
  }));
  const options = [
    ...(people.length > 0 ? [{ label: t('frame.customers'), options: people }] : []),
    ...(pages.length > 0 ? [{ label: t('frame.pages'), options: pages }] : []),
  ];
  const go = (path: string) => {
    onDone();
    void navigate(path);
  };
  return (
    <AutoComplete
      open
      defaultActiveFirstOption
      value={text}
      options={options}
      showSearch={{ onSearch: setText, filterOption: false }}
      onSelect={go}
      notFoundContent={t('frame.noMatch')}
      style={{ width: '100%' }}
      getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
    >
      <Input ref={input} size="large" prefix={<SearchOutlined />} placeholder={t('frame.search')} />
    </AutoComplete>
  );
}
