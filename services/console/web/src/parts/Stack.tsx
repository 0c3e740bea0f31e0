// Parts below each other, or in a row that wraps, at one distance.
import type { ReactNode } from 'react';

export function Stack({ row = false, gap = 8, children }: { row?: boolean; gap?: number; children: ReactNode }) {
  return (
    <div className={row ? 'stack across' : 'stack'} style={{ gap }}>
      {children}
    </div>
  );
}
