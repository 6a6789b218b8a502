import type { ModelLocation } from '../../../../../shared/contract/models.ts';

const number = new Intl.NumberFormat('en');
const requests = (count: number) => `${number.format(count)} ${count === 1 ? 'request' : 'requests'}`;

const en = {
  title: 'Your models for other programs',
  effect:
    'Programs on this machine – an editor, a script, a notes app – can use your models by OpenAI’s protocol. They get models alone: nothing of your library, and nothing leaves this machine that your network mode does not allow.',
  endpoint: 'Local endpoint',
  off: 'Off',
  on: 'On',
  states: {
    off: 'Nothing listens.',
    on: 'It listens on this machine alone, and only to who has the token.',
    starting: 'It answers once Holdfast is started again.',
  },
  address: 'Address',
  addressEffect: 'What programs ask for as base URL.',
  copyAddress: 'Copy the address',
  port: 'Port',
  portEffect: 'It stays the same, so that what you told other programs stays right.',
  setPort: 'Change',
  token: 'Token',
  tokenEffect: 'What programs ask for as API key. Whoever has it can use your models on this machine.',
  copyToken: 'Copy token',
  tokenCopied: 'The token is in the clipboard.',
  newToken: 'New token…',
  newTokenTitle: 'Make a new token?',
  newTokenText: 'Programs that have the token of now are turned away until they are given the new one.',
  newTokenAction: 'Make and copy',
  cloud: 'Models of cloud services',
  cloudEffect: {
    off: 'Not offered: other programs reach only models on this machine and inside your boundary.',
    on: 'Offered too: what other programs ask of them goes to the cloud, by your key. The audit log tells of it.',
  },
  offered: 'Offered now',
  nothingOffered: 'No model. Add one above, under Models.',
  locations: {
    process: 'this machine',
    boundary: 'inside the boundary',
    cloud: 'cloud',
  } satisfies Record<ModelLocation, string>,
  servedBy: (model: string, location: string) => `${model} · ${location}`,
  use: 'Use',
  unused: 'No program has asked yet.',
  used: (count: number, when: string, model: string) => `${requests(count)}, the last ${when} to ${model}.`,
  refused: (count: number) => `${requests(count)} turned away since Holdfast was started.`,
  keysLocked: 'The token is kept with the keys. Enter their passphrase to go on.',
};

export const useEndpointText = () => en;
