import type { D1Operation } from '@countermark/wire/d1/operation';
import { activatePhysicalCard } from '@countermark/wire/d1/outbound/activate-physical-card';
import type { outboundBasePaths } from '@countermark/wire/d1/outbound/base-paths';
import { deliverOtp } from '@countermark/wire/d1/outbound/deliver-otp';
import { getCardCredentials } from '@countermark/wire/d1/outbound/get-card-credentials';
import { getConsumerInformation } from '@countermark/wire/d1/outbound/get-consumer-information';
import { notifyCardOperationV1 } from '@countermark/wire/d1/outbound/notify-card-operation-v1';
import { notifyCardOperations } from '@countermark/wire/d1/outbound/notify-card-operations';
import { notifyConsumerOperations } from '@countermark/wire/d1/outbound/notify-consumer-operations';
import { notifyDigitalCardOperation } from '@countermark/wire/d1/outbound/notify-digital-card-operation';
import { verifyCard } from '@countermark/wire/d1/outbound/verify-card';

/** A part of the outbound APIs that an issuer may serve under a base path of its own. */
export type D1OutboundPath = Exclude<keyof typeof outboundBasePaths, 'authorisation' | 'cardNotificationsV1'>;

/** What the hub calls at issuers, but the token, and the part of the APIs that each belongs to. */
export const d1Operations = {
  getConsumerInformation: { operation: getConsumerInformation, part: 'consumers' },
  deliverOtp: { operation: deliverOtp, part: 'consumers' },
  verifyCard: { operation: verifyCard, part: 'cms' },
  getCardCredentials: { operation: getCardCredentials, part: 'cms' },
  activatePhysicalCard: { operation: activatePhysicalCard, part: 'physicalCards' },
  notifyCardOperations: { operation: notifyCardOperations, part: 'cardNotifications' },
  notifyCardOperationV1: { operation: notifyCardOperationV1, part: 'cardNotifications' },
  notifyConsumerOperations: { operation: notifyConsumerOperations, part: 'consumerNotifications' },
  notifyDigitalCardOperation: { operation: notifyDigitalCardOperation, part: 'digitalCardNotifications' },
} as const satisfies Readonly<Record<string, { operation: D1Operation; part: D1OutboundPath }>>;

export type D1OutboundName = keyof typeof d1Operations;

/** Every name, in the order of the table. */
export const d1OperationNames = Object.keys(d1Operations) as readonly D1OutboundName[];
