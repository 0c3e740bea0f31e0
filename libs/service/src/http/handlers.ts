// The handlers of all HTTP routes of a process, as NestJS registered them.
import { type INestApplication, type Type, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { accessOf } from '../security/auth.guard';

type Handler = (...args: never[]) => unknown;

/** A handler and its controller class, in the order in which metadata of the first wins. */
export type Targets = [Handler, Type<unknown>];

/** Returns the handlers by operation id (`Class_method`), as the OpenAPI document names them. */
export function handlersOf(app: INestApplication): Map<string, Targets> {
  const scanner = new MetadataScanner();
  const handlers = new Map<string, Targets>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      const { name, prototype } = metatype as Type<Record<string, Handler>>;
      for (const method of scanner.getAllMethodNames(prototype as object)) {
        const handler = (prototype as Record<string, Handler>)[method];
        if (handler && isRoute(handler)) handlers.set(`${name}_${method}`, [handler, metatype as Type<unknown>]);
      }
    }
  }
  return handlers;
}

const isRoute = (handler: Handler): boolean =>
  (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined) !== undefined;

/** @throws {Error} naming each route that is neither public nor needs a permission. */
export function requireAccess(app: INestApplication): void {
  const open = [...handlersOf(app)].filter(([, targets]) => {
    const { isPublic, permission } = accessOf(targets);
    return !isPublic && permission === undefined;
  });
  if (open.length > 0) throw new Error(`no @Needs and no @Public: ${open.map(([name]) => name).join(', ')}`);
}
