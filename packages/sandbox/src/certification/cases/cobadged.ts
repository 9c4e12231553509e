import { isPan } from '@countermark/wire/card/pan';
import { importOpeningKey, openEnvelope } from '@countermark/wire/envelope/cms';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { notifyVirtualCardChange } from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import { requestCoBadgeDigitization } from '@countermark/wire/issuer-gateway-auxiliary/request-co-badge-digitization';
import { DefectFound } from '../certification-case.ts';
import type { CardElements, IssuerGatewayProfile } from '../certification-profile.ts';
import type { Changes, Enrolment } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { type Asked, accepted, refused } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { activeToken } from './notifications.ts';

const notifications = 'Issuer Gateway Auxiliary API, outbound';
const reason = 'Issuer Gateway API, cobadged card enrollment flow';
const notServed = {
  notApplicable: 'The issuer does not serve requestCoBadgeDigitization: the hub goes on without.',
};

export const cobadgedCases = [
  issuerGatewayCase({
    id: 'CB-NOT-01',
    title: 'Takes every change of the auxiliary token beside the primary one',
    plan: 'cobadged',
    level: 'mandatory',
    reason: notifications,
    card: 'cobadged',
    async run(hub, card) {
      const primary = await activeToken(hub, card);
      const auxiliary = auxiliaryToken(hub, primary);
      for (const action of ['ACTIVATE', 'SUSPEND', 'RESUME', 'UPDATE', 'DELETE', 'ERASE'])
        accepted(await auxiliary.notify(action), notTaken(action));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'CB-NOT-02',
    title: 'Acknowledges an auxiliary notification that comes again',
    plan: 'cobadged',
    level: 'mandatory',
    reason: notifications,
    card: 'cobadged',
    async run(hub, card) {
      const auxiliary = auxiliaryToken(hub, await activeToken(hub, card));
      const correlationId = crypto.randomUUID();
      for (let attempt = 1; attempt <= 2; attempt++)
        accepted(await auxiliary.notify('ACTIVATE', { correlationId }), notTaken('ACTIVATE'));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'CB-CMP-01',
    title: 'Ignores members and values that it does not know in auxiliary notifications',
    plan: 'cobadged',
    level: 'mandatory',
    reason: 'Issuer Gateway API, API guidelines, compatibility',
    card: 'cobadged',
    async run(hub, card) {
      const auxiliary = auxiliaryToken(hub, await activeToken(hub, card));
      for (const [action, changes] of [
        ['ACTIVATE', { laterText: 'yes', laterObject: { inner: [true] } }],
        ['SOMETHING_OF_A_LATER_VERSION', {}],
      ] as const) {
        accepted(await auxiliary.notify(action, { changes }), {
          defect: 'later-version-refused',
          wrong: 'An auxiliary notification as a later version may send it is not taken.',
          mend: 'Ignore members that are not known, and let values pass that are not known.',
        });
      }
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'CB-DIG-01',
    title: 'Names the domestic card of a cobadged one, sealed for the hub',
    plan: 'cobadged',
    level: 'conditional',
    reason,
    card: 'cobadged',
    async run(hub, card) {
      const asked = await askForDomesticCard(hub, card);
      if (isNotServed(asked)) return notServed;
      const first = accepted(asked);
      const again = accepted(await askForDomesticCard(hub, card));
      return [
        ...(first.issuerCardRefId === again.issuerCardRefId ? [] : [domesticReferenceChanges]),
        ...(await domesticCardFindings(first.cipheredCardInfo, { gateway: hub.gateway, card })),
      ];
    },
  }),
  issuerGatewayCase({
    id: 'CB-DIG-02',
    title: 'Refuses to name a domestic card where there is none',
    plan: 'cobadged',
    level: 'conditional',
    reason,
    async run(hub, card) {
      const asked = await askForDomesticCard(hub, card);
      if (isNotServed(asked)) return notServed;
      refused(asked, {
        defect: 'domestic-card-made-up',
        wrong: 'A domestic card was named for a card that the profile does not call cobadged.',
        mend: 'Refuse with HTTP 400 and 116 or 163 when no domestic card goes with it; or use another card in the profile.',
      });
      return [];
    },
  }),
];

/** The domestic side of a cobadged card in a wallet. */
function auxiliaryToken(hub: PlayedHub, primary: Enrolment) {
  const virtualCardId = crypto.randomUUID();
  const tokenStorageId = crypto.randomUUID();
  return {
    notify: (
      action: string,
      {
        correlationId = crypto.randomUUID(),
        changes = {},
      }: { correlationId?: string; changes?: Changes } = {},
    ) =>
      hub.ask({
        operation: notifyVirtualCardChange,
        correlationId,
        body: {
          issuerCardRefId: primary.issuerCardRefId,
          virtualCardId,
          walletProviderId: primary.wallet.walletProviderId,
          walletVirtualCardId: `DPANID-${virtualCardId}`,
          primaryWalletVirtualCardId: `DPANID-${primary.virtualCardId}`,
          tokenStorageId,
          isPrimary: false,
          action,
          source: 'TSP',
          ...changes,
        },
      }),
  };
}

/** The auxiliary API knows RSAES-OAEP only. */
async function askForDomesticCard(
  hub: PlayedHub,
  card: CardElements,
): Promise<Asked<typeof requestCoBadgeDigitization>> {
  const named = await hub.sealCard(card, { padding: 'RSAES-OAEP-SHA-256' });
  const body = { ...named, walletProviderId: 'APPLE_PAY', tokenStorageId: crypto.randomUUID() };
  return hub.ask({ operation: requestCoBadgeDigitization, body });
}

function isNotServed({ answer }: Asked): boolean {
  return answer.kind === 'ANSWER' && answer.status === 404;
}

async function domesticCardFindings(
  cipheredCardInfo: string,
  { gateway, card }: { gateway: IssuerGatewayProfile; card: CardElements },
): Promise<Finding[]> {
  if (gateway.hubEnvelope === null) return [];
  const keys = [importOpeningKey(gateway.hubEnvelope)];
  const opened = await openEnvelope(cipheredCardInfo, {
    keys,
    keyIdentifier: undefined,
    pkcs1v15: 'refused',
  });
  if (!opened.opened) throw new DefectFound(domesticEnvelope(`does not open (${opened.diagnosis})`));
  const reading = readCardInfo(opened.plaintext);
  if (!reading.ok) throw new DefectFound(domesticEnvelope('does not hold {"fpan": "…", "exp": "MMYY"}'));
  const { fpan } = reading.content;
  return isPan(fpan) && fpan !== card.fpan ? [] : [domesticNumber];
}

function notTaken(action: string) {
  return {
    defect: 'auxiliary-notification-refused',
    wrong: `A notification of ${action} of an auxiliary token is not taken.`,
    mend: 'Acknowledge it as one of the single-badge API: isPrimary is false, tokenStorageId always there, and primaryWalletVirtualCardId names the other side.',
  };
}

const domesticReferenceChanges: Finding = {
  defect: 'domestic-reference-changes',
  wrong: 'The domestic card got another issuerCardRefId when it was asked for again.',
  mend: 'Keep the reference with the domestic card, as with every other.',
};
const domesticEnvelope = (what: string): Finding => ({
  defect: 'domestic-envelope',
  wrong: `What holds the domestic card ${what}.`,
  mend: 'Seal it for the certificate of the hub with RSAES-OAEP and SHA-256: the auxiliary API takes no other padding. `countermark envelope explain` says more.',
});
const domesticNumber: Finding = {
  defect: 'domestic-number',
  wrong: 'The domestic card has no valid number of its own.',
  mend: 'Send the number of the domestic application of the card, not the international one.',
};
