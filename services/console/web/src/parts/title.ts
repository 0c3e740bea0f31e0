// What the browser's tab says: the page's name first, so that tabs can be told apart.
import { useEffect } from 'react';

const BRAND = 'Segue';

export function useTitle(page: string): void {
  useEffect(() => {
    document.title = page === '' ? BRAND : `${page} · ${BRAND}`;
  }, [page]);
}
