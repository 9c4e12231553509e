import { correlationIdOf } from '../../core/enrolment.ts';
import type { Token } from '../../core/token.ts';
import type { Aggregates } from '../../ports/store.ts';

/** `x-correlation-id` of the session a token was made in. */
export async function sessionOfToken(
  { enrolments }: Pick<Aggregates, 'enrolments'>,
  { enrolmentId }: Pick<Token, 'enrolmentId'>,
): Promise<string> {
  const enrolment = await enrolments.find(enrolmentId);
  return enrolment ? correlationIdOf(enrolment) : enrolmentId;
}
