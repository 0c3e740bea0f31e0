// Turns errors of handlers and of the HTTP server into answers that disclose nothing internal.
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Log } from '@segue/bus';
import { Invalid } from '@segue/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from '../observability/log';
import { Problem } from './problem';

const CODES: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  415: 'unsupported_media_type',
};

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = withLimit(problemOf(error), host);
    if (problem.status >= 500 && !(error instanceof Problem))
      this.log('error', 'a request failed', { fault: faultOf(error) });
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // The answer of an open stream cannot be changed any more.
    if (reply.sent || reply.raw.headersSent) return;
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', PROBLEM_JSON)
      .send(JSON.stringify(problem.toBody()));
  }
}

/** Returns the problem with the limit added, which Fastify's error about a large body lacks. */
function withLimit(problem: Problem, host: ArgumentsHost): Problem {
  if (problem.status !== 413 || problem.detail !== undefined) return problem;
  const { bodyLimit } = host.switchToHttp().getRequest<FastifyRequest>().routeOptions;
  return Problem.tooLarge(`the body may have at most ${bodyLimit} bytes`);
}

/**
 * Returns the problem for an error. Texts of foreign errors are not repeated, since they may quote
 * the request.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Invalid) {
    const { code, path, message } = error;
    return Problem.badRequest('invalid', undefined, [{ path, code, message }]);
  }
  if (isNoValue(error)) {
    const message = 'holds what cannot be stored: a NUL, or a number or time out of range';
    return Problem.badRequest('invalid', undefined, [{ path: '', code: 'value', message }]);
  }
  if (isLostConnection(error)) return Problem.databaseDown();
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  return new Problem(status, CODES[status] ?? (status < 500 ? 'bad_request' : 'internal'));
}

/**
 * Returns whether Postgres refused a value that no column can hold (class 22 of SQLSTATE); it came
 * from the path, query or cursor of the request.
 */
function isNoValue(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code);
}

/**
 * SQLSTATE of a server that cannot be asked now: lost or refused connections, too many of them, and
 * one that starts, stops or ended this session (postgres: appendix A).
 */
const NOT_NOW = /^(08[0-9A-Z]{3}|53300|57P0[1-3])$/;
/** Codes of the socket. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** What pg says, without a code, of a connection that ended under a statement or never came. */
const NO_ANSWER =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout|timeout exceeded)/;

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof HttpException) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? NOT_NOW.test(code) || NO_CONNECTION.has(code) : NO_ANSWER.test(error.message);
}

/**
 * Returns the status of an error; Fastify's own errors (a body too large, a bad header) have one.
 */
function statusOf(error: unknown): number {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}
