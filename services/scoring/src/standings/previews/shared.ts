// The answer to a costly question, shared by those who ask within a while.

/** For so long at least. */
const LEAST_MS = 1_000;
/** As a multiple of the time it took: the question takes a twentieth of the time at most. */
const TIMES = 20;

export class Shared<T> {
  private answer: Promise<T> | undefined;
  private until = 0;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves with the last answer while it is fresh; one question runs at a time. */
  get(): Promise<T> {
    if (this.answer && this.now() < this.until) return this.answer;
    const began = this.now();
    this.until = Infinity;
    this.answer = this.ask();
    this.answer.then(
      () => {
        const ended = this.now();
        this.until = ended + Math.max(LEAST_MS, TIMES * (ended - began));
      },
      // The next one asks again.
      () => (this.until = 0),
    );
    return this.answer;
  }
}
