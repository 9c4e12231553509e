import assert from 'node:assert/strict';
import type { Fault } from '@countermark/sandbox/reference-issuer/faults';
import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import { sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import type { EnrolmentScript } from '@countermark/sandbox/wallet-simulator/enrolment-script';
import type { EnrolmentReport } from '@countermark/sandbox/wallet-simulator/wallet-enrolment';
import type { Stage } from './stages.ts';

/** An enrolment that the hub has made the call of a stage in. */
export interface PlayedStage {
  stage: Stage;
  /** The card on its device: enrolled once more it would be refused while anything of the first time is alive. */
  card: EnrolmentScript;
  enrolmentId: string;
  report: EnrolmentReport;
}

/** Plays enrolments up to the call of a stage, and that call under a fault. */
export class StagePlayer {
  readonly #client: SandboxClient;
  #cards = 0;

  constructor(client: SandboxClient) {
    this.#client = client;
  }

  /** One call, which the fault befalls. */
  async play(stage: Stage, fault: Fault): Promise<PlayedStage> {
    const [played] = await this.playAtOnce([stage], fault);
    return played ?? assert.fail('nothing was played');
  }

  /** Calls of several stages at the same time, each of which the fault befalls. */
  async playAtOnce(stages: readonly Stage[], fault: Fault): Promise<PlayedStage[]> {
    const ready = [];
    for (const stage of stages) ready.push(await this.#getReady(stage));
    for (const { operation, issuerId } of stages) {
      await this.#client.injectFault(issuerId, { operation, fault, times: 1 });
    }
    return Promise.all(ready.map(goOn => goOn()));
  }

  async #getReady(stage: Stage): Promise<() => Promise<PlayedStage>> {
    const client = this.#client;
    const card = this.#newCard(stage);
    const played = (report: EnrolmentReport) => {
      return { stage, card, report, enrolmentId: report.enrolmentId ?? assert.fail('no enrolment began') };
    };
    if (stage.before === null) return async () => played(await client.enrol(card));
    const { enrolmentId } = played(await client.enrol({ ...card, ...stage.before }));
    return async () => played(await stage.goOn(client, enrolmentId));
  }

  /** Cards of one number after the other: the last digits tell them apart. */
  #newCard({ product, exp }: Stage): EnrolmentScript {
    const index = this.#cards++;
    return {
      wallet: 'APPLE_PAY',
      pan: testPan({ prefix: sandboxPanPrefixes[product], index }),
      exp,
      device: { tokenStorageId: `SE-OF-CARD-${index}` },
    };
  }
}
