import { expiryPattern } from '@countermark/wire/card/expiry';
import { issuerIdPattern } from '@countermark/wire/issuer-gateway/headers';
import { type PushWallet, pushWalletNames } from '@countermark/wire/push-provisioning/authorization-code';
import { ControlToken } from '@countermark/wire/push-provisioning/token-push-api';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type BodyFault, type Checks, oneOf, readBody, text } from '../control/read-body.ts';
import type { IssuerApp } from './issuer-app.ts';
import { type PushTampering, pushTamperingNames } from './push-tamperings.ts';

/** Body of `POST /sim/pushes`: the cardholder pushes a card in the issuer's application; something may be wrong with its code. */
export interface PushFromApp {
  pan: string;
  exp: string;
  wallet: PushWallet;
  tampering?: PushTampering;
}

const pushChecks: Checks<PushFromApp> = {
  pan: text(/^[0-9]{13,19}$/, '13 to 19 digits'),
  exp: text(new RegExp(expiryPattern), 'an expiry MMYY'),
  wallet: oneOf(pushWalletNames),
  tampering: oneOf(pushTamperingNames),
};

/** Body of `POST /sim/controls`: the cardholder acts on a token there. */
export interface ControlFromApp {
  issuerId: string;
  virtualCardId: string;
  wallet: PushWallet;
  action: ControlToken['action'];
}

const controlChecks: Checks<ControlFromApp> = {
  issuerId: text(new RegExp(issuerIdPattern), 'an issuer id of 10 characters'),
  virtualCardId: text(/^[\w-]{1,64}$/, 'a virtualCardId of 1 to 64 characters'),
  wallet: oneOf(pushWalletNames),
  action: oneOf(ControlToken.properties.action.enum),
};

/** The issuers' application in the control API, a Fastify plugin. What the hub answered is answered with 200. */
export async function issuerAppControl(server: FastifyInstance, { app }: { app: IssuerApp }): Promise<void> {
  server.post('/sim/pushes', async (request, reply) => {
    const required = ['pan', 'exp', 'wallet'] as const;
    const read = readBody<PushFromApp>(request.body, { checks: pushChecks, required });
    if (!read.ok) return refuseBody(reply, read);
    const { tampering, ...card } = read.body;
    return app.pushByHub(card, tampering);
  });

  server.post('/sim/controls', async (request, reply) => {
    const required = ['issuerId', 'virtualCardId', 'wallet', 'action'] as const;
    const read = readBody<ControlFromApp>(request.body, { checks: controlChecks, required });
    if (!read.ok) return refuseBody(reply, read);
    return app.control(read.body);
  });
}

function refuseBody(reply: FastifyReply, { member, problem }: BodyFault): FastifyReply {
  return reply.code(400).send({ message: `${member ?? 'The body'} ${problem}` });
}
