// The title of the browser tab: the name of the page first, so that tabs differ.
import { useEffect } from 'react';

const BRAND = 'Segue';

export function useTitle(page: string): void {
  useEffect(() => {
    document.title = page === '' ? BRAND : `${page} · ${BRAND}`;
  }, [page]);
}
