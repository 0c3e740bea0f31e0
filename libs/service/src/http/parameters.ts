// Pipes that check the parameters of paths and queries before any handler gets them.
import { Invalid, unsafeIn } from '@segue/contracts';
import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from './problem';

/** Refuses values that no column can hold; the answer names the parameter. */
@Injectable()
export class SafeParametersPipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'param' && type !== 'query') return value;
    const fault = unsafeIn(value);
    if (fault) throw new Invalid(fault.code, [data, fault.path].filter(Boolean).join('.'), fault.message);
    return value;
  }
}

/** Returns a number of a path, such as the id of a row. */
@Injectable()
export class WholeNumberPipe implements PipeTransform<string, number> {
  transform(value: string, { data = '' }: ArgumentMetadata): number {
    const number = /^\d{1,16}$/.test(value) ? Number(value) : NaN;
    if (!Number.isSafeInteger(number))
      throw Problem.invalid({ path: data, code: 'number', message: 'must be a whole number' });
    return number;
  }
}
