// What stands in a path or a query, looked at before any handler sees it.
import { Invalid, unsafeIn } from '@segue/contracts';
import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from './problem';

/** Refuses what no column can hold, by the name of the parameter. */
@Injectable()
export class SafeParametersPipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'param' && type !== 'query') return value;
    const fault = unsafeIn(value);
    if (fault) throw new Invalid(fault.code, [data, fault.path].filter(Boolean).join('.'), fault.message);
    return value;
  }
}

/** A path's number, e.g. the id of a row. */
@Injectable()
export class WholeNumberPipe implements PipeTransform<string, number> {
  transform(value: string, { data = '' }: ArgumentMetadata): number {
    const number = /^\d{1,16}$/.test(value) ? Number(value) : NaN;
    if (!Number.isSafeInteger(number))
      throw Problem.invalid({ path: data, code: 'number', message: 'must be a whole number' });
    return number;
  }
}
