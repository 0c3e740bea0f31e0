import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { en } from '../words/words.en';

/** A term of the product with its meaning in a tooltip, which opens by keyboard too. */
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

/** Tables measure their headings in a hidden row, which must have no tab stop. */
function unlessHidden(element: HTMLElement | null): void {
  if (element?.closest('[aria-hidden="true"]')) element.removeAttribute('tabindex');
}
