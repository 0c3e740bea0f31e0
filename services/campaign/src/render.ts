// Words for one customer: Liquid, without access to files, other templates or object prototypes, and bounded in time and size.
import { Liquid } from 'liquidjs';
import { Invalid } from '@segue/contracts';
import { type Render, TOLD } from './domain/decide';

/** Milliseconds. Stops a template that runs away; a thousand times what an honest one takes, so that a busy machine never holds back a message. */
const RENDER_LIMIT_MS = 2_000;

const engine = new Liquid({
  // Without these a template could include files of the server.
  templates: {},
  relativeReference: false,
  ownPropertyOnly: true,
  outputEscape: 'escape',
  strictFilters: true,
  parseLimit: 100_000,
  renderLimit: RENDER_LIMIT_MS,
  memoryLimit: 5_000_000,
});

/** A subject is one line of plain text: nothing is escaped there, and no line break gets in. */
const subjects = new Liquid({
  templates: {},
  relativeReference: false,
  ownPropertyOnly: true,
  strictFilters: true,
  parseLimit: 2_000,
  renderLimit: RENDER_LIMIT_MS,
  memoryLimit: 100_000,
});

export const render: Render = (content, data) => ({
  subject: (subjects.parseAndRenderSync(content.subject, data) as string).replace(/\s+/g, ' ').trim(),
  body: engine.parseAndRenderSync(content.body, data) as string,
});

/** What a marketer can be told while she still writes: a template that cannot be read, or asks for what no message knows. */
export function contentFault(content: { subject: string; body: string }): Invalid | null {
  return (
    templateFault('content.subject', subjects, content.subject) ?? templateFault('content.body', engine, content.body)
  );
}

function templateFault(path: string, liquid: Liquid, text: string): Invalid | null {
  try {
    const roots = liquid.globalVariableSegmentsSync(text).map(([root]) => String(root));
    const unknown = roots.find((root) => !TOLD.some((told) => told === root));
    if (unknown === undefined) return null;
    return new Invalid('template', path, `there is no ${unknown}; a message knows ${TOLD.join(', ')}`);
  } catch (error) {
    return new Invalid('template', path, (error as Error).message.slice(0, 500));
  }
}
