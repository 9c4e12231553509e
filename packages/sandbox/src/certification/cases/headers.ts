import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { CardElements } from '../certification-profile.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { type Asked, accepted, judge, understood } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { applePay } from '../issuer-gateway/played-wallet.ts';
import { connectionCase } from './tls.ts';

const reason = 'Issuer Gateway API, API protocol';

/** The second case of all: whoever does not find the headers refuses everything. */
export const headerNamesCase = 'IG-HDR-01';

type Fields = readonly (readonly [string, string])[];

/** Names of header fields are the same in any case (RFC 9110, section 5.1). */
const spellings: Readonly<Record<string, (name: string) => string>> = {
  'lower case': name => name.toLowerCase(),
  'upper case': name => name.toUpperCase(),
  'capitals after dashes': name => name.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase()),
};

export const headerCases = [
  issuerGatewayCase({
    id: headerNamesCase,
    title: 'Finds the headers whatever case their names are in',
    level: 'mandatory',
    reason,
    needs: [connectionCase],
    async run(hub, card) {
      const outcomes = new Map<string, string>();
      for (const [spelling, spell] of Object.entries(spellings)) {
        const asked = await askWith(hub, card, fields => fields.map(([name, value]) => [spell(name), value]));
        outcomes.set(spelling, outcomeOf(asked));
      }
      const [usual] = outcomes.values();
      return [...outcomes.values()].every(outcome => outcome === usual) ? [] : [namesInOneCase(outcomes)];
    },
  }),
  issuerGatewayCase({
    id: 'IG-HDR-02',
    title: 'Takes correlation ids of 1 to 64 characters',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      for (const correlationId of ['7', 'a1_b2-c3.d4'.padEnd(64, 'x')]) {
        const asked = await askWith(hub, card, fields =>
          withField(fields, 'x-correlation-id', correlationId),
        );
        accepted(asked, {
          defect: 'correlation-id-length',
          wrong: `A correlation id of ${correlationId.length} characters is not taken.`,
          mend: 'Store it as a text of up to 64 characters, and do not expect a UUID.',
        });
      }
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-HDR-03',
    title: 'Ignores header fields and query parameters that it does not know',
    level: 'mandatory',
    reason: 'Issuer Gateway API, API guidelines, compatibility',
    async run(hub, card) {
      const asked = await hub.ask({
        operation: checkCardEligibility,
        body: await eligibilityOf(hub, card),
        headers: [...hub.line.usualHeaders('headers-of-a-later-version'), ['x-later-version', 'yes']],
        query: '?laterVersion=yes',
      });
      accepted(asked, {
        defect: 'unknown-header-refused',
        wrong: 'A call with a header field and a query parameter of a later version is not taken.',
        mend: 'Leave alone what is not known: later versions add header fields and parameters.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-HDR-04',
    title: 'Takes JSON that names its character set',
    level: 'optional',
    reason,
    async run(hub, card) {
      const asked = await askWith(hub, card, fields =>
        withField(fields, 'content-type', 'application/json; charset=utf-8'),
      );
      accepted(asked, {
        defect: 'content-type-parameter',
        wrong: 'Content-Type: application/json; charset=utf-8 is not taken.',
        mend: 'Compare the media type only, and ignore its parameters.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-HDR-05',
    title: 'Refuses a call without correlation id',
    level: 'optional',
    reason,
    run: async (hub, card) =>
      refusedWithout(
        await askWith(hub, card, fields => fields.filter(([name]) => name !== 'x-correlation-id')),
        'without x-correlation-id',
      ),
  }),
  issuerGatewayCase({
    id: 'IG-HDR-06',
    title: 'Refuses a call for another issuer',
    level: 'optional',
    reason,
    run: async (hub, card) =>
      refusedWithout(
        await askWith(hub, card, fields => withField(fields, 'x-issuer-id', 'NOT-ISSUER')),
        'for issuer NOT-ISSUER',
      ),
  }),
];

async function eligibilityOf(hub: PlayedHub, card: CardElements) {
  const { walletProviderId, tokenRequestor } = applePay;
  return { ...(await hub.sealCard(card)), walletProviderId, tokenRequestor, captureMethod: 'MANUAL' };
}

async function askWith(
  hub: PlayedHub,
  card: CardElements,
  change: (usual: Fields) => Fields,
): Promise<Asked<typeof checkCardEligibility>> {
  const headers = change(hub.line.usualHeaders(crypto.randomUUID()));
  return hub.ask({ operation: checkCardEligibility, body: await eligibilityOf(hub, card), headers });
}

function withField(fields: Fields, changed: string, value: string): Fields {
  return fields.map(([name, usual]) => [name, name === changed ? value : usual]);
}

/** What came of a call, so that two can be told apart. */
function outcomeOf(asked: Asked): string {
  const judgement = judge(asked);
  if (judgement.kind === 'ACCEPTED') return 'accepted';
  return judgement.kind === 'REFUSED' ? `refused with code ${judgement.code}` : judgement.finding.defect;
}

/** HTTP 401, 403 and 404 refuse as well as a code does. */
function refusedWithout(asked: Asked, how: string): readonly Finding[] {
  const { answer } = asked;
  if (answer.kind === 'ANSWER' && answer.status > 400 && answer.status < 500) return [];
  const explanation = {
    defect: 'headers-not-checked',
    wrong: `A call ${how} breaks something.`,
    mend: checkThem,
  };
  return understood(asked, explanation).kind === 'REFUSED'
    ? []
    : [{ ...explanation, wrong: `A call ${how} is answered as if all were well.` }];
}

const checkThem =
  'Check both headers first: 400 with 111 when one is missing, with 112 when it is malformed, with 113 for an unknown issuer.';

const namesInOneCase = (outcomes: ReadonlyMap<string, string>): Finding => ({
  defect: 'header-name-case',
  wrong: `The headers are found only when their names are spelt in one way: ${[...outcomes]
    .map(([spelling, outcome]) => `${spelling}: ${outcome}`)
    .join('; ')}.`,
  mend: 'Look headers up without regard to case, as HTTP has it (RFC 9110): through the header object of the framework, not in a map of raw names.',
});
