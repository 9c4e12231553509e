import type { EnrolmentScript } from '../wallet-simulator/enrolment-script.ts';

/** An enrolment as the scenario page tells it. A script has no members but those that are said here; the page would hide others. */
export function scriptInWords(verb: string, script: Partial<EnrolmentScript>): string {
  const {
    wallet,
    exp,
    cvv,
    captureMethod,
    recommendation,
    deviceScore,
    device,
    idvChoice,
    otp,
    terms,
    provisioning,
    push,
    ...unsaid
  } = script;
  for (const member of Object.keys(unsaid)) throw new Error(`The scenario page has no words for ${member}`);
  const said = [
    wallet && `with ${wallet}`,
    exp && `expiry ${exp}`,
    cvv && `security code ${cvv}`,
    push && `pushed ${push}`,
    captureMethod && `captured ${captureMethod}`,
    recommendation && `recommended ${recommendation}`,
    deviceScore && `device score ${deviceScore}`,
    device && `on device ${device.tokenStorageId}`,
    terms && `terms: ${terms}`,
    provisioning && `provisioning: ${provisioning}`,
    idvChoice && `verified by ${idvChoice}`,
    otp && (otp === 'none' ? 'no code typed' : `code ${[otp].flat().join(', ')}`),
  ];
  return [verb, said.filter(Boolean).join(', ')].filter(Boolean).join(' ');
}
