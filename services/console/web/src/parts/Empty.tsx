import { Empty as AntEmpty } from 'antd';
import type { ReactNode } from 'react';

/** An empty place: what it is for, and at most one button. */
export function Empty({ text, hint, children }: { text: string; hint?: string; children?: ReactNode }) {
  return (
    <AntEmpty
      image={AntEmpty.PRESENTED_IMAGE_SIMPLE}
      description={hint === undefined ? text : <Lines text={text} hint={hint} />}
    >
      {children}
    </AntEmpty>
  );
}

function Lines({ text, hint }: { text: string; hint: string }) {
  return (
    <>
      {text}
      <div className="muted">{hint}</div>
    </>
  );
}
