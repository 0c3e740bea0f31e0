// What is stored of one identity. Types only.
import type { Identity } from '@segue/contracts';
import type { Part } from '@segue/parts';

/** One identity with the customer that it belongs to. */
export interface IdentityRow {
  identity: Identity;
  customer: string;
  /** How many touchpoints it owns; the next one gets this plus one. */
  number: number;
  link: Link | null;
  /** The latest link that names an anonymous identity; UTC milliseconds, by the hour. */
  linkedLast: number | null;
  /** Set while the identity stands apart from the customer that its link names. */
  apart: Apart | null;
  part: Part;
}

/** An identify's claim that `child` belongs to `parent`, which is of a stronger kind. */
export interface Link {
  child: Identity;
  parent: Identity;
  /** Event time, UTC milliseconds. */
  at: number;
}

/** Why an identity stands apart from the customer that its link names. */
export type Apart = 'left' | 'review';
