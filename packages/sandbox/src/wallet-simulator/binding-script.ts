import type { DeviceInformation } from '@countermark/wire/issuer-gateway/data/device-information';
import type { EnrolmentScript } from './enrolment-script.ts';

/** One device binding as a cardholder goes through it at a merchant, as far as the script says. */
export interface BindingScript extends Pick<EnrolmentScript, 'idvChoice' | 'otp'> {
  /** Instead of what the cardholder's usual phone would tell; with a `tokenStorageId`, a device used before. */
  device?: DeviceInformation;
}
