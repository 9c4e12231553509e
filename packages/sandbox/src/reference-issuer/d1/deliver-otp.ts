import { deliverOtp as operation } from '@countermark/wire/d1/outbound/deliver-otp';
import { answer, refuse, serveD1Operation } from './serve-d1-operation.ts';
import { consumerOf } from './test-consumers.ts';

const channels = { SMS: 'cell_phone', EMAIL: 'email' } as const;

/** Delivers a code to the consumer, unchanged. */
export const deliverOtp = serveD1Operation(operation, async ({ parameters, request }, means) => {
  const { issuerId, consumerId } = parameters;
  if (consumerOf(consumerId).kind !== 'KNOWN') return refuse(404, 'consumerId');
  const { otp, channel, panLast4 } = request;
  means.inbox.deliver({
    issuerId,
    correlationId: means.correlationId ?? '',
    consumerId,
    panLast4,
    type: channels[channel],
    otpValue: otp,
    deliveredAt: means.now().toISOString(),
    expirationDate: null,
  });
  return answer(undefined);
});
