import Type from 'typebox';
import { Last4 } from '../data/card-elements.ts';
import { listedValue } from '../data/element.ts';
import { consumerId, issuerId } from '../examples.ts';
import { defineD1Operation } from '../operation.ts';
import { ConsumerPath } from '../path-parameters.ts';
import { outboundRefusals } from '../refusals.ts';
import { outboundBasePaths } from './base-paths.ts';

export const otpChannels = ['SMS', 'EMAIL'] as const;
export type OtpChannel = (typeof otpChannels)[number];

/** With hyphens, unlike all other lists of values. */
export const otpReasons = ['CARD-DIGITIZATION', 'DEVICE-BINDING', 'CARDHOLDER-VERIFICATION'] as const;
export type OtpReason = (typeof otpReasons)[number];

/** Hands a one-time password to the issuer, which delivers it by the channel the user chose (Outbound Consumer API). */
export const deliverOtp = defineD1Operation({
  api: 'D1-Public-OUT-v1-Consumer',
  name: 'deliverOtp',
  direction: 'outbound',
  method: 'POST',
  path: `${outboundBasePaths.consumers}/issuers/{issuerId}/consumers/{consumerId}/otp`,
  summary: 'Asks the issuer to deliver a one-time password.',
  parameters: ConsumerPath,
  query: null,
  request: Type.Object({
    otp: Type.String({
      minLength: 1,
      maxLength: 16,
      description: 'The one-time password, to be delivered unchanged.',
      log: 'digits',
    }),
    channel: listedValue(otpChannels, 'How it reaches the consumer.'),
    panLast4: Last4,
    reason: listedValue(otpReasons, 'What it is for.'),
  }),
  response: { status: 204, schema: null },
  refusals: outboundRefusals(400, 401, 403, 404, 500),
  example: {
    parameters: { issuerId, consumerId },
    request: { otp: '123456', channel: 'SMS', panLast4: '1111', reason: 'CARD-DIGITIZATION' },
  },
});
