import { Empty as AntEmpty } from 'antd';
import type { ReactNode } from 'react';

/** What this place is for, and at most one thing to do. */
export function Empty({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <AntEmpty image={AntEmpty.PRESENTED_IMAGE_SIMPLE} description={text}>
      {children}
    </AntEmpty>
  );
}
