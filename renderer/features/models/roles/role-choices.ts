import {
  type Capability,
  type Model,
  type ModelRole,
  type RoleService,
  roleNeeds,
} from '../../../../shared/contract/models.ts';

/** What a model lacks to serve a role; nothing where it can. */
export function lacking({ capabilities }: Model, role: ModelRole): Capability[] {
  return roleNeeds[role].filter((need) => !capabilities.includes(need));
}

/**
 * The order of who serves once a model was chosen to come first: one that was a fallback moves up, another one takes
 * the first one's place. Fallbacks stay.
 */
export function withFirst(order: readonly string[], id: string): string[] {
  return order.includes(id) ? [id, ...order.filter((other) => other !== id)] : [id, ...order.slice(1)];
}

/** The order with one of them a place further up or down. */
export function moved(order: readonly string[], id: string, by: -1 | 1): string[] {
  const from = order.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return [...order];
  const next = order.filter((other) => other !== id);
  next.splice(to, 0, id);
  return next;
}

/** How a model comes to serve a role. */
export type Part = 'first' | 'fallback' | 'follows' | 'by tag';

/** How a model serves a role, if it does. */
export function partIn(services: readonly RoleService[], role: ModelRole, id: string): Part | null {
  const own = services.filter((service) => service.role === role && service.order.includes(id));
  const everywhere = own.find(({ tag }) => tag === '');
  if (!everywhere) return own.length > 0 ? 'by tag' : null;
  if (everywhere.follows !== null) return 'follows';
  return everywhere.order[0] === id ? 'first' : 'fallback';
}
