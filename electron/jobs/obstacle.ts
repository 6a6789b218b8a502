/**
 * What keeps a job from going on for now, such as a drive that is unplugged: its tasks stay in the queue. The message is
 * a sentence for people.
 */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
  /** Looked at now and then; the job goes on by itself once it is gone. */
  readonly isGone: () => Promise<boolean>;

  constructor(message: string, isGone: () => Promise<boolean>) {
    super(message);
    this.isGone = isGone;
  }
}
