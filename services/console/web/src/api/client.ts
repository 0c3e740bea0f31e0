// The client of the management API, typed by its OpenAPI document (schema.ts), and the hooks
// generated from it. Every request carries the session's token; every fault is an `ApiFault`.
import createClient from 'openapi-fetch';
import createHooks from 'openapi-react-query';
import type { paths } from './schema';
import { ApiFault, SignedOut, faultOf, session } from './session';

/** For requests outside of components. */
export const api = createClient<paths>({ baseUrl: '/' });

/** For components: keys of queries are `[method, path, parameters]`. */
export const $api = createHooks(api);

api.use({
  async onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${(await session()).token}`);
    return request;
  },
  /** No answer at all: the server cannot be reached. */
  onError({ error }) {
    return error instanceof SignedOut || error instanceof ApiFault ? error : new ApiFault(0, 'network', undefined);
  },
  async onResponse({ response }) {
    if (!response.ok) throw await faultOf(response.clone());
    return response;
  },
});

/** The answer of a request of `api`. It is never empty: errors have been thrown. */
export async function dataOf<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T;
}
