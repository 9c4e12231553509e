import { expiryPattern } from '@countermark/wire/card/expiry';
import { type PushWallet, pushWalletNames } from '@countermark/wire/push-provisioning/authorization-code';
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

/** The issuers' application in the control API, a Fastify plugin. What the hub answered is answered with 200. */
export async function issuerAppControl(server: FastifyInstance, { app }: { app: IssuerApp }): Promise<void> {
  server.post('/sim/pushes', async (request, reply) => {
    const required = ['pan', 'exp', 'wallet'] as const;
    const read = readBody<PushFromApp>(request.body, { checks: pushChecks, required });
    if (!read.ok) return refuseBody(reply, read);
    const { tampering, ...card } = read.body;
    return app.pushByHub(card, tampering);
  });
}

function refuseBody(reply: FastifyReply, { member, problem }: BodyFault): FastifyReply {
  return reply.code(400).send({ message: `${member ?? 'The body'} ${problem}` });
}
