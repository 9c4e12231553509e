import type { InjectedFault } from '@countermark/sandbox/reference-issuer/faults';
import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import type { sandboxPanPrefixes } from '@countermark/sandbox/test-cards';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import type { EnrolmentReport } from '@countermark/sandbox/wallet-simulator/wallet-enrolment';

type ProductId = keyof typeof sandboxPanPrefixes;

/** A call to the issuer in the course of an enrolment. */
export interface Stage {
  operation: Exclude<InjectedFault['operation'], '*'>;
  issuerId: string;
  product: ProductId;
  /** Chooses the test case in which the hub comes to this call. */
  exp: string;
  /** Where the cardholder stops, so that the hub's next call is this one; null: it is the first. */
  before: Partial<EnrolmentScript> | null;
  /** The cardholder goes on, and the hub makes the call. */
  goOn(client: SandboxClient, enrolmentId: string): Promise<EnrolmentReport>;
}

/**
 * Every call the hub makes to an issuer. Those that come on the way to another one are made to another issuer, so that
 * faults of all of them can be waited for at once.
 */
export const stages = {
  checkCardEligibility: {
    operation: 'checkCardEligibility',
    issuerId: 'CMISSUER01',
    product: 'DEMO-DEBIT',
    exp: '1230',
    before: null,
    goOn: () => Promise.reject(new Error('An enrolment begins with this call')),
  },
  requestCardDigitization: {
    operation: 'requestCardDigitization',
    issuerId: 'CMISSUER02',
    product: 'DEMO-PLAIN',
    exp: '1230',
    before: { terms: 'none' },
    goOn: (client, enrolmentId) => client.decideTerms(enrolmentId, 'accept'),
  },
  getIDnVMethodList: {
    operation: 'getIDnVMethodList',
    issuerId: 'CMISSUER01',
    product: 'DEMO-DEBIT',
    exp: '1233',
    before: { terms: 'none' },
    goOn: (client, enrolmentId) => client.decideTerms(enrolmentId, 'accept'),
  },
  sendOTP: {
    operation: 'sendOTP',
    issuerId: 'CMISSUER01',
    product: 'DEMO-DEBIT',
    exp: '1231',
    before: { idvChoice: 'none' },
    goOn: (client, enrolmentId) => client.chooseIdvMethod(enrolmentId, 'sms'),
  },
  notifyVirtualCardChange: {
    operation: 'notifyVirtualCardChange',
    issuerId: 'CMISSUER02',
    product: 'DEMO-PLAIN',
    exp: '1230',
    before: { provisioning: 'none' },
    goOn: (client, enrolmentId) => client.reportProvisioning(enrolmentId, 'deliver'),
  },
} as const satisfies Record<string, Stage>;
