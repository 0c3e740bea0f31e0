import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { en } from '../words/words.en';

/**
 * One of our own words, with what it means. Reachable by keyboard, since a tooltip alone is for
 * mice only.
 */
export function Term({ of, children }: { of: keyof typeof en.terms; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Tooltip title={t(`terms.${of}`)}>
      <span className="term" tabIndex={0} ref={unlessHidden}>
        {children}
      </span>
    </Tooltip>
  );
}

/** Tables measure their headings in a hidden row: what stands there is no place to stop at. */
function unlessHidden(element: HTMLElement | null): void {
  if (element?.closest('[aria-hidden="true"]')) element.removeAttribute('tabindex');
}
