// W3C trace context across HTTP and the log, through the OpenTelemetry API. Spans are recorded and
// sent (OTLP over HTTP, JSON) only where an endpoint is configured; the context is propagated in
// any case.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  ROOT_CONTEXT,
  context,
  isSpanContextValid,
  propagation,
  trace,
} from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';

export interface Tracing {
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

/** Starts tracing, once per process; a second call changes nothing. */
export function startTracing(service: string, endpoint: string | undefined): Tracing {
  context.setGlobalContextManager(new AsyncContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (endpoint === undefined) return { close: async () => undefined };
  const exporter = new OtlpExporter(`${endpoint.replace(/\/$/, '')}/v1/traces`, service);
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  return { close: () => provider.shutdown().catch(() => undefined) };
}

/**
 * Runs `work` inside the trace that the headers name, in a span of its own where spans are
 * recorded.
 */
export function inTraceOf<T>(headers: Record<string, unknown>, name: string, work: () => T): T {
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const span = trace.getTracer('segue').startSpan(name, {}, parent);
  return context.with(trace.setSpan(parent, span), () => {
    const result = work();
    void Promise.resolve(result)
      .catch(() => undefined)
      .finally(() => span.end());
    return result;
  });
}

/** Keeps the context over awaits, which the API's default does not. */
class AsyncContextManager implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    // From its first `run` on, AsyncLocalStorage slows every promise of the process down, so it is
    // not used until a request carries a trace.
    if (this.storage.getStore() === undefined && !isTraced(active)) return fn.call(thisArg, ...args);
    return this.storage.run(active, () => fn.call(thisArg, ...args));
  }

  bind<T>(active: Context, target: T): T {
    if (typeof target !== 'function') return target;
    return ((...args: unknown[]) => this.storage.run(active, () => target(...args))) as T;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }
}

function isTraced(active: Context): boolean {
  const span = trace.getSpanContext(active);
  return span !== undefined && isSpanContextValid(span);
}

const SEND_TIMEOUT_MS = 5000;

class OtlpExporter implements SpanExporter {
  constructor(
    private readonly url: string,
    private readonly service: string,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(this.requestOf(spans));
    fetch(this.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(SEND_TIMEOUT_MS) })
      .then((answer) => done({ code: answer.ok ? ExportResultCode.SUCCESS : ExportResultCode.FAILED }))
      .catch((error: Error) => done({ code: ExportResultCode.FAILED, error }));
  }

  async shutdown(): Promise<void> {}

  private requestOf(spans: ReadableSpan[]): object {
    const resource = { attributes: attributesOf({ 'service.name': this.service }) };
    return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'segue' }, spans: spans.map(spanOf) }] }] };
  }
}

function spanOf(span: ReadableSpan): object {
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    name: span.name,
    kind: span.kind + 1,
    startTimeUnixNano: nanos(span.startTime),
    endTimeUnixNano: nanos(span.endTime),
    attributes: attributesOf(span.attributes),
    status: { code: span.status.code },
  };
}

const nanos = ([seconds, rest]: [number, number]) => String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));

const attributesOf = (attributes: Record<string, unknown>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: String(value) } }));
