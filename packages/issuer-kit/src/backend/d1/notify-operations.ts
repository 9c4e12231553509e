import type { RequestOf } from '@countermark/wire/d1/operation';
import {
  cardNotices,
  cardNoticeV1,
  consumerNotices,
  digitalCardNotice,
} from '@countermark/wire/d1/outbound/notices-of-any-version';
import { D1CallRefusal } from './refusal.ts';
import {
  type D1Call,
  type D1Handler,
  type D1Means,
  type ServedD1Operation,
  serveD1Operation,
} from './serve-d1-operation.ts';

/** One operation in one status; `operation` may be one of a later version. */
export interface NotifyCardOperationsCall extends D1Call {
  notice: RequestOf<typeof cardNotices>[number];
}

export interface NotifyConsumerOperationsCall extends D1Call {
  notice: RequestOf<typeof consumerNotices>[number];
}

export interface NotifyCardOperationV1Call extends D1Call {
  cardId: string;
  notice: RequestOf<typeof cardNoticeV1>;
}

export interface NotifyDigitalCardOperationCall extends D1Call {
  digitalCardId: string;
  notice: RequestOf<typeof digitalCardNotice>;
}

/** An operation on a card got somewhere (Outbound Card API v2). Called once for each status, of each notice of a list. */
export type NotifyCardOperations = D1Handler<NotifyCardOperationsCall, void>;

/** The same, of the first version. An issuer is told in one version only. */
export type NotifyCardOperationV1 = D1Handler<NotifyCardOperationV1Call, void>;

/** The same of an operation on a consumer (Outbound Consumer API). */
export type NotifyConsumerOperations = D1Handler<NotifyConsumerOperationsCall, void>;

/** The same of an operation on a digital card (Outbound Digital Card API). */
export type NotifyDigitalCardOperation = D1Handler<NotifyDigitalCardOperationCall, void>;

export function serveNotifyCardOperations(handler: NotifyCardOperations): ServedD1Operation {
  return serveD1Operation(cardNotices, ({ request }, means) =>
    applyEach(request, means, notice => handler({ ...means.call, notice })),
  );
}

export function serveNotifyConsumerOperations(handler: NotifyConsumerOperations): ServedD1Operation {
  return serveD1Operation(consumerNotices, ({ request }, means) =>
    applyEach(request, means, notice => handler({ ...means.call, notice })),
  );
}

export function serveNotifyCardOperationV1(handler: NotifyCardOperationV1): ServedD1Operation {
  return serveD1Operation(cardNoticeV1, ({ parameters: { cardId }, request }, means) =>
    applyEach([request], means, notice => handler({ ...means.call, cardId, notice })),
  );
}

export function serveNotifyDigitalCardOperation(handler: NotifyDigitalCardOperation): ServedD1Operation {
  return serveD1Operation(digitalCardNotice, ({ parameters: { digitalCardId }, request }, means) =>
    applyEach([request], means, notice => handler({ ...means.call, digitalCardId, notice })),
  );
}

/** In their order. When one fails the hub sends all again, and those before it are repeats. */
async function applyEach<Notice extends { operationId: string; status: string }>(
  notices: readonly Notice[],
  means: D1Means,
  handle: (notice: Notice) => ReturnType<D1Handler<never, void>>,
): Promise<undefined | D1CallRefusal> {
  const { issuerId } = means.call;
  for (const notice of notices) {
    const { operationId, status } = notice;
    const application = await means.notices.applyOnce({ issuerId, operationId, status }, async () => {
      const outcome = await handle(notice);
      if (outcome instanceof D1CallRefusal) throw outcome;
    });
    if (application === 'ongoing') return new D1CallRefusal(500, `${operationId} is being applied`);
  }
  return undefined;
}
