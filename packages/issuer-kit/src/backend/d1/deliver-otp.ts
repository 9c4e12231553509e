import type { RequestOf } from '@countermark/wire/d1/operation';
import { deliverOtp as operation } from '@countermark/wire/d1/outbound/deliver-otp';
import {
  type D1Call,
  type D1Handler,
  type ServedD1Operation,
  serveD1Operation,
} from './serve-d1-operation.ts';

export interface DeliverOtpCall extends D1Call {
  consumerId: string;
  /** The password is in it: keep it out of logs. */
  request: RequestOf<typeof operation>;
}

/** Delivers a one-time password to the consumer, unchanged (Outbound Consumer API). */
export type DeliverOtp = D1Handler<DeliverOtpCall, void>;

export function serveDeliverOtp(handler: DeliverOtp): ServedD1Operation {
  return serveD1Operation(operation, ({ parameters, request }, { call }) =>
    handler({ ...call, consumerId: parameters.consumerId, request }),
  );
}
