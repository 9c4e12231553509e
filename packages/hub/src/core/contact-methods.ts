import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { OtpChannel } from '@countermark/wire/d1/outbound/deliver-otp';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';

/** How a consumer can be sent a code, by what is known of them; what the user is shown gives nobody the rest. */
export function contactMethods({ mobilePhoneNumber, email }: ConsumerInfo): IdvMethod[] {
  return [
    ...(mobilePhoneNumber ? [{ ...byChannel.SMS, value: maskedNumber(mobilePhoneNumber.phoneNumber) }] : []),
    ...(email !== undefined ? [{ ...byChannel.EMAIL, value: maskedAddress(email) }] : []),
  ];
}

/** The channel that a method of `contactMethods` stands for. */
export function channelOf(methodId: string): OtpChannel | null {
  const channels: readonly OtpChannel[] = ['SMS', 'EMAIL'];
  return channels.find(channel => byChannel[channel].id === methodId) ?? null;
}

const byChannel = {
  SMS: { id: 'sms', type: 'cell_phone' },
  EMAIL: { id: 'email', type: 'email' },
} as const satisfies Record<OtpChannel, IdvMethod>;

/** Never more than four digits, nor more than half of a short number. */
function maskedNumber(number: string): string {
  const shown = Math.min(4, Math.floor(number.length / 2));
  return `**-***-****-${number.slice(number.length - shown)}`;
}

function maskedAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const shown = Math.min(2, Math.floor(at / 2));
  return `${email.slice(0, shown)}*****${email.slice(at)}`;
}
