/**
 * A second telling of a token's life, as plainly as it can be said and without a line of the hub's own: what the
 * documentation promises, for a test that compares both.
 */
export type ModelState = 'DEPLOYMENT_ONGOING' | 'INACTIVE' | 'RESUMED' | 'SUSPENDED' | 'DELETED' | 'ERASED';

const hour = 3_600_000;
const day = 24 * hour;

/** What an issuer asked for or a wallet did, and what it is waiting for. */
interface Waiting {
  action: string;
  source: 'ISSUER' | 'WALLET';
  since: number;
  stage: 'TSP' | 'DEVICE';
  /** Makes it so; false: it does not fit. */
  work: Work;
  /** As the issuer will be told when the device has it; null: it will not. */
  notice: string | null;
}

type Work = (now: number) => boolean;

/** Whether those answer whom the hub depends on. */
export interface ModelPeers {
  tsp: boolean;
  device: boolean;
}

/** A wallet's or TSP's report: its number, and when it happened. */
export interface ModelMark {
  id: string;
  at: number;
}

export class TokenModel {
  state: ModelState = 'DEPLOYMENT_ONGOING';
  readonly holders = new Set<string>();
  /** All that the issuer was told, `ACTION SOURCE code`. */
  readonly told: string[] = [];
  #back: 'INACTIVE' | 'RESUMED' = 'INACTIVE';
  #wasActive = false;
  #made: number;
  #onDeviceSince = 0;
  #expiry: number;
  #deletedAt = 0;
  #removed: { state: ModelState; back: 'INACTIVE' | 'RESUMED' } | null = null;
  #waiting: Waiting[] = [];
  /** The enrolment ended with a deletion; it does not come back with its token. */
  #sessionIsOver = false;
  readonly #heard = {
    WALLET: { ids: new Set<string>(), latest: 0 },
    TSP: { ids: new Set<string>(), latest: 0 },
  };

  readonly #peers: ModelPeers;

  constructor(peers: ModelPeers, { made, expiry }: { made: number; expiry: number }) {
    this.#peers = peers;
    this.#made = made;
    this.#expiry = expiry;
  }

  get live(): boolean {
    return this.state !== 'DELETED' && this.state !== 'ERASED';
  }

  get busy(): boolean {
    return this.#waiting.length > 0;
  }

  // --- Provisioning ----------------------------------------------------------------------------------------------

  provisioned(colour: 'green' | 'yellow', now: number): boolean {
    return this.#change(() => this.#provision(colour, now), now) === true;
  }

  #provision(colour: 'green' | 'yellow', now: number): boolean {
    if (this.state !== 'DEPLOYMENT_ONGOING' || this.#sessionIsOver) return false;
    this.#onDeviceSince = now;
    this.#back = colour === 'green' ? 'RESUMED' : 'INACTIVE';
    if (this.holders.size > 0) {
      this.state = 'SUSPENDED';
      this.#tell(`SUSPEND ${this.holders.has('ISSUER') ? 'ISSUER' : 'TSP'}`);
    } else if (colour === 'green') this.#activate('TSP');
    else this.state = 'INACTIVE';
    return true;
  }

  // --- Reports ---------------------------------------------------------------------------------------------------

  /** The answer: 200 or a response code. */
  report(from: 'WALLET' | 'TSP', event: string, { mark, now }: { mark: ModelMark; now: number }): number {
    if (this.state === 'ERASED') return 119;
    const heard = this.#heard[from];
    if (heard.ids.has(mark.id) || mark.at < heard.latest) return 200;
    const work: Work = at => this.#reported(from, event, at);
    const done = from === 'WALLET' ? this.#walletDid(event, work, now) : work(now);
    if (done) heard.ids.add(mark.id);
    heard.latest = Math.max(heard.latest, mark.at);
    return done ? 200 : 432;
  }

  #reported(from: 'WALLET' | 'TSP', event: string, now: number): boolean {
    const [verb, who] = event.split(' ') as [string, string?];
    switch (verb) {
      case 'ACTIVATE':
        return this.verified(from);
      case 'SUSPEND':
        return this.#suspend(who ?? '', from);
      case 'RESUME':
        return this.#resume(who ?? '', from, [who ?? '']);
      case 'DELETE':
      case 'DELETE_FROM_APP':
        return this.#delete(verb, from, now);
      case 'RESTORE':
        return this.#restore(now);
      default:
        throw new Error(verb);
    }
  }

  renew(expiry: number, mark: ModelMark): number {
    if (this.state === 'ERASED') return 119;
    if (expiry === this.#expiry) return 200;
    const heard = this.#heard.TSP;
    if (heard.ids.has(mark.id) || mark.at < heard.latest) return 200;
    heard.latest = Math.max(heard.latest, mark.at);
    if (this.state !== 'RESUMED' && this.state !== 'SUSPENDED') return 432;
    heard.ids.add(mark.id);
    this.#expiry = expiry;
    this.#overtake();
    this.#tell('RENEW TSP');
    return 200;
  }

  /** What a wallet did stands. What the TSP cannot be told now is told later, in order; a deletion waits for nothing. */
  #walletDid(event: string, work: Work, now: number): boolean {
    const [action = ''] = event.split(' ');
    const othersWait = this.#waiting.some(({ source, stage }) => source === 'WALLET' && stage === 'TSP');
    const result = othersWait && action !== 'DELETE' ? 'SILENCE' : this.#change(work, now);
    if (result === true || (result === false && !othersWait)) return result;
    const judged = this.#asIfNothingWaited(work, now);
    if (judged !== 'NEWS') return judged === 'NO NEWS';
    if (action === 'DELETE') this.#supersede(this.state);
    this.#waiting.push({ action, source: 'WALLET', since: now, stage: 'TSP', work, notice: null });
    return true;
  }

  #asIfNothingWaited(work: Work, now: number): 'NEWS' | 'NO NEWS' | 'UNFIT' {
    const restore = this.#snapshot();
    for (const { stage, work: earlier } of [...this.#waiting]) if (stage === 'TSP') earlier(now);
    const seen = () => JSON.stringify([this.state, [...this.holders].toSorted(), this.#back, this.told]);
    const before = seen();
    const fits = work(now);
    const isNews = seen() !== before;
    restore();
    if (!fits) return 'UNFIT';
    return isNews ? 'NEWS' : 'NO NEWS';
  }

  /** 200 or a response code. */
  verify(now: number): number {
    const result = this.#change(() => this.verified('TSP'), now);
    if (result === 'SILENCE') return 921;
    return result ? 200 : 432;
  }

  /** Verified, by code or otherwise. */
  verified(by: string): boolean {
    if (this.state === 'INACTIVE') {
      this.#overtake();
      this.#activate(by);
      return true;
    }
    if (this.state === 'SUSPENDED' && this.#back === 'INACTIVE') {
      this.#back = 'RESUMED';
      return true;
    }
    return false;
  }

  // --- The issuer ------------------------------------------------------------------------------------------------

  /** A call that names the token: 200 or a response code. */
  call(action: 'SUSPEND' | 'RESUME' | 'DELETE', now: number): number {
    if (this.state === 'ERASED') return 119;
    if (this.state === 'DELETED') return 160;
    if (this.busy && action !== 'DELETE') return 321;
    if (action === 'SUSPEND' && this.holders.has('ISSUER')) this.#tell('SUSPEND ISSUER');
    else if (action === 'RESUME' && this.state === 'RESUMED') this.#tell('RESUME ISSUER');
    else if (action === 'RESUME' && !this.#issuerCanResume()) return 432;
    else this.#accept(action, now, true);
    return 200;
  }

  /** A call for the whole card. */
  callForCard(action: 'SUSPEND' | 'RESUME' | 'DELETE', now: number): void {
    if (!this.live) return;
    if (action === 'SUSPEND' && this.holders.has('ISSUER')) return;
    if (action === 'RESUME' && !this.holders.has('ISSUER')) return;
    if (this.busy && action !== 'DELETE') this.#tell(`${action} ISSUER 321`);
    else this.#accept(action, now, false);
  }

  update(now: number): void {
    if (!this.live) return;
    const work = () => {
      if (!this.#isPending(this.state)) this.#tell('UPDATE ISSUER');
      return true;
    };
    this.#begin({ action: 'UPDATE', source: 'ISSUER', since: now, stage: 'TSP', work, notice: null }, now);
  }

  #issuerCanResume(): boolean {
    if (this.state === 'INACTIVE') return true;
    if (this.state === 'SUSPENDED') return this.holders.has('ISSUER') || this.holders.has('CARDHOLDER');
    return this.holders.has('ISSUER');
  }

  #accept(action: string, now: number, named: boolean): void {
    this.#supersede(this.state);
    const work = this.#workOf(action, named);
    this.#begin({ action, source: 'ISSUER', since: now, stage: 'TSP', work, notice: null }, now);
  }

  #workOf(action: string, named: boolean): Work {
    if (action === 'DELETE') return now => this.#delete('DELETE', 'ISSUER', now);
    if (action === 'SUSPEND') return () => this.#suspend('ISSUER', 'ISSUER');
    if (this.state === 'INACTIVE' && named) return () => this.verified('ISSUER');
    return () => this.#resume('ISSUER', 'ISSUER', ['ISSUER', 'CARDHOLDER']);
  }

  #begin(operation: Waiting, now: number): void {
    this.#waiting.push(operation);
    this.#askTsp(operation, now);
  }

  // --- Time ------------------------------------------------------------------------------------------------------

  /** What was waiting is tried again, the oldest first, an hour or more later. */
  tryAgain(now: number): void {
    for (const operation of [...this.#waiting]) {
      const isFirst = this.#waiting.find(({ stage }) => stage === 'TSP') === operation;
      if (operation.stage === 'DEVICE') this.#askDevice(operation, now);
      else if (isFirst) this.#askTsp(operation, now);
    }
  }

  #askTsp(operation: Waiting, now: number): void {
    const { action, source, since, work } = operation;
    if (now - since >= day) this.#fail(operation, 322);
    if (now - since >= day || (action === 'UPDATE' && !this.#peers.tsp)) return;
    const before = this.#waiting;
    this.#drop(operation);
    const kept = this.told.length;
    const result = this.#change(work, now);
    if (result === 'SILENCE') this.#waiting = before;
    else if (!result) this.#tell(`${action} ${source} 432`);
    else if (source === 'ISSUER') {
      const [notice = null] = this.told.splice(kept);
      this.#waiting.unshift(Object.assign(operation, { stage: 'DEVICE', notice } as const));
      this.#askDevice(operation, now);
    }
  }

  #askDevice(operation: Waiting, now: number): void {
    const { notice, since } = operation;
    const reached = this.#peers.device || this.state === 'DEPLOYMENT_ONGOING';
    if (!reached && now - since < day) return;
    this.#drop(operation);
    const [action, source] = notice?.split(' ') ?? [];
    if (notice !== null) this.#tell(reached ? notice : `${action} ${source} 221`);
  }

  #drop(operation: Waiting): void {
    this.#waiting = this.#waiting.filter(other => other !== operation);
  }

  #fail(operation: Waiting, code: number): void {
    this.#drop(operation);
    this.#tellFailure(operation, { code, state: this.state });
  }

  /** What is not told when it succeeds is not told when it fails; nor is an update of a token that is not in use. */
  #tellFailure(
    { action, source, stage, notice }: Waiting,
    { code, state }: { code: number; state: ModelState },
  ): void {
    const isSilent = stage === 'DEVICE' ? notice === null : action === 'UPDATE' && this.#isPending(state);
    if (!isSilent) this.#tell(`${action} ${source} ${code}`);
  }

  #supersede(state: ModelState): void {
    const superseded = this.#waiting;
    this.#waiting = [];
    for (const operation of superseded) this.#tellFailure(operation, { code: 323, state });
  }

  age(now: number): void {
    const unverified = this.state === 'INACTIVE' || (this.state === 'SUSPENDED' && this.#back === 'INACTIVE');
    const over =
      (this.state === 'DEPLOYMENT_ONGOING' && now >= this.#made + hour / 2) ||
      (unverified && now >= this.#onDeviceSince + 30 * day) ||
      (this.live && this.state !== 'DEPLOYMENT_ONGOING' && !unverified && now >= this.#expiry);
    if (over) this.#change(() => this.#delete('DELETE', 'TSP', now), now);
    if (this.state === 'DELETED' && now >= this.#deletedAt + 100 * day)
      this.#change(() => this.#erase(), now);
  }

  // --- What happens to the token -----------------------------------------------------------------------------------

  #activate(by: string): void {
    this.state = 'RESUMED';
    this.#wasActive = true;
    this.#tell(`ACTIVATE ${by}`);
  }

  #suspend(who: string, source: string): boolean {
    if (this.state === 'DEPLOYMENT_ONGOING') {
      if (who !== 'ISSUER' && who !== 'TSP') return false;
      this.holders.add(who);
      return true;
    }
    if (!this.live) return false;
    const first = this.state !== 'SUSPENDED';
    if (first) {
      this.#back = this.state === 'RESUMED' ? 'RESUMED' : 'INACTIVE';
      this.state = 'SUSPENDED';
    }
    this.holders.add(who);
    if (first || who === 'ISSUER') {
      this.#overtake();
      this.#tell(`SUSPEND ${source}`);
    }
    return true;
  }

  #resume(who: string, source: string, lifts: string[]): boolean {
    if (this.state === 'DEPLOYMENT_ONGOING') {
      if (!this.holders.has(who)) return false;
      for (const holder of lifts) this.holders.delete(holder);
      if (who === 'ISSUER') this.#tell('RESUME ISSUER');
      return true;
    }
    if (this.state !== 'SUSPENDED' || !lifts.some(holder => this.holders.has(holder))) return false;
    for (const holder of lifts) this.holders.delete(holder);
    if (this.holders.size > 0) {
      if (who === 'ISSUER') this.#tell('RESUME ISSUER 432');
      return true;
    }
    this.#overtake();
    this.state = this.#back;
    const isFirst = this.#back === 'RESUMED' && !this.#wasActive;
    if (this.#back === 'RESUMED') this.#wasActive = true;
    this.#tell(`${isFirst ? 'ACTIVATE' : 'RESUME'} ${source}`);
    return true;
  }

  #delete(action: 'DELETE' | 'DELETE_FROM_APP', source: string, now: number): boolean {
    if (!this.live) return false;
    const before = this.state;
    this.#removed = action === 'DELETE_FROM_APP' ? { state: this.state, back: this.#back } : null;
    this.state = 'DELETED';
    this.#deletedAt = now;
    this.#sessionIsOver = true;
    this.#supersede(before);
    this.#tell(`${action} ${source}`);
    return true;
  }

  #restore(now: number): boolean {
    if (this.state !== 'DELETED' || !this.#removed || now > this.#deletedAt + 95 * day) return false;
    this.state = this.#removed.state;
    this.#back = this.#removed.back;
    // Verification begins anew.
    this.#onDeviceSince = now;
    this.#tell(`${this.state === 'SUSPENDED' ? 'SUSPEND' : 'RESUME'} TSP`);
    return true;
  }

  #erase(): boolean {
    this.state = 'ERASED';
    this.holders.clear();
    this.#tell('ERASE TSP');
    return true;
  }

  /** What the TSP has done for the issuer already is told before what comes after it. */
  #overtake(): void {
    for (const operation of this.#waiting) {
      if (operation.notice !== null) this.#tell(operation.notice);
      operation.notice = null;
    }
  }

  // --- The TSP -----------------------------------------------------------------------------------------------------

  /** Nothing happens when the TSP would have to be told and does not answer. */
  #change(work: Work, now: number): boolean | 'SILENCE' {
    const restore = this.#snapshot();
    const before = this.#atTsp;
    const done = work(now);
    if (this.#peers.tsp || this.#atTsp === before) return done;
    restore();
    return 'SILENCE';
  }

  get #atTsp(): string {
    if (this.state === 'DELETED' && this.#removed) return 'REMOVED';
    if (this.state === 'ERASED') return 'DELETED';
    return this.state === 'DEPLOYMENT_ONGOING' ? 'INACTIVE' : this.state;
  }

  #snapshot(): () => void {
    const [state, back, wasActive, removed] = [this.state, this.#back, this.#wasActive, this.#removed];
    const [onDeviceSince, deletedAt, sessionIsOver] = [
      this.#onDeviceSince,
      this.#deletedAt,
      this.#sessionIsOver,
    ];
    const holders = [...this.holders];
    const told = this.told.length;
    const waiting = this.#waiting;
    const notices = waiting.map(({ notice }) => notice);
    return () => {
      [this.state, this.#back, this.#wasActive, this.#removed] = [state, back, wasActive, removed];
      [this.#onDeviceSince, this.#deletedAt, this.#sessionIsOver] = [onDeviceSince, deletedAt, sessionIsOver];
      this.holders.clear();
      for (const holder of holders) this.holders.add(holder);
      this.told.length = told;
      this.#waiting = waiting;
      for (const [number, operation] of waiting.entries()) operation.notice = notices[number] ?? null;
    };
  }

  #isPending(state: ModelState): boolean {
    return state === 'DEPLOYMENT_ONGOING' || state === 'INACTIVE';
  }

  #tell(notice: string): void {
    this.told.push(notice);
  }
}
