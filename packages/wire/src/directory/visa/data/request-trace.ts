import Type from 'typebox';
import { identifier } from '../../../issuer-gateway/data/element.ts';

export const RequestTraceId = identifier('By which the request is polled.', 36);

/** The directory has the request and works on it. */
export const RequestTaken = Type.Object({ requestTraceId: RequestTraceId });
