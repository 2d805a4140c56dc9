/** What a transaction returns to undo everything it did and still answer. */
export class Rollback<Result> {
  readonly result: Result;

  constructor(result: Result) {
    this.result = result;
  }
}
