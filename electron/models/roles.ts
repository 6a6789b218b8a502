import { type ModelRole, modelRoles, type RoleService, roleFollows, rolesFor } from '../../shared/contract/models.ts';
import type { ModelRepository, ModelRow } from '../catalog/models.ts';

/** A model that failed is passed over for so long when another can serve its role. */
const PASSED_OVER_MS = 60_000;

/** How a model is doing, as far as it matters for whether to ask it. */
export interface Fitness {
  /** Why it cannot be asked at all; null when it can. */
  obstacle: string | null;
  /** When it failed last, if that was its last answer; in milliseconds since 1970. */
  failedAt: number | null;
}

/** How far the content of a request travels to a model: not at all, into the boundary, or out of it. */
export type Reach = 0 | 1 | 2;

/** Which models serve which role: those that the owner chose, in the owner's order. */
export class Roles {
  readonly #models: ModelRepository;
  readonly #fitness: (model: ModelRow) => Fitness;
  readonly #reach: (model: ModelRow) => Reach;

  constructor(parts: {
    models: ModelRepository;
    fitness: (model: ModelRow) => Fitness;
    reach: (model: ModelRow) => Reach;
  }) {
    this.#models = parts.models;
    this.#fitness = parts.fitness;
    this.#reach = parts.reach;
  }

  /**
   * The model that serves a role now: the first choice that can, and rather one that did not just fail.
   * @param tags of the files that it would read: what the owner chose for such files holds instead. Where several of them
   * have their own choice, that whose first model keeps the content nearest holds.
   */
  serving(role: ModelRole, tags: readonly string[] = []): ModelRow | undefined {
    return this.#firstAble(this.#order(role, tags));
  }

  /** Every role with who serves it everywhere, and every choice that the owner made for the files with a tag. */
  services(): RoleService[] {
    const tagged = this.#models.assignments().filter(({ tag }) => tag !== '');
    return [
      ...modelRoles.map((role) => this.#service(role, '', this.#everywhere(role))),
      ...tagged.map(({ role, tag, models }) => this.#service(role, tag, models)),
    ];
  }

  /** The roles that a model was chosen for or has by following, everywhere or somewhere. */
  servedBy(id: string): ModelRole[] {
    const chosen = this.#models.assignments().filter(({ models }) => models.some((model) => model.id === id));
    return modelRoles.filter(
      (role) =>
        chosen.some((assignment) => assignment.role === role) ||
        this.#everywhere(role).some((model) => model.id === id),
    );
  }

  #firstAble(order: readonly ModelRow[]): ModelRow | undefined {
    const able = order.filter((model) => this.#fitness(model).obstacle === null);
    return able.find((model) => !this.#justFailed(model)) ?? able[0];
  }

  #order(role: ModelRole, tags: readonly string[]): ModelRow[] {
    const choices = tags
      .toSorted()
      .map((tag) => this.#models.inRole(role, tag))
      .filter((models) => models.length > 0)
      .toSorted(([one], [other]) => (one && other ? this.#reach(one) - this.#reach(other) : 0));
    return choices[0] ?? this.#everywhere(role);
  }

  #everywhere(role: ModelRole): ModelRow[] {
    const chosen = this.#models.inRole(role);
    const followed = roleFollows[role];
    if (chosen.length > 0 || followed === undefined) return chosen;
    return this.#models.inRole(followed).filter(({ capabilities }) => rolesFor(capabilities).includes(role));
  }

  #service(role: ModelRole, tag: string, order: readonly ModelRow[]): RoleService {
    const serving = this.#firstAble(order);
    const [first] = order;
    const isFirst = first !== undefined && serving?.id === first.id;
    const follows = tag === '' && order.length > 0 && this.#models.inRole(role).length === 0;
    return {
      role,
      tag,
      order: order.map(({ id }) => id),
      follows: follows ? (roleFollows[role] ?? null) : null,
      serving: serving?.id ?? null,
      reason: first === undefined || isFirst ? '' : this.#whyNot(first),
    };
  }

  #whyNot(model: ModelRow): string {
    return this.#fitness(model).obstacle ?? `${model.name} failed a moment ago.`;
  }

  #justFailed(model: ModelRow): boolean {
    const { failedAt } = this.#fitness(model);
    return failedAt !== null && Date.now() - failedAt < PASSED_OVER_MS;
  }
}
