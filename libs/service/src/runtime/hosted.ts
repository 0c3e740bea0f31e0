// The services of one process, for the routes about the process itself.
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ServiceContext } from './context';

export const HOSTED = Symbol('hosted services');

/** The services of this process. */
export interface Hosted {
  /** OpenAPI document of this process; set before it serves requests. */
  document?: OpenAPIObject;
  /** Unique per process, to distinguish copies. */
  instance: string;
  startedAt: number;
  contexts: readonly ServiceContext[];
}
