import Type from 'typebox';
import { defaultReasonCode } from '../reason-codes.ts';
import { listedValue } from './element.ts';

/** Free text kept and given back with the operation. Whoever wrote it may have named a person: masked in the log. */
export const Reason = Type.String({
  pattern: '^[a-zA-Z0-9 ]{1,64}$',
  description: 'Why, in free text.',
});

/** The two members by which a call says why. */
export function reasonMembers<const Codes extends readonly [string, ...string[]]>(codes: Codes) {
  return {
    reason: Type.Optional(Reason),
    reasonCode: Type.Optional(listedValue(codes, `Why, by code; ${defaultReasonCode} when absent.`)),
  };
}

/** The body of operations that need nothing but a reason. It has no other members. */
export function operationRequest<const Codes extends readonly [string, ...string[]]>(codes: Codes) {
  return Type.Object(reasonMembers(codes), { additionalProperties: false });
}
