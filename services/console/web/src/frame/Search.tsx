// The search button, and ⌘K on every page.
import { SearchOutlined } from '@ant-design/icons';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MenuPlace } from '../features/feature';
import { useEver } from '../parts/ever';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const loaded = () => import('./Palette');
const Palette = lazy(async () => ({ default: (await loaded()).Palette }));
/** The search is fetched this long after the page, so that it opens at once. */
const SOON_MS = 2_000;

export function Search({ menu }: { menu: readonly MenuPlace[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const wasOpen = useEver(open);
  useEffect(() => {
    const timer = setTimeout(() => void loaded().catch(() => undefined), SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="search-button" onClick={() => setOpen(true)}>
        <SearchOutlined aria-hidden />
        <span className="wide-text">{t('frame.search')}</span>
        <kbd className="wide-only" aria-hidden>
          {isMac ? '⌘K' : 'Ctrl K'}
        </kbd>
      </button>
      <Suspense fallback={null}>
        {wasOpen && <Palette menu={menu} open={open} onDone={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
