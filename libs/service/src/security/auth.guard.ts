// Every route is `@Public()` or names the permission that its caller needs.
import { type CanActivate, type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { WrongTokens } from '../http/limits';
import { Problem } from '../http/problem';
import { type Permission, holds } from './permissions';
import { type Principal, sameSecret, signingKey, verifyToken } from './tokens';

const PUBLIC = 'segue:public';
const NEEDED = 'segue:permission';

/**
 * Marks a route that needs no token: health, pages for customers, and routes that check a key of
 * their own.
 */
export const Public = () => SetMetadata(PUBLIC, true);

/**
 * Marks a route that needs a token whose role holds this permission. On a handler it replaces that
 * of the controller.
 */
export const Needs = (permission: Permission) => SetMetadata(NEEDED, permission);

const reflector = new Reflector();

/** Returns the access that a handler, else its class, names. */
export function accessOf(targets: Parameters<Reflector['getAllAndOverride']>[1]): Access {
  return {
    isPublic: reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true,
    permission: reflector.getAllAndOverride<Permission | undefined>(NEEDED, targets),
  };
}

interface Access {
  isPublic: boolean;
  /** Undefined on public routes; start-up fails if another route has none. */
  permission: Permission | undefined;
}

type Asking = FastifyRequest & { principal?: Principal };

/** Injects the signed-in principal into a parameter of a handler. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Asking>().principal,
);

export class AuthGuard implements CanActivate {
  private readonly key: Uint8Array;

  constructor(
    private readonly adminToken: string,
    /** Absent: wrong tokens are not counted. */
    private readonly wrongTokens?: WrongTokens,
  ) {
    this.key = signingKey(adminToken);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Handlers of messages have no caller.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const { isPublic, permission } = accessOf(targets);
    if (isPublic) return true;
    const request = context.switchToHttp().getRequest<Asking>();
    if (permission === undefined) throw Problem.forbidden();
    request.principal = await this.admit(request, permission);
    return true;
  }

  /**
   * Checks a request's token. A signed token cannot be guessed and is always checked; the admin's
   * token is compared only while the address is below the limit of wrong ones.
   * @throws {Problem} 401 without a valid token, 403 for a role without the permission, 429 after
   * too many wrong tokens.
   */
  async admit(request: FastifyRequest, permission: Permission): Promise<Principal> {
    const token = bearerIn(request.headers.authorization);
    if (token === null) throw Problem.unauthorized();
    const principal = (await verifyToken(this.key, token)) ?? (await this.adminBy(token, request));
    if (principal === null) throw Problem.unauthorized();
    if (!holds(principal.role, permission)) throw Problem.forbidden();
    return principal;
  }

  /** Returns null without a valid bearer token. Does not count wrong tokens; `admit` does. */
  async principalOf(authorization: string | undefined): Promise<Principal | null> {
    const token = bearerIn(authorization);
    if (token === null) return null;
    return sameSecret(token, this.adminToken) ? ADMIN : verifyToken(this.key, token);
  }

  private async adminBy(token: string, request: FastifyRequest): Promise<Principal | null> {
    await this.wrongTokens?.refuseAfterTooMany(request);
    if (sameSecret(token, this.adminToken)) return ADMIN;
    await this.wrongTokens?.note(request);
    return null;
  }
}

const ADMIN: Principal = { subject: 'admin', role: 'admin' };

/** Returns the bearer token of an `Authorization` field, valid or not. */
export const bearerIn = (authorization: string | undefined): string | null =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
