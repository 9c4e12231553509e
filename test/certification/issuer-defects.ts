import { setTimeout as pause } from 'node:timers/promises';
import { describeEnvelope } from '@countermark/wire/envelope/cms';
import { errorResponse } from '@countermark/wire/issuer-gateway/error-response';
import {
  notifyVirtualCardChange,
  virtualCardActions,
} from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { operationNamed } from '@countermark/wire/issuer-gateway/operations';
import type { IssuerDefect, PassingAnswer } from './defective-issuer.ts';

const refuse = (code: number): PassingAnswer => ({ status: 400, body: errorResponse(code) });

/** Opens PKCS#1 v1.5 only, whatever it registered. */
export const opensPkcs1v15Only: IssuerDefect = {
  onCall({ body }) {
    const sealed = body?.['cipheredCardInfo'] ?? body?.['authenticationValue'] ?? body?.['tokenInfo'];
    if (typeof sealed !== 'string') return undefined;
    return JSON.stringify(describeEnvelope(sealed)).includes('RSAES-PKCS1-v1_5') ? undefined : refuse(112);
  },
};

/** Looks headers up by the name that its own tests send. */
export const expectsOneHeaderCase: IssuerDefect = {
  onCall: ({ rawHeaders }) => (rawHeaders.includes('X-Correlation-Id') ? undefined : refuse(111)),
};

/** Takes a notification that comes again for another one. */
export const appliesRepeats: IssuerDefect = {
  onCall: call =>
    call.operation === notifyVirtualCardChange.name
      ? { ...call, correlationId: crypto.randomUUID() }
      : undefined,
};

/** Takes its time over decisions. */
export const answersLate = (milliseconds: number): IssuerDefect => ({
  async onAnswer(answer, { operation }) {
    if (operation === 'requestCardDigitization') await pause(milliseconds);
    return answer;
  },
});

/** Says no with HTTP 200. */
export const refusesWith200: IssuerDefect = {
  onAnswer: answer => (answer.status === 400 ? { ...answer, status: 200 } : answer),
};

/** Reads into closed types. */
export const refusesUnknownMembers: IssuerDefect = {
  onCall({ operation, body }) {
    const known = (operationNamed(operation)?.request as { properties?: object } | undefined)?.properties;
    const isKnown = (name: string) => known === undefined || Object.hasOwn(known, name);
    return Object.keys(body ?? {}).every(isKnown) ? undefined : refuse(112);
  },
};

/** Reads actions into a closed enumeration. */
export const failsOnUnknownActions: IssuerDefect = {
  onCall({ operation, body }) {
    if (operation !== notifyVirtualCardChange.name) return undefined;
    const isKnown = virtualCardActions.some(action => action === body?.['action']);
    return isKnown ? undefined : { status: 500, body: undefined };
  },
};

/** Makes its references of the session. */
export const changesReferences: IssuerDefect = {
  onCall(call) {
    const reference = call.body?.['issuerCardRefId'];
    if (typeof reference !== 'string') return undefined;
    return { ...call, body: { ...call.body, issuerCardRefId: reference.split('~')[0] } };
  },
  onAnswer(answer, { correlationId }) {
    const reference = answer.body?.['issuerCardRefId'];
    if (typeof reference !== 'string') return answer;
    const ofSession = `${reference}~${correlationId?.slice(0, 4)}`;
    return { ...answer, body: { ...answer.body, issuerCardRefId: ofSession } };
  },
};

/** Looks whether there is a client certificate, and no further. */
export const takesAnyCertificate: IssuerDefect = { takesAnyCertificate: true };
