// A framed part of a page, with or without a title. Plain markup, since the card of antd also loads
// its tabs.
import type { ReactNode } from 'react';

interface CardProps {
  title?: ReactNode;
  /** Shown at the right end of the title. */
  extra?: ReactNode;
  /** The target of links on other pages. */
  id?: string;
  children: ReactNode;
}

export function Card({ title, extra, id, children }: CardProps) {
  return (
    <section className="card" id={id}>
      {title !== undefined && (
        <div className="card-head">
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      {children}
    </section>
  );
}
