import { PanEntryMode } from '@countermark/wire/detokenization/message-elements';
import type { FastifyInstance } from 'fastify';
import { type Checks, oneOf, readBody, text, wholeNumber } from '../control/read-body.ts';
import type { WalletSimulator } from '../wallet-simulator/simulator.ts';
import type { Acquirer } from './acquirer.ts';
import type { PaymentScript } from './payment-script.ts';
import { tamperingNames } from './tamperings.ts';

const checks: Checks<PaymentScript> = {
  virtualCardId: text(/^[\w-]{1,64}$/, 'a virtualCardId of 1 to 64 characters'),
  amount: wholeNumber(0, 999_999_999_999),
  currency: text(/^[A-Z]{3}$/, 'three capital letters'),
  merchantId: text(/^.{1,64}$/s, 'a name of 1 to 64 characters'),
  panEntryMode: oneOf(PanEntryMode.enum),
  tampering: oneOf(tamperingNames),
};

/** `POST /sim/payments`: a device pays at the acquirer's terminal. Answered with a `PaymentReport`, declined or not. */
export async function acquirerControl(
  app: FastifyInstance,
  { acquirer, wallet }: { acquirer: Acquirer; wallet: WalletSimulator },
): Promise<void> {
  app.post('/sim/payments', async (request, reply) => {
    const read = readBody(request.body, { checks, required: [] });
    if (!read.ok) {
      const { member, problem } = read;
      return reply.code(400).send({ message: `${member ?? 'The body'} ${problem}` });
    }
    const { virtualCardId } = read.body;
    const token =
      virtualCardId === undefined ? await wallet.newestPayingToken() : wallet.payingToken(virtualCardId);
    if (!token) {
      const message = virtualCardId === undefined ? noTokenInUse : noSuchToken;
      return reply.code(404).send({ message });
    }
    return acquirer.pay(token, read.body);
  });
}

const forgetful = 'Devices forget their tokens when the sandbox ends';
const noSuchToken = `No device of the simulator can pay with this token: enrol a card first. ${forgetful}`;
const noTokenInUse = `No device of the simulator has a token in use: enrol a card first. ${forgetful}`;
