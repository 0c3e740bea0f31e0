import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Needs, Public } from '../security/auth.guard';
import { handlersOf, requireAccess } from './handlers';
import { httpAdapter } from './http';

describe('the handlers of an app', () => {
  let app: INestApplication;
  afterEach(() => app.close());

  async function appOf(...controllers: Type<unknown>[]): Promise<INestApplication> {
    @Module({ controllers })
    class Service {}
    app = await NestFactory.create(Service, httpAdapter(), { logger: false });
    await app.init();
    return app;
  }

  @Controller('open')
  class Open {
    @Get('health')
    @Public()
    health(): string {
      return 'up';
    }

    @Get('sources')
    @Needs('sources:read')
    sources(): string[] {
      return this.helper();
    }

    helper(): string[] {
      return [];
    }
  }

  @Controller('guarded')
  @Needs('customers:read')
  class Guarded {
    @Get()
    list(): string[] {
      return [];
    }
  }

  @Controller('forgotten')
  class Forgotten {
    @Get()
    list(): string[] {
      return [];
    }

    @Get('public')
    @Public()
    shown(): string {
      return 'shown';
    }
  }

  it('are its routes by operation id, without other methods', async () => {
    const handlers = handlersOf(await appOf(Open, Guarded));

    expect([...handlers.keys()].sort()).toEqual(['Guarded_list', 'Open_health', 'Open_sources']);
    expect(handlers.get('Guarded_list')).toEqual([Guarded.prototype.list, Guarded]);
  });

  it('pass when each is public or needs a permission, by itself or by its controller', async () => {
    const complete = await appOf(Open, Guarded);

    expect(() => requireAccess(complete)).not.toThrow();
  });

  it('fail the start by name when one is neither public nor needs a permission', async () => {
    const incomplete = await appOf(Open, Forgotten);

    expect(() => requireAccess(incomplete)).toThrow('no @Needs and no @Public: Forgotten_list');
  });
});
