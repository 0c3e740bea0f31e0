// Elements below each other, or in a row that wraps, with one gap.
import type { ReactNode } from 'react';

export function Stack({ row = false, gap = 8, children }: { row?: boolean; gap?: number; children: ReactNode }) {
  return (
    <div className={row ? 'stack across' : 'stack'} style={{ gap }}>
      {children}
    </div>
  );
}
