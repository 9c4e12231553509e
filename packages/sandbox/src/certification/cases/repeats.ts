import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { Enrolment } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted, judge, understood } from '../issuer-gateway/judge-answer.ts';
import { observe } from '../issuer-gateway/observations.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { activeToken } from './notifications.ts';

const reason = 'Issuer Gateway API, notifyVirtualCardChange';

/** Milliseconds between two looks at what was applied, and how often to look. */
const look = { every: 100, times: 30 };

export const repeatCases = [
  issuerGatewayCase({
    id: 'IG-REP-01',
    title: 'Acknowledges a notification that comes again, and applies it once',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const session = crypto.randomUUID();
      for (let attempt = 1; attempt <= 3; attempt++)
        accepted(await token.notify('SUSPEND', { session }), repeatRefused);
      accepted(await token.notify('ACTIVATE'), repeatRefused);
      return appliedFindings(hub, token, ['ACTIVATE', 'SUSPEND']);
    },
  }),
  issuerGatewayCase({
    id: 'IG-REP-02',
    title: 'Applies a notification once that comes twice at the same time',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const session = crypto.randomUUID();
      const together = await Promise.all([1, 2, 3].map(() => token.notify('SUSPEND', { session })));
      if (!together.some(asked => judge(asked).kind === 'ACCEPTED')) return [repeatRefused];
      for (const asked of together) understood(asked, repeatRefused); // one may have to come again
      accepted(await token.notify('SUSPEND', { session }), repeatRefused);
      return appliedFindings(hub, token, ['ACTIVATE', 'SUSPEND']);
    },
  }),
  issuerGatewayCase({
    id: 'IG-REP-03',
    title: 'Applies the same change anew when it happens in another session',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const actions = ['SUSPEND', 'RESUME', 'SUSPEND', 'RESUME'];
      for (const action of actions) accepted(await token.notify(action, { session: crypto.randomUUID() }));
      return appliedFindings(hub, token, ['ACTIVATE', ...actions]);
    },
  }),
  issuerGatewayCase({
    id: 'IG-REP-04',
    title: 'Decides as before when a question of an enrolment comes again',
    level: 'optional',
    reason: 'Issuer Gateway API, response codes and retry policy',
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      const [first, second] = [await enrolment.eligible(), await enrolment.eligible()];
      const [before, after] = [await enrolment.decided(), await enrolment.decided()];
      const isSame =
        first.issuerCardRefId === second.issuerCardRefId && before.levelOfTrust === after.levelOfTrust;
      return isSame ? [] : [decidesOtherwise];
    },
  }),
];

/** Judges by what the issuer applied, where it shows that; by its answers alone otherwise. */
async function appliedFindings(
  hub: PlayedHub,
  token: Enrolment,
  expected: readonly string[],
): Promise<Finding[]> {
  const { observations } = hub.gateway;
  if (observations === null) return [];
  const { virtualCardId } = token;
  let applied: readonly string[] = [];
  for (let at = 0; at < look.times && applied.length < expected.length; at++) {
    if (at > 0) await pause(look.every, undefined, { signal: hub.signal });
    const changes = await observe(observations, { virtualCardId, profile: hub.profile, signal: hub.signal });
    applied = changes.map(({ action }) => action);
  }
  if (applied.join() === expected.join()) return [];
  return [
    {
      defect: applied.length > expected.length ? 'repeat-applied-twice' : 'change-not-applied',
      wrong: `The hub told of ${expected.join(', ')}, some of it more than once; the issuer applied ${applied.join(', ') || 'nothing'}.`,
      mend: 'Tell notifications apart by correlation id, virtualCardId and action together: the same three again is the same change and is acknowledged without effect, any other is a new one. Let a unique key of the database decide, so that two at the same time cannot both pass.',
    },
  ];
}

const repeatRefused = {
  defect: 'repeat-refused',
  wrong: 'A notification that came before is not acknowledged again.',
  mend: 'Answer HTTP 200 to what was booked already: the hub sends again because the first answer did not reach it.',
};
const decidesOtherwise: Finding = {
  defect: 'repeat-decided-otherwise',
  wrong: 'The same question in the same session got another answer.',
  mend: 'Keep what was decided with the correlation id, and answer the same again.',
};
