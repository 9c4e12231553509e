import { type ErrorGeneric, errorResponse } from '@countermark/wire/d1/error-response';
import type { HttpProblem } from '../../json-api.ts';

const texts: Record<Exclude<HttpProblem, 500>, string> = {
  404: 'Unknown path',
  405: 'Wrong verb',
  413: 'Body too large',
  415: 'Wrong media type',
};

/** What was wrong with a call before its content was looked at, as the D1 APIs say it; no code is published for it. */
export function d1Problem(status: HttpProblem): ErrorGeneric {
  return status === 500 ? errorResponse({ errorCode: 'INTERNAL_ERROR' }).body : { error: texts[status] };
}
