// Readiness of a service: a check of each of its dependencies. An unavailable dependency makes the
// service not ready; it stays alive.

export type HealthCheck = () => Promise<void>;

export interface CheckResult {
  name: string;
  ok: boolean;
  ms: number;
}

const TIMEOUT_MS = 2000;

export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private closing = false;

  /** Adds a check, which rejects when its dependency is not available. */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** Reports "not ready" from now on: the process is shutting down. */
  close(): void {
    this.closing = true;
  }

  async results(): Promise<CheckResult[]> {
    const asked = await Promise.all([...this.checks].map(([name, check]) => ask(name, check)));
    return this.closing ? [...asked, { name: 'closing', ok: false, ms: 0 }] : asked;
  }
}

async function ask(name: string, check: HealthCheck): Promise<CheckResult> {
  const began = Date.now();
  const ok = await within(check())
    .then(() => true)
    .catch(() => false);
  return { name, ok, ms: Date.now() - began };
}

function within(asked: Promise<void>): Promise<void> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error('no answer')), TIMEOUT_MS);
    asked.then(done, failed).finally(() => clearTimeout(timer));
  });
}
