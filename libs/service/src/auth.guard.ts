// Who may call what. Every route needs a token unless it says `@Public()`.
import { type CanActivate, type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';
import { type Principal, type Role, sameSecret, signingKey, verifyToken } from './tokens';

const PUBLIC = 'segue:public';
const ROLES_ALLOWED = 'segue:roles';

/** Takes no token: health, pages for customers, and what checks a key of its own. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Any of these roles; the admin may everything. On a handler it replaces that of its controller. */
export const Roles = (...roles: Role[]) => SetMetadata(ROLES_ALLOWED, roles);

const reflector = new Reflector();

/** What a handler and its class, in this order, say of who may call; without `roles`, whoever has a token. */
export function accessOf(targets: Parameters<Reflector['getAllAndOverride']>[1]): Access {
  return {
    isPublic: reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true,
    roles: reflector.getAllAndOverride<Role[] | undefined>(ROLES_ALLOWED, targets),
  };
}

interface Access {
  isPublic: boolean;
  roles: readonly Role[] | undefined;
}

type Asking = FastifyRequest & { principal?: Principal };

/** The signed-in principal, as a handler's parameter. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Asking>().principal,
);

export class AuthGuard implements CanActivate {
  private readonly key: Uint8Array;

  constructor(private readonly adminToken: string) {
    this.key = signingKey(adminToken);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Message handlers come from the bus, not from a caller.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const { isPublic, roles } = accessOf(targets);
    if (isPublic) return true;
    const request = context.switchToHttp().getRequest<Asking>();
    const principal = await this.principalOf(request.headers.authorization);
    if (principal === null) throw Problem.unauthorized();
    if (!mayCall(principal, roles)) throw Problem.forbidden();
    request.principal = principal;
    return true;
  }

  /** Null without a valid bearer token. */
  async principalOf(authorization: string | undefined): Promise<Principal | null> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    if (sameSecret(token, this.adminToken)) return { subject: 'admin', role: 'admin', scope: null };
    return verifyToken(this.key, token);
  }
}

export const mayCall = (principal: Principal, allowed: readonly Role[] | undefined): boolean =>
  principal.role === 'admin' || allowed === undefined || allowed.includes(principal.role);
