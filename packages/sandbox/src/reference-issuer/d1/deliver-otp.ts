import { D1CallRefusal, type DeliverOtp } from '@countermark/issuer-kit';
import type { D1Bank } from './d1-backend.ts';
import { consumerOf } from './test-consumers.ts';

const channels = { SMS: 'cell_phone', EMAIL: 'email' } as const;

/** Delivers a code to the consumer, unchanged. */
export function deliverOtp({ inbox, now }: D1Bank): DeliverOtp {
  return ({ issuerId, consumerId, correlationId, request }) => {
    if (consumerOf(consumerId).kind !== 'KNOWN') return new D1CallRefusal(404, 'consumerId');
    const { otp, channel, panLast4 } = request;
    inbox.deliver({
      issuerId,
      correlationId: correlationId ?? '',
      consumerId,
      panLast4,
      type: channels[channel],
      otpValue: otp,
      deliveredAt: now().toISOString(),
      expirationDate: null,
    });
    return undefined;
  };
}
