// A framed part of a page, with a title or without. Plain markup: the library's own card brings its
// tabs along.
import type { ReactNode } from 'react';

interface CardProps {
  title?: ReactNode;
  /** At the right end of the title. */
  extra?: ReactNode;
  /** Where links of other pages lead to. */
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
