import type { EndpointModel } from '../../shared/contract/endpoint.ts';
import { type Capability, type Model, type ModelRole, modelLocations } from '../../shared/contract/models.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { ModelService } from '../models/model-service.ts';
import { ApiError, badRequest } from './api-error.ts';

/** What this endpoint asks models for; each is a role too, of which `holdfast/<role>` is the model. */
const offered = ['chat', 'embedding', 'rerank', 'transcription'] as const satisfies (ModelRole & Capability)[];
type Offered = (typeof offered)[number];

const aliasOf = (role: Offered) => `holdfast/${role}`;

interface Named {
  id: string;
  model: Model;
}

/** A model as the routes use it. */
export interface FoundModel extends Named {
  row: ModelRow;
}

/** Which of the owner's models other programs may use, and by which names. */
export class OfferedModels {
  readonly #models: ModelService;
  readonly #settings: () => { cloud: boolean; port: number | null };

  constructor(parts: { models: ModelService; settings: () => { cloud: boolean; port: number | null } }) {
    this.#models = parts.models;
    this.#settings = parts.settings;
  }

  /** Those that can be asked now, first by role and then by name. */
  list(): (EndpointModel & { added: number; contextSize: number })[] {
    const named = this.#named();
    const roles = offered.flatMap((role) => {
      const serving = this.#serving(role, named);
      return serving ? [{ id: aliasOf(role), model: serving.model }] : [];
    });
    return [...roles, ...named]
      .filter(({ model }) => model.state !== 'missing' && model.state !== 'barred')
      .map(({ id, model: { name, capabilities, location, added, contextSize } }) => ({
        id,
        model: name,
        capabilities,
        location,
        added,
        contextSize,
      }));
  }

  /**
   * The model that a program asks for.
   * @throws ApiError 404 when there is none of that name, 503 when it cannot be asked now, 400 when it cannot do that
   */
  find(wanted: string, need: Offered): FoundModel {
    const named = this.#named();
    const role = offered.find((one) => aliasOf(one) === wanted);
    const found = role
      ? this.#serving(role, named)
      : (named.find(({ id }) => id === wanted) ?? named.find(({ model }) => model.id === wanted));
    if (!found) throw new ApiError(404, 'model_not_found', role ? nobody(role) : unknown(wanted), 'model');
    const { name, capabilities, state, reason } = found.model;
    if (!capabilities.includes(need))
      throw badRequest(`${name} cannot do this (${need}). It can: ${capabilities.join(', ')}.`, 'model');
    if (state === 'missing' || state === 'barred') throw new ApiError(503, 'model_unavailable', reason, 'model');
    return { ...found, row: this.#models.byId(found.model.id) };
  }

  #serving(role: Offered, named: readonly Named[]): Named | undefined {
    const serving = this.#models.roles.serving(role)?.id;
    return named.find(({ model }) => model.id === serving);
  }

  /** By their names; where several have the same, the nearest has it and the others add their id. */
  #named(): Named[] {
    const { cloud, port } = this.#settings();
    const own = [`127.0.0.1:${port}`, `localhost:${port}`];
    const models = this.#models
      .list()
      .filter(({ capabilities }) => offered.some((one) => capabilities.includes(one)))
      .filter(({ location }) => cloud || location !== 'cloud')
      // Whoever added this endpoint to Holdfast as a server would be sent in circles.
      .filter(({ provider }) => provider === null || !own.includes(provider.host))
      .toSorted((one, other) => modelLocations.indexOf(one.location) - modelLocations.indexOf(other.location));
    const taken = new Set<string>();
    return models.map((model) => {
      const id = taken.has(model.name) ? `${model.name}@${model.id}` : model.name;
      taken.add(model.name);
      return { id, model };
    });
  }
}

const nobody = (role: Offered) =>
  `No model that is offered here serves as ${role} model. Give one that role in Holdfast under Settings, Models.`;
const unknown = (wanted: string) =>
  `There is no model “${wanted.slice(0, 200)}” here. GET /v1/models lists those that there are.`;
