// Server-sent events over fetch, since EventSource cannot send a bearer token.
import { ApiFault, faultOf, session } from './session';

interface StreamOptions {
  method?: string;
  body?: object;
  signal?: AbortSignal;
  /** Called when the server has answered, before the first value. */
  onOpen?: () => void;
}

/** Yields values until the server ends the stream. Throws ApiFault where the server refuses. */
export async function* eventsOf<T>(
  path: string,
  { method = 'GET', body, signal, onOpen }: StreamOptions,
): AsyncGenerator<T> {
  const answer = await fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${(await session()).token}`,
      accept: 'text/event-stream',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  }).catch(() => {
    throw new ApiFault(0, 'network', undefined);
  });
  if (!answer.ok) throw await faultOf(answer);
  if (answer.body === null) throw new ApiFault(0, 'network', undefined);
  onOpen?.();
  yield* parsed<T>(answer.body);
}

async function* parsed<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const blocks = (rest + decoder.decode(read.value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (block.startsWith('data: ')) yield JSON.parse(block.slice('data: '.length)) as T;
  }
}
