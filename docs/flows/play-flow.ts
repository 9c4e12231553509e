import { cardNames } from '@countermark/sandbox/scenarios/d1-cast';
import { outcomeOf } from '@countermark/sandbox/scenarios/outcome';
import { castFor, type ScenarioMeans, stepsOf } from '@countermark/sandbox/scenarios/run-scenario';
import type { ScenarioPlay } from '@countermark/sandbox/scenarios/scenario-play';
import { actStep, stepInWords } from '@countermark/sandbox/scenarios/scenario-step';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import type { Flow } from './flows.ts';
import { Minutes } from './minutes.ts';
import { isNotice, type Scene } from './sequence-diagram.ts';

/** Plays a flow in a sandbox, and takes down what hub, wallet and issuer said in each of its steps. */
export async function playFlow({ story, expect, shows = [] }: Flow, means: ScenarioMeans): Promise<Scene[]> {
  const play = castFor(story, means);
  const minutes = new Minutes();
  const steps = stepsOf(story);
  for (const [index, step] of steps.entries()) {
    await actStep(play, step);
    await play.told();
    await takeDown(play, minutes, index);
  }
  if (expect) await outcomeOf(play, expect);
  await takeDown(play, minutes, steps.length - 1);
  return steps.map((step, index) => ({
    step: stepInWords(step),
    exchanges: minutes.of(index).filter(exchange => isShown(exchange, shows)),
  }));
}

/** Networks and directories are no business of the issuer's; the rest are errands, or looks of whoever watches. */
const leftOut = [/^tsp:/, /^directory:/];
const errands = [/^personaliseToken$/, /\/getToken$/, /^D1-Public-IN-[^/]+\/(get|list)/];

/** A notice that did not get through is sent again: that is chance, and no part of the story. */
function isShown({ peer, operation, status }: ExchangeView, shows: readonly string[]): boolean {
  if (leftOut.some(form => form.test(peer))) return false;
  if (status === undefined && isNotice(operation)) return false;
  return shows.includes(operation) || !errands.some(form => form.test(operation));
}

/** Everything that is on record by now of the sessions and tokens of a play. */
async function takeDown(play: ScenarioPlay, minutes: Minutes, scene: number): Promise<void> {
  const { client, auxiliary, binding, d1 } = play;
  minutes.join([play.enrolmentId(), auxiliary?.enrolmentId, binding?.bindingId, ...play.ownCalls()]);
  minutes.call(d1?.sessions ?? [], scene);
  const tokens = [
    play.virtualCardId(),
    auxiliary?.enrolment?.token?.virtualCardId,
    ...(await d1Tokens(play)),
  ];
  minutes.watch(tokens);
  const lists = await Promise.all([
    ...minutes.sessions().map(id => client.exchanges(id)),
    ...minutes.tokens().map(async id => (await client.token(id)).exchanges),
  ]);
  minutes.add(lists.flat(), scene);
}

async function d1Tokens({ client, issuerId, d1 }: ScenarioPlay): Promise<string[]> {
  if (!d1) return [];
  const lists = await Promise.all(
    cardNames.map(card =>
      client.tokens(`?issuerId=${issuerId}&issuerCardRefId=${encodeURIComponent(d1.cardId(card))}`),
    ),
  );
  return lists.flatMap(({ tokens }) => tokens.map(({ virtualCardId }) => virtualCardId));
}
