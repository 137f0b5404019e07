/** Keeps the `k` highest scores above 0 of a stream. Of equal scores the one that came first is kept and ranks higher. */
export class TopK {
  private readonly kept: { position: number; score: number }[] = [];

  constructor(private readonly k: number) {}

  /** A score must be above this to be kept. */
  get least(): number {
    return this.kept.length < this.k ? 0 : (this.kept[this.kept.length - 1]?.score ?? Number.POSITIVE_INFINITY);
  }

  add(position: number, score: number): void {
    // Insertion into a short sorted list: after the first few hundred of a stream hardly any score gets this far.
    let at = this.kept.length;
    while (at > 0 && this.kept[at - 1]!.score < score) at--;
    this.kept.splice(at, 0, { position, score });
    if (this.kept.length > this.k) this.kept.pop();
  }

  /** Best first. */
  sorted(): { position: number; score: number }[] {
    return this.kept;
  }
}
