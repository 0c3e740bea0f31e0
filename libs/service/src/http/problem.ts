// Every error answer is application/problem+json (RFC 9457) with a stable code; the codes are the
// contract, the texts are for people.

export interface FieldFault {
  /** Such as `lines.2.quantity`; empty for the whole. */
  path: string;
  code: string;
  message: string;
}

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: readonly FieldFault[];
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  413: 'Too large',
  414: 'URI too long',
  415: 'Unsupported media type',
  417: 'Expectation failed',
  422: 'Not the same request',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Not available',
  504: 'Not in time',
};

/** Thrown by a controller or what it calls. `detail` must not quote what was sent. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail?: string,
    readonly errors?: readonly FieldFault[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail ?? code);
  }

  /** Returns the problem that another service answered with. */
  static async in(answer: Response): Promise<Problem> {
    const body = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>;
    return new Problem(answer.status, body.code ?? 'unknown', body.detail, body.errors);
  }

  static badRequest(code: string, detail?: string, errors?: readonly FieldFault[]): Problem {
    return new Problem(400, code, detail, errors);
  }

  /** Returns a 400 with these faults. Only path, code and message of each are shown. */
  static invalid(...faults: readonly FieldFault[]): Problem {
    const errors = faults.map(({ path, code, message }) => ({ path, code, message }));
    return Problem.badRequest('invalid', undefined, errors);
  }

  static unauthorized(detail = 'a valid bearer token is needed'): Problem {
    return new Problem(401, 'unauthorized', detail, undefined, { 'www-authenticate': 'Bearer' });
  }

  static forbidden(detail = 'your role does not allow this', code = 'forbidden'): Problem {
    return new Problem(403, code, detail);
  }

  /**
   * Returns a 405.
   * @param allowed the methods that this path supports.
   */
  static notThisMethod(allowed: string): Problem {
    return new Problem(405, 'method_not_allowed', undefined, undefined, { allow: allowed });
  }

  static notFound(code = 'not_found', detail?: string): Problem {
    return new Problem(404, code, detail);
  }

  static conflict(code: string, detail?: string): Problem {
    return new Problem(409, code, detail);
  }

  static tooLarge(detail: string): Problem {
    return new Problem(413, 'too_large', detail);
  }

  static tooMany(retryAfterSeconds: number, code = 'busy', detail?: string): Problem {
    return new Problem(429, code, detail, undefined, { 'retry-after': String(retryAfterSeconds) });
  }

  static unavailable(code: string, detail?: string): Problem {
    return new Problem(503, code, detail);
  }

  /** Returns a 503: the database cannot be asked now. */
  static databaseDown(): Problem {
    const detail = 'the database does not answer at present; ask again';
    return new Problem(503, 'database_down', detail, undefined, { 'retry-after': '1' });
  }

  /** Returns a 503: another service is needed for the answer. */
  static serviceDown(service: string): Problem {
    return Problem.unavailable('service_down', `the ${service} service does not answer`);
  }

  toBody(): ProblemBody {
    return {
      type: `urn:segue:problem:${this.code}`,
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}
