import type { AnnotatedSchema } from '../annotated-schema.ts';
import { maskBySchema } from '../masking.ts';
import { ErrorRes } from './error-response.ts';
import { operationNamed } from './operations.ts';

/**
 * A message of the Issuer Gateway API as the exchange log may keep it: see {@link maskBySchema}.
 *
 * @param operationName as `qualifiedName` has it; of an unknown operation only the names of members are shown
 * @param part a `response` may also be, or hold, an error body
 * @param body parsed JSON; `undefined` when there was none
 * @example
 * maskMessage('sendOTP', 'request', { otpValue: '123456', walletProviderId: 'APPLE_PAY' })
 * // { otpValue: '‹6 digits›', walletProviderId: 'APPLE_PAY' }
 */
export function maskMessage(operationName: string, part: 'request' | 'response', body: unknown): unknown {
  return maskBySchema(schemaOf(operationName, part), body);
}

function schemaOf(operationName: string, part: 'request' | 'response'): AnnotatedSchema {
  const operation = operationNamed(operationName);
  const schema: AnnotatedSchema = operation?.[part] ?? {};
  const errorMembers: AnnotatedSchema['properties'] = part === 'response' ? ErrorRes.properties : {};
  return { properties: { ...errorMembers, ...schema.properties } };
}
