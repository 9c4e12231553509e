import type { ClockView } from '@countermark/wire/operator/clock';
import type { DeliveryList, ReplayDeliveries, ReplayReport } from '@countermark/wire/operator/delivery';
import type { ExchangeList } from '@countermark/wire/operator/exchange';
import type { SessionDetails } from '@countermark/wire/operator/session';
import type { ReportTspEvent, TokenDetails, TokenList } from '@countermark/wire/operator/token';
import type { TspDetails } from '@countermark/wire/operator/tsp';
import type { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import type { PaymentReport } from './acquirer-simulator/acquirer.ts';
import type { PaymentScript } from './acquirer-simulator/payment-script.ts';
import { bearerClient } from './bearer-client.ts';
import type { Directories } from './directory-simulator/control.ts';
import type { InjectedDirectoryFault } from './directory-simulator/directory-faults.ts';
import type { DirectoryProfileView } from './directory-simulator/directory-simulator.ts';
import type { CallAsD1Issuer } from './reference-issuer/d1/d1-control.ts';
import type { D1Notice } from './reference-issuer/d1/notices.ts';
import { type Fault, type InjectedFault, isBrokenAnswer } from './reference-issuer/faults.ts';
import type { PushReport } from './reference-issuer/issuer-app.ts';
import type { PushFromApp } from './reference-issuer/issuer-app-control.ts';
import type { SandboxDescription } from './sandbox/sandbox-description.ts';
import type { TspTokenView } from './tsp-simulator/control.ts';
import type { HubAnswer } from './tsp-simulator/hub-calls.ts';
import type { DataManner, InjectedTspFault } from './tsp-simulator/tsp-faults.ts';
import type { BindingScript } from './wallet-simulator/binding-script.ts';
import type { DeviceCondition } from './wallet-simulator/devices.ts';
import type { CodeEntry, EnrolmentScript, ProvisioningChoice } from './wallet-simulator/enrolment-script.ts';
import type { BindingReport } from './wallet-simulator/wallet-binding.ts';
import type { EnrolmentReport } from './wallet-simulator/wallet-enrolment.ts';

/** What the hub answered to a call of the reference issuer. */
export interface IssuerCallReport {
  correlationId: string;
  status: number;
  body: unknown;
}

/** One `notifyVirtualCardChange` as the reference issuer received it. */
export interface ReceivedNotification {
  correlationId: string;
  request: { action: string; virtualCardId: string; errorCode?: number; source?: string; tokenInfo?: string };
}

/** What came of a wallet's report. */
interface TokenEventReport {
  result: string;
  errorCode?: number;
}

/** Everything a program can do with a running sandbox: be the cardholder, the issuer, the TSP, the operator, and time. */
export type SandboxClient = ReturnType<typeof sandboxClient>;

export function sandboxClient(sandbox: Pick<SandboxDescription, 'operator' | 'control'>) {
  const operator = bearerClient({ ...sandbox.operator, url: `${sandbox.operator.url}/operator/v1` });
  const control = bearerClient({ ...sandbox.control, url: `${sandbox.control.url}/sim` });
  const enrolment = (enrolmentId: string) => `/enrolments/${enrolmentId}`;
  const binding = (bindingId: string) => `/bindings/${bindingId}`;
  return {
    // The cardholder, at the wallet.
    enrol: (script: EnrolmentScript) =>
      control.send('POST', '/enrolments', script) as Promise<EnrolmentReport>,
    enrolment: (enrolmentId: string) => control.get(enrolment(enrolmentId)) as Promise<EnrolmentReport>,
    decideTerms: (enrolmentId: string, decision: 'accept' | 'decline') =>
      control.send('POST', `${enrolment(enrolmentId)}/terms`, { decision }) as Promise<EnrolmentReport>,
    reportProvisioning: (enrolmentId: string, result: 'deliver' | 'fail' | 'cancel') =>
      control.send('POST', `${enrolment(enrolmentId)}/provisioning`, { result }) as Promise<EnrolmentReport>,
    chooseIdvMethod: (enrolmentId: string, choice: string) =>
      control.send('POST', `${enrolment(enrolmentId)}/idv-method`, { choice }) as Promise<EnrolmentReport>,
    enterCode: (enrolmentId: string, code: CodeEntry) =>
      control.send('POST', `${enrolment(enrolmentId)}/otp`, { code }) as Promise<EnrolmentReport>,
    /** The domestic token of a cobadged card, beside this primary one. */
    addAuxiliary: (virtualCardId: string, provisioning: ProvisioningChoice) =>
      control.send('POST', `/tokens/${virtualCardId}/auxiliary`, {
        provisioning,
      }) as Promise<EnrolmentReport>,
    bind: (virtualCardId: string, script: BindingScript) =>
      control.send('POST', `/tokens/${virtualCardId}/bindings`, script) as Promise<BindingReport>,
    binding: (bindingId: string) => control.get(binding(bindingId)) as Promise<BindingReport>,
    chooseBindingIdvMethod: (bindingId: string, choice: string) =>
      control.send('POST', `${binding(bindingId)}/idv-method`, { choice }) as Promise<BindingReport>,
    enterBindingCode: (bindingId: string, code: CodeEntry) =>
      control.send('POST', `${binding(bindingId)}/otp`, { code }) as Promise<BindingReport>,
    endBinding: (bindingId: string) =>
      control.send('POST', `${binding(bindingId)}/end`, {}) as Promise<BindingReport>,
    reportTokenEvent: (virtualCardId: string, report: ReportTokenEvent) =>
      control.send('POST', `/tokens/${virtualCardId}/events`, report) as Promise<TokenEventReport>,
    requestReplenishment: (virtualCardId: string) =>
      control.send('POST', `/tokens/${virtualCardId}/replenishment`, {}) as Promise<TokenEventReport>,
    setDevice: (virtualCardId: string, condition: DeviceCondition) =>
      control.send('POST', `/tokens/${virtualCardId}/device`, { condition }),

    // A payment with a token, at the acquirer's terminal.
    pay: (script: PaymentScript) => control.send('POST', '/payments', script) as Promise<PaymentReport>,

    // The issuer.
    callHub: (issuerId: string, operation: string, call: { correlationId?: string; body: object }) =>
      control.send('POST', `/issuers/${issuerId}/calls/${operation}`, call) as Promise<IssuerCallReport>,
    /** Its application on the cardholder's phone. */
    push: (push: PushFromApp) => control.send('POST', '/pushes', push) as Promise<PushReport>,
    injectFault: (issuerId: string, fault: InjectedFault) =>
      control.send('PUT', `/issuers/${issuerId}/faults`, fault),
    /** Every call fails in this way: a name of {@link Fault}, or a response code. */
    injectFaultNamed: (issuerId: string, name: string) =>
      control.send('PUT', `/issuers/${issuerId}/faults`, { operation: '*', fault: faultNamed(name) }),
    /** An issuer that speaks D1: `operation` with the name of its API before it. */
    callD1: (issuerId: string, operation: string, call: CallAsD1Issuer) =>
      control.send('POST', `/issuers/${issuerId}/d1/calls/${operation}`, call) as Promise<IssuerCallReport>,
    d1Token: (issuerId: string) =>
      control.send('POST', `/issuers/${issuerId}/d1/token`, {}) as Promise<HubAnswer>,
    /** What it was told of operations: of one card, consumer or digital card where its id is given. */
    d1Notices: async (issuerId: string, of?: string) => {
      const query = of === undefined ? '' : `?of=${encodeURIComponent(of)}`;
      const answer = await control.get(`/issuers/${issuerId}/d1/notices${query}`);
      return (answer as { notices: D1Notice[] }).notices;
    },
    clearFaults: (issuerId: string) => control.send('DELETE', `/issuers/${issuerId}/faults`),
    notifications: async (issuerId: string) => {
      const answer = await control.get(`/issuers/${issuerId}/notifications`);
      return (answer as { notifications: ReceivedNotification[] }).notifications;
    },

    // The TSP of another house.
    injectTspFault: (fault: InjectedTspFault) => control.send('PUT', '/tsp/faults', fault),
    setTspDataManner: (manner: DataManner) => control.send('PUT', '/tsp/data', { manner }),
    resetTsp: () => control.send('DELETE', '/tsp/conduct'),
    remoteToken: (tspTokenId: string) => control.get(`/tsp/tokens/${tspTokenId}`) as Promise<TspTokenView>,
    payWithRemoteToken: (tspTokenId: string) =>
      control.send('POST', `/tsp/tokens/${tspTokenId}/transactions`, {}) as Promise<HubAnswer>,

    // The Click to Pay directories.
    injectDirectoryFault: (directory: keyof Directories, fault: InjectedDirectoryFault) =>
      control.send('PUT', `/directories/${directory}/faults`, fault),
    /** Those still to come. */
    directoryFaults: async (directory: keyof Directories) => {
      const answer = await control.get(`/directories/${directory}/faults`);
      return (answer as { faults: InjectedDirectoryFault[] }).faults;
    },
    clearDirectoryFaults: (directory: keyof Directories) =>
      control.send('DELETE', `/directories/${directory}/faults`),
    /** Lets everything go on that stays pending; tells how many cards there were. */
    releaseDirectory: async (directory: keyof Directories) => {
      const answer = await control.send('POST', `/directories/${directory}/release`, {});
      return (answer as { released: number }).released;
    },
    directoryProfiles: async (directory: keyof Directories) => {
      const answer = await control.get(`/directories/${directory}/profiles`);
      return (answer as { profiles: DirectoryProfileView[] }).profiles;
    },

    // The TSP, the operator, and time.
    repersonalise: (productId: string) =>
      operator.send('POST', `/products/${productId}/repersonalisation`, {}),
    tsp: (name: string) => operator.get(`/tsps/${name}`) as Promise<TspDetails>,
    eraseToken: (virtualCardId: string) => operator.send('POST', `/tokens/${virtualCardId}/erasure`, {}),
    reportTspEvent: (virtualCardId: string, report: ReportTspEvent) =>
      operator.send('POST', `/tokens/${virtualCardId}/tsp-events`, report),
    session: (enrolmentId: string) => operator.get(`/sessions/${enrolmentId}`) as Promise<SessionDetails>,
    token: (virtualCardId: string) => operator.get(`/tokens/${virtualCardId}`) as Promise<TokenDetails>,
    tokens: (query: string) => operator.get(`/tokens${query}`) as Promise<TokenList>,
    exchanges: async (correlationId: string) => {
      const answer = await operator.get(`/exchanges?correlationId=${encodeURIComponent(correlationId)}`);
      return (answer as ExchangeList).exchanges;
    },
    /** What an issuer has not been told yet. */
    owedDeliveries: async (issuerId: string) => {
      const answer = await operator.get(`/deliveries?issuerId=${issuerId}&state=PENDING`);
      return (answer as DeliveryList).deliveries;
    },
    replayDeliveries: (replay: ReplayDeliveries) =>
      operator.send('POST', '/deliveries/replay', replay) as Promise<ReplayReport>,
    clock: () => operator.get('/clock') as Promise<ClockView>,
    advanceClock: (milliseconds: number) =>
      operator.send('POST', '/clock/advance', { milliseconds }) as Promise<ClockView>,
  };
}

/** `404` and `500` are HTTP statuses; any other number is a response code. */
function faultNamed(name: string): unknown {
  return /^[0-9]+$/.test(name) && !isBrokenAnswer(name as Fault) ? { responseCode: Number(name) } : name;
}
