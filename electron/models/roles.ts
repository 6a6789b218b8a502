import { type ModelRole, modelRoles, type RoleService, roleFollows, rolesFor } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRepository, ModelRow } from '../catalog/models.ts';

/** A model that failed is passed over for so long when another can serve its role. */
const PASSED_OVER_MS = 60_000;

/** Roles that a model takes when it is added and nobody has them; the others follow these, or are given by the owner. */
const TAKEN: readonly ModelRole[] = ['chat', 'embedding', 'rerank', 'transcription', 'vision', 'image', 'video'];

/** How a model is doing, as far as it matters for whether to ask it. */
export interface Fitness {
  /** Why it cannot be asked at all; null when it can. */
  obstacle: string | null;
  /** When it failed last, if that was its last answer; in milliseconds since 1970. */
  failedAt: number | null;
}

/** How far the content of a request travels to a model: not at all, into the boundary, or out of it. */
export type Reach = 0 | 1 | 2;

/** How the models are, as far as it matters for who serves. */
interface Health {
  fitness(model: ModelRow): Fitness;
  reach(model: ModelRow): Reach;
  /** Frees the memory of a model. */
  unload(model: ModelRow): Promise<void>;
}

/** What a model is to serve as. */
export interface Choice {
  /** By default the role that the model is chiefly for. */
  role?: ModelRole | undefined;
  /** Of the files about which it is asked; empty for all. */
  tag: string;
  /** Whether it comes after those that serve, for when they cannot, instead of in their place. */
  asFallback: boolean;
}

/** Which models serve which role: those that the owner chose, in the owner's order. */
export class Roles {
  readonly #catalog: Catalog;
  readonly #models: ModelRepository;
  readonly #health: Health;
  readonly #onChange: (role: ModelRole) => void;

  constructor(parts: {
    catalog: Catalog;
    models: ModelRepository;
    health: Health;
    onChange: (role: ModelRole) => void;
  }) {
    this.#catalog = parts.catalog;
    this.#models = parts.models;
    this.#health = parts.health;
    this.#onChange = parts.onChange;
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

  /**
   * Lets a model serve a role.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT when it cannot serve the role; CONFLICT for a second embedding model.
   */
  async choose(id: string, { role: wanted, tag, asFallback }: Choice): Promise<void> {
    const role = roleOf(knownModel(this.#models, id), wanted);
    const others = this.#models.inRole(role, tag).filter((other) => other.id !== id);
    await this.order(role, tag, asFallback ? [...others.map((other) => other.id), id] : [id]);
  }

  /**
   * Sets all who serve a role, the first choice first, everywhere or for the files with a tag.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT when one cannot serve the role; CONFLICT for a second embedding model.
   */
  async order(role: ModelRole, tag: string, ids: readonly string[]): Promise<void> {
    const order = [...new Set(ids)];
    for (const id of order) roleOf(knownModel(this.#models, id), role);
    if (role === 'embedding' && (order.length > 1 || (tag !== '' && order.length > 0)))
      throw new HoldfastError(
        'CONFLICT',
        'Only one embedding model can serve: vectors of two models do not compare.',
        'Let it serve instead of the other one.',
      );
    const before = this.#models.inRole(role, tag);
    this.#catalog.transaction('durable', () => this.#models.assign(role, tag, order));
    await this.#unloadIdle(before.filter(({ id }) => !order.includes(id)));
    this.#onChange(role);
  }

  /** Leaves a role without a model of its own, everywhere or for the files with a tag. */
  async release(role: ModelRole, tag: string): Promise<void> {
    if (this.#models.inRole(role, tag).length > 0) await this.order(role, tag, []);
  }

  /** The roles that nobody has and that a new model is to take. */
  vacantFor({ capabilities }: ModelRow): ModelRole[] {
    // What also sees pictures is trained on captions, and is no good choice for passages unless the owner makes it.
    const isForPictures = capabilities.includes('image-embedding');
    return rolesFor(capabilities).filter(
      (role) =>
        TAKEN.includes(role) &&
        !(role === 'embedding' && isForPictures) &&
        this.#models.inRole(role).length === 0 &&
        !this.serving(role),
    );
  }

  /** Gives vacant roles to a new model, in the transaction that keeps it; to be announced after that. */
  take(roles: readonly ModelRole[], id: string): void {
    for (const role of roles) this.#models.assign(role, '', [id]);
  }

  /** Takes a model out of every role, in the transaction that removes it; to be announced after that. */
  withdraw(id: string): void {
    for (const { role, tag, models } of this.#models.assignments())
      this.#models.assign(
        role,
        tag,
        models.filter((model) => model.id !== id).map((model) => model.id),
      );
  }

  /** Says that others may serve these roles now. */
  announce(roles: readonly ModelRole[]): void {
    for (const role of roles) this.#onChange(role);
  }

  /** Frees the memory of models that serve no role any more. */
  async #unloadIdle(rows: readonly ModelRow[]): Promise<void> {
    for (const row of rows) if (this.servedBy(row.id).length === 0) await this.#health.unload(row);
  }

  #firstAble(order: readonly ModelRow[]): ModelRow | undefined {
    const able = order.filter((model) => this.#health.fitness(model).obstacle === null);
    return able.find((model) => !this.#justFailed(model)) ?? able[0];
  }

  #order(role: ModelRole, tags: readonly string[]): ModelRow[] {
    const choices = tags
      .toSorted()
      .map((tag) => this.#models.inRole(role, tag))
      .filter((models) => models.length > 0)
      .toSorted(([one], [other]) => (one && other ? this.#health.reach(one) - this.#health.reach(other) : 0));
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
    return this.#health.fitness(model).obstacle ?? `${model.name} failed a moment ago.`;
  }

  #justFailed(model: ModelRow): boolean {
    const { failedAt } = this.#health.fitness(model);
    return failedAt !== null && Date.now() - failedAt < PASSED_OVER_MS;
  }
}

/** A model by its id. NOT_FOUND when there is none. */
export function knownModel(models: ModelRepository, id: string): ModelRow {
  const row = models.byId(id);
  if (!row) throw new HoldfastError('NOT_FOUND', `There is no model “${id}”.`, 'List the models to see their ids.');
  return row;
}

/** The role that a model is to serve. INVALID_INPUT when it cannot. */
function roleOf({ name, capabilities }: ModelRow, wanted: ModelRole | undefined): ModelRole {
  const able = rolesFor(capabilities);
  const role = wanted ?? able[0];
  if (role !== undefined && able.includes(role)) return role;
  throw new HoldfastError(
    'INVALID_INPUT',
    `${name} cannot serve as ${wanted ?? 'any'} model: it can ${capabilities.join(', ') || 'do nothing that is asked for'}.`,
    able.length > 0 ? `It can serve as ${able.join(', ')} model.` : 'Choose another model.',
  );
}
