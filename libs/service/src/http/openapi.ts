// The OpenAPI document of a process, made from its controllers and the classes of their bodies;
// schemas follow from the decorators of class-validator.
import type { INestApplication } from '@nestjs/common';
import {
  ApiProperty,
  type ApiPropertyOptions,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
  getSchemaPath,
} from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata';
import { withRefusals } from './refusals';

export const OPENAPI_PATH = '/api/openapi.json';

export function openApiOf(app: INestApplication, title: string): OpenAPIObject {
  describeValidatedClasses();
  const config = new DocumentBuilder()
    .setTitle(title)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .addSecurityRequirements('bearer')
    .build();
  return withRefusals(SwaggerModule.createDocument(app, config), app);
}

/** Returns the documents of several services as one; all must be of the same version of Segue. */
export function mergeOpenApi(title: string, documents: readonly OpenAPIObject[]): OpenAPIObject {
  const [first] = documents;
  if (first === undefined) throw new Error('nothing to merge');
  return {
    ...first,
    info: { ...first.info, title },
    paths: Object.assign({}, ...documents.map((document) => document.paths)),
    components: {
      ...first.components,
      schemas: Object.assign({}, ...documents.map((document) => document.components?.schemas ?? {})),
      responses: Object.assign({}, ...documents.map((document) => document.components?.responses ?? {})),
    },
  };
}

type Constructor = new () => object;

const described = new Set<unknown>();

/**
 * Describes every class with a validator as a schema; fields that have an `@ApiProperty` keep it.
 */
function describeValidatedClasses(): void {
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<Constructor, ValidationMetadata[]> };
  for (const [target, metadatas] of storage.validationMetadatas) {
    if (described.has(target)) continue;
    described.add(target);
    for (const property of new Set(metadatas.map((metadata) => metadata.propertyName))) {
      const own = metadatas.filter((metadata) => metadata.propertyName === property);
      if (!isDescribed(target, property)) ApiProperty(optionsOf(target, property, own))(target.prototype, property);
    }
  }
}

const isDescribed = (target: Constructor, property: string): boolean =>
  Reflect.hasMetadata('swagger/apiModelProperties', target.prototype, property);

function optionsOf(target: Constructor, property: string, checks: readonly ValidationMetadata[]): ApiPropertyOptions {
  const type: unknown = Reflect.getMetadata('design:type', target.prototype, property);
  const required = !checks.some((check) => check.type === 'conditionalValidation');
  const limits = Object.assign({}, ...checks.map((check) => limitOf(check.name, check.constraints ?? [])));
  const nested = nestedType(target, property);
  if (type === Array)
    return { required, isArray: true, type: nested ?? elementType(checks), ...limits } as ApiPropertyOptions;
  if (nested) return { required, type: nested, ...limits } as ApiPropertyOptions;
  if (limits.type !== undefined) return { required, ...limits };
  if (type === undefined || type === Object) return { required, type: 'object', additionalProperties: true, ...limits };
  return { required, type, ...limits } as ApiPropertyOptions;
}

/** Returns the class that `@Type(() => Line)` names. */
function nestedType(target: Constructor, property: string): unknown {
  return defaultMetadataStorage.findTypeMetadata(target, property)?.typeFunction();
}

function elementType(checks: readonly ValidationMetadata[]): string {
  const names = checks.filter((check) => check.each).map((check) => check.name);
  if (names.includes('isInt') || names.includes('isNumber')) return 'number';
  return names.includes('isString') ? 'string' : 'object';
}

function limitOf(name: string | undefined, constraints: readonly unknown[]): object {
  const [first, second] = constraints;
  switch (name) {
    case 'isIn':
      return { type: 'string', enum: first };
    case 'isInt':
      return { type: 'integer' };
    case 'min':
      return { minimum: first };
    case 'max':
      return { maximum: first };
    case 'minLength':
      return { minLength: first };
    case 'maxLength':
      return { maxLength: first };
    case 'isLength':
      return { minLength: first, maxLength: second };
    case 'matches':
      return first instanceof RegExp ? { pattern: first.source } : {};
    case 'arrayMaxSize':
      return { maxItems: first };
    default:
      return {};
  }
}

/** Returns the schema of a value of one of these classes, which `ApiExtraModels` has to name. */
export const oneOfClasses = (classes: readonly (new () => object)[]) => ({
  oneOf: classes.map((each) => ({ $ref: getSchemaPath(each) })),
});
