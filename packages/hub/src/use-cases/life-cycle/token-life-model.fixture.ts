/**
 * A second telling of a token's life, as plainly as it can be said and without a line of the hub's own: what the
 * documentation promises, for a test that compares both.
 */
export type ModelState = 'DEPLOYMENT_ONGOING' | 'INACTIVE' | 'RESUMED' | 'SUSPENDED' | 'DELETED' | 'ERASED';

const hour = 3_600_000;
const day = 24 * hour;

/** What an issuer's call is waiting for: its device. */
interface Waiting {
  action: string;
  /** As the issuer will be told; null: it will not. */
  notice: string | null;
  since: number;
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
  #waiting: Waiting | null = null;
  /** The enrolment ended with a deletion; it does not come back with its token. */
  #sessionIsOver = false;
  readonly #heard = {
    WALLET: { ids: new Set<string>(), latest: 0 },
    TSP: { ids: new Set<string>(), latest: 0 },
  };

  constructor(made: number, expiry: number) {
    this.#made = made;
    this.#expiry = expiry;
  }

  get live(): boolean {
    return this.state !== 'DELETED' && this.state !== 'ERASED';
  }

  get busy(): boolean {
    return this.#waiting !== null;
  }

  // --- Provisioning ----------------------------------------------------------------------------------------------

  provisioned(colour: 'green' | 'yellow', now: number): boolean {
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
    const done = this.#reported(from, event, now);
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
  call(action: 'SUSPEND' | 'RESUME' | 'DELETE', now: number, reachable: boolean): number {
    if (this.state === 'ERASED') return 119;
    if (this.state === 'DELETED') return 160;
    if (this.busy && action !== 'DELETE') return 321;
    if (action === 'SUSPEND' && this.holders.has('ISSUER')) this.#tell('SUSPEND ISSUER');
    else if (action === 'RESUME' && this.state === 'RESUMED') this.#tell('RESUME ISSUER');
    else if (action === 'RESUME' && !this.#issuerCanResume()) return 432;
    else this.#carryOut(action, now, reachable, true);
    return 200;
  }

  /** A call for the whole card. */
  callForCard(action: 'SUSPEND' | 'RESUME' | 'DELETE', now: number, reachable: boolean): void {
    if (!this.live) return;
    if (action === 'SUSPEND' && this.holders.has('ISSUER')) return;
    if (action === 'RESUME' && !this.holders.has('ISSUER')) return;
    if (this.busy && action !== 'DELETE') this.#tell(`${action} ISSUER 321`);
    else this.#carryOut(action, now, reachable, false);
  }

  update(now: number, reachable: boolean): void {
    if (!this.live) return;
    const notice = this.state === 'RESUMED' || this.state === 'SUSPENDED' ? 'UPDATE ISSUER' : null;
    this.#wait({ action: 'UPDATE', notice, since: now }, reachable);
  }

  #issuerCanResume(): boolean {
    if (this.state === 'INACTIVE') return true;
    if (this.state === 'SUSPENDED') return this.holders.has('ISSUER') || this.holders.has('CARDHOLDER');
    return this.holders.has('ISSUER');
  }

  #carryOut(action: string, now: number, reachable: boolean, named: boolean): void {
    const superseded = this.#waiting;
    this.#waiting = null;
    if (superseded && superseded.notice !== null) this.#tell(`${superseded.action} ISSUER 323`);
    const kept = this.told.length;
    if (action === 'DELETE') this.#delete('DELETE', 'ISSUER', now);
    else if (action === 'SUSPEND') this.#suspend('ISSUER', 'ISSUER');
    else if (this.state === 'INACTIVE' && named) this.verified('ISSUER');
    else this.#resume('ISSUER', 'ISSUER', ['ISSUER', 'CARDHOLDER']);
    const [notice = null] = this.told.splice(kept);
    this.#wait({ action, notice, since: now }, reachable);
  }

  #wait(waiting: Waiting, reachable: boolean): void {
    if (reachable || this.state === 'DEPLOYMENT_ONGOING') this.#tellAll(waiting.notice);
    else this.#waiting = waiting;
  }

  // --- Time ------------------------------------------------------------------------------------------------------

  /** What was waiting for its device, an hour or more later. */
  deviceAsked(now: number, reachable: boolean): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    if (!reachable && this.state !== 'DEPLOYMENT_ONGOING' && now - waiting.since < 24 * hour) return;
    this.#waiting = null;
    if (waiting.notice === null) return;
    const [action, source] = waiting.notice.split(' ');
    this.#tell(reachable ? waiting.notice : `${action} ${source} 221`);
  }

  age(now: number): void {
    const unverified = this.state === 'INACTIVE' || (this.state === 'SUSPENDED' && this.#back === 'INACTIVE');
    const over =
      (this.state === 'DEPLOYMENT_ONGOING' && now >= this.#made + hour / 2) ||
      (unverified && now >= this.#onDeviceSince + 30 * day) ||
      (this.live && this.state !== 'DEPLOYMENT_ONGOING' && !unverified && now >= this.#expiry);
    if (over) this.#delete('DELETE', 'TSP', now);
    if (this.state === 'DELETED' && now >= this.#deletedAt + 100 * day) {
      this.state = 'ERASED';
      this.holders.clear();
      this.#tell('ERASE TSP');
    }
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
    this.#removed = action === 'DELETE_FROM_APP' ? { state: this.state, back: this.#back } : null;
    this.state = 'DELETED';
    this.#deletedAt = now;
    this.#sessionIsOver = true;
    const superseded = this.#waiting;
    this.#waiting = null;
    if (superseded && superseded.notice !== null) this.#tell(`${superseded.action} ISSUER 323`);
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

  /** What the TSP has done for the issuer already is told before what comes after it. */
  #overtake(): void {
    if (!this.#waiting) return;
    this.#tellAll(this.#waiting.notice);
    this.#waiting.notice = null;
  }

  #tellAll(notice: string | null): void {
    if (notice !== null) this.#tell(notice);
  }

  #tell(notice: string): void {
    this.told.push(notice);
  }
}
