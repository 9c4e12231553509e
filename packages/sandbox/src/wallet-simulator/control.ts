import { expiryPattern } from '@countermark/wire/card/expiry';
import { captureMethods } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import {
  type DeviceInformation,
  deviceInformationAvailability,
} from '@countermark/wire/issuer-gateway/data/device-information';
import { ReportTokenEvent } from '@countermark/wire/token-requestor/report-token-event';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type BodyFault,
  type Checks,
  either,
  listOf,
  objectOf,
  oneOf,
  readBody,
  text,
  wholeNumber,
} from '../control/read-body.ts';
import type { BindingScript } from './binding-script.ts';
import { type DeviceCondition, deviceConditions } from './devices.ts';
import {
  type CodeEntry,
  codeEntries,
  contradictionIn,
  type EnrolmentScript,
  type ProvisioningChoice,
  provisioningResults,
  pushForms,
  type TermsChoice,
  termsDecisions,
} from './enrolment-script.ts';
import { TokenRequestorApiError } from './requestor-client.ts';
import type { WalletSimulator } from './simulator.ts';
import type { BindingReport } from './wallet-binding.ts';
import type { EnrolmentReport } from './wallet-enrolment.ts';
import { recommendations, schemes, walletNames } from './wallets.ts';

/** Body of every refusal of the control API. */
export interface ControlError {
  message: string;
  /** Dotted name of the member of the body that is wrong. */
  member?: string;
  /** How the hub refused to answer, where it was asked. */
  hub?: { status: number | null; errorCode: number | null };
}

const enrolmentRules = rules<EnrolmentScript>(['wallet'], {
  wallet: oneOf(walletNames),
  scheme: oneOf(schemes),
  pan: text(/^[0-9]{13,19}$/, '13 to 19 digits'),
  exp: text(new RegExp(expiryPattern), 'an expiry MMYY'),
  cvv: text(/^[0-9]{3,4}$/, '3 or 4 digits'),
  captureMethod: oneOf(captureMethods),
  deviceScore: wholeNumber(1, 5),
  accountScore: wholeNumber(1, 5),
  recommendation: oneOf(recommendations),
  reasonCodes: listOf(text(/^[0-9A-Za-z]{2}$/, 'two letters or digits'), 20),
  device: objectOf(deviceChecks()),
  idvChoice: text(/^.{1,128}$/s, 'a name or id of 1 to 128 characters'),
  terms: oneOf(termsDecisions),
  provisioning: oneOf(provisioningResults),
  otp: either(oneOf(['none', ...codeEntries]), listOf(oneOf(codeEntries), 10)),
  knownCard: text(/^.{1,64}$/s, 'a walletCardRefId of 1 to 64 characters'),
  push: oneOf(pushForms),
  originalToken: text(/^[\w-]{1,64}$/, 'a virtualCardId of 1 to 64 characters'),
  language: text(/^[a-z]{2}$/, 'a language of two small letters'),
});

const termsRules = rules<{ decision: Exclude<TermsChoice, 'none'> }>(['decision'], {
  decision: oneOf(['accept', 'decline']),
});

const provisioningRules = rules<{ result: Exclude<ProvisioningChoice, 'none'> }>(['result'], {
  result: oneOf(['deliver', 'fail', 'cancel']),
});

const auxiliaryRules = rules<{ provisioning?: ProvisioningChoice }>([], {
  provisioning: oneOf(provisioningResults),
});

const idvMethodRules = rules<{ choice?: string }>([], { choice: enrolmentRules.checks.idvChoice });

const noRules = rules<Record<never, never>>([], {});

const otpRules = rules<{ code: CodeEntry }>(['code'], { code: oneOf(codeEntries) });

const bindingRules = rules<BindingScript>([], {
  device: enrolmentRules.checks.device,
  idvChoice: enrolmentRules.checks.idvChoice,
  otp: enrolmentRules.checks.otp,
});

const eventRules = rules<ReportTokenEvent>(['event'], {
  event: oneOf(ReportTokenEvent.properties.event.enum),
  eventId: text(/^.{1,64}$/s, 'an event id of 1 to 64 characters'),
  occurredAt: text(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'an instant in UTC'),
});

const deviceRules = rules<{ condition: DeviceCondition }>(['condition'], {
  condition: oneOf(deviceConditions),
});

/**
 * The wallet side of the control API, a Fastify plugin. What the wallet did is answered with 200 and an
 * `EnrolmentReport`, also when the hub refused it: that is the last of the steps. Whoever mounts it checks who calls.
 */
export async function walletSimulatorControl(
  app: FastifyInstance,
  { simulator }: { simulator: WalletSimulator },
): Promise<void> {
  app.setErrorHandler(answerFault);

  app.post('/sim/enrolments', async (request, reply) => {
    const read = readBody(request.body, enrolmentRules);
    if (!read.ok) return refuseBody(reply, read);
    const contradiction = contradictionIn(read.body);
    if (contradiction) return refuseBody(reply, { ok: false, ...contradiction });
    return simulator.enrol(read.body);
  });

  app.get<OfSession>('/sim/enrolments/:sessionId', async (request, reply) => {
    const enrolment = await simulator.enrolment(request.params.sessionId);
    return enrolment?.report() ?? refuseUnknown(reply, 'enrolment');
  });

  const enrolments = goOnWith('enrolment', id => simulator.enrolment(id));
  app.post<OfSession>(
    '/sim/enrolments/:sessionId/terms',
    enrolments(termsRules, (enrolment, { decision }) => enrolment.decideTerms(decision)),
  );
  app.post<OfSession>(
    '/sim/enrolments/:sessionId/provisioning',
    enrolments(provisioningRules, (enrolment, { result }) => enrolment.reportProvisioning(result)),
  );
  app.post<OfSession>(
    '/sim/enrolments/:sessionId/idv-method',
    enrolments(idvMethodRules, (enrolment, { choice }) => enrolment.chooseIdvMethod(choice)),
  );
  app.post<OfSession>(
    '/sim/enrolments/:sessionId/otp',
    enrolments(otpRules, (enrolment, { code }) => enrolment.submitCode(code)),
  );

  app.post<OfToken>('/sim/tokens/:virtualCardId/bindings', async (request, reply) => {
    const read = readBody(request.body, bindingRules);
    if (!read.ok) return refuseBody(reply, read);
    const report = await simulator.bind(request.params.virtualCardId, read.body);
    return report ?? refuseUnknown(reply, 'token');
  });

  app.get<OfSession>('/sim/bindings/:sessionId', async (request, reply) => {
    const binding = await simulator.binding(request.params.sessionId);
    return binding?.report() ?? refuseUnknown(reply, 'binding');
  });

  const bindings = goOnWith('binding', id => simulator.binding(id));
  app.post<OfSession>(
    '/sim/bindings/:sessionId/idv-method',
    bindings(idvMethodRules, (binding, { choice }) => binding.chooseIdvMethod(choice)),
  );
  app.post<OfSession>(
    '/sim/bindings/:sessionId/otp',
    bindings(otpRules, (binding, { code }) => binding.submitCode(code)),
  );
  app.post<OfSession>(
    '/sim/bindings/:sessionId/end',
    bindings(noRules, binding => binding.end()),
  );

  app.get<OfToken>('/sim/tokens/:virtualCardId', async (request, reply) => {
    return simulator.device(request.params.virtualCardId) ?? refuseUnknown(reply, 'token');
  });

  app.post<OfToken>('/sim/tokens/:virtualCardId/events', async (request, reply) => {
    const read = readBody(request.body, eventRules);
    if (!read.ok) return refuseBody(reply, read);
    const reported = await simulator.reportTokenEvent(request.params.virtualCardId, read.body);
    return reported ?? refuseUnknown(reply, 'token');
  });

  app.post<OfToken>('/sim/tokens/:virtualCardId/replenishment', async (request, reply) => {
    const reported = await simulator.requestReplenishment(request.params.virtualCardId);
    return reported ?? refuseUnknown(reply, 'token');
  });

  app.post<OfToken>('/sim/tokens/:virtualCardId/auxiliary', async (request, reply) => {
    const read = readBody(request.body, auxiliaryRules);
    if (!read.ok) return refuseBody(reply, read);
    const { provisioning = 'deliver' } = read.body;
    const report = await simulator.addAuxiliary(request.params.virtualCardId, provisioning);
    return report ?? refuseUnknown(reply, 'token');
  });

  app.post<OfToken>('/sim/tokens/:virtualCardId/device', async (request, reply) => {
    const read = readBody(request.body, deviceRules);
    if (!read.ok) return refuseBody(reply, read);
    simulator.setDeviceCondition(request.params.virtualCardId, read.body.condition);
    return simulator.device(request.params.virtualCardId);
  });
}

interface OfSession {
  Params: { sessionId: string };
}

interface OfToken {
  Params: { virtualCardId: string };
}

interface Rules<Body> {
  checks: Checks<Body>;
  required: readonly (keyof Body & string)[];
}

function rules<Body>(required: readonly (keyof Body & string)[], checks: Checks<Body>): Rules<Body> {
  return { checks, required };
}

function deviceChecks(): Checks<DeviceInformation> {
  const members = Object.keys(deviceInformationAvailability);
  const anyText = text(/^.{1,256}$/s, 'a text of 1 to 256 characters');
  const checks = Object.fromEntries(members.map(member => [member, anyText])) as Checks<DeviceInformation>;
  return { ...checks, tokenStorageId: text(/^.{1,64}$/s, 'a text of 1 to 64 characters') };
}

/** Something of a wallet that can be gone on with. */
interface Continued {
  report(): EnrolmentReport | BindingReport;
}

/** Handlers that do one more thing in a session of a wallet and answer what all came of it. */
function goOnWith<Session extends Continued>(
  what: 'enrolment' | 'binding',
  find: (sessionId: string) => Promise<Session | undefined>,
) {
  return <Body extends object>(
    bodyRules: Rules<Body>,
    act: (session: Session, body: Body) => Promise<void>,
  ) =>
    async (request: FastifyRequest<OfSession>, reply: FastifyReply): Promise<object> => {
      const read = readBody(request.body, bodyRules);
      if (!read.ok) return refuseBody(reply, read);
      const session = await find(request.params.sessionId);
      if (session === undefined) return refuseUnknown(reply, what);
      await act(session, read.body);
      return session.report();
    };
}

function refuseBody(reply: FastifyReply, { member, problem }: BodyFault): FastifyReply {
  return refuse(reply, 400, {
    message: `${member ?? 'The body'} ${problem}`,
    ...(member !== null && { member }),
  });
}

function refuseUnknown(reply: FastifyReply, what: 'enrolment' | 'binding' | 'token'): FastifyReply {
  return refuse(reply, 404, { message: `No wallet of the simulator has this ${what}` });
}

function refuse(reply: FastifyReply, status: number, error: ControlError): FastifyReply {
  return reply.code(status).send(error);
}

/** Messages of parsers repeat what they could not parse, which may be a card number: they are not passed on. */
function answerFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof TokenRequestorApiError) {
    const { message, status, errorCode } = error;
    return refuse(reply, 502, { message, hub: { status, errorCode } });
  }
  const { statusCode = 500 } = error;
  if (statusCode === 413) return refuse(reply, 413, { message: 'The body is too large' });
  if (statusCode === 415) return refuse(reply, 415, { message: 'The body must be application/json' });
  if (statusCode < 500) return refuse(reply, 400, { message: 'The body is not JSON' });
  request.log.error(error);
  return refuse(reply, 500, { message: 'The wallet simulator failed; its log says why' });
}
