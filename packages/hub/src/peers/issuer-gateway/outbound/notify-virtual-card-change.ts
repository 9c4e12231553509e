import { notifyVirtualCardChange as singleBadge } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import { notifyVirtualCardChange as auxiliary } from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { lateAnswers } from '../../late-answers.ts';
import { type IssuerOutbound, postMessage } from './post-message.ts';

/**
 * Makes one attempt to tell the issuer of a token's change, by the API of the token's badge; any 2xx acknowledges it.
 * Further attempts are up to the delivery's own schedule (Issuer Gateway API, outbound methods).
 */
export function notifyVirtualCardChange(outbound: IssuerOutbound): IssuerBackend['deliver'] {
  return async (issuer, delivery) => {
    const operation = [singleBadge, auxiliary].find(notify => qualifiedName(notify) === delivery.operation);
    if (!operation) {
      throw new Error(
        `Delivery ${delivery.deliveryId}: ${delivery.operation} is not sent by the Issuer Gateway API`,
      );
    }
    return postMessage(outbound, {
      issuer,
      correlationId: delivery.correlationId,
      operation,
      body: delivery.body,
      timeLimit: issuer.settings.notificationTimeout,
      listenOn: lateAnswers,
      success: 'ANY_2XX',
      resend: 'NEVER',
    });
  };
}
