import { Detokenize, DetokenizeResult } from '@countermark/wire/detokenization/detokenize';
import { Notify } from '@countermark/wire/detokenization/notify';
import { detokenizationCodes } from '@countermark/wire/detokenization/response-codes';
import type Type from 'typebox';
import type { Detokenizer } from '../../../core/detokenizer.ts';
import type { Hub } from '../../../ports/hub.ts';
import { detokenize } from '../../../use-cases/detokenization/detokenize.ts';
import { notifyPayment } from '../../../use-cases/detokenization/notify-payment.ts';
import type { CallRefused } from '../../../use-cases/enrolment/enrolment-result.ts';
import { sealForDetokenizer } from '../seal-for-detokenizer.ts';

/** One call of a detokenizer that is who it says, its message read and authentic. */
export interface Call<Message> {
  hub: Hub;
  detokenizer: Detokenizer;
  requestId: string;
  message: Message;
  /** The message as it came. */
  text: string;
}

/** What a call came to. */
export type Outcome = { status: 200; body: object } | { status: 204; body: null } | CallRefused;

/** One call of the API: where it is, what it takes and what it answers. */
export interface Operation {
  name: string;
  path: string;
  request: Type.TSchema;
  response: Type.TSchema | null;
  act(call: Call<unknown>): Promise<Outcome>;
}

function operation<Schema extends Type.TSchema>(
  name: string,
  { request, response }: { request: Schema; response: Type.TSchema | null },
  act: (call: Call<Type.Static<Schema>>) => Promise<Outcome>,
): Operation {
  return { name, path: `/${name}`, request, response, act: act as Operation['act'] };
}

/** Every call of the detokenization API. */
export const operations: readonly Operation[] = [
  operation('detokenize', { request: Detokenize, response: DetokenizeResult }, async ({ hub, ...call }) => {
    const { responseCode, card } = await detokenize(hub, call);
    const body: DetokenizeResult = {
      responseCode,
      responseMessage: detokenizationCodes[responseCode],
      ...(card && {
        cipheredDetokenizedCard: await sealForDetokenizer(
          call.detokenizer,
          Buffer.from(JSON.stringify(card)),
        ),
      }),
    };
    return { status: 200, body };
  }),
  operation('notify', { request: Notify, response: null }, async ({ hub, ...call }) => {
    const notified = await notifyPayment(hub, call);
    return notified.taken ? { status: 204, body: null } : notified;
  }),
];
