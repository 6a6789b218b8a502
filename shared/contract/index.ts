import type { ContractRouterClient } from '@orpc/contract';
import { benchContract } from './bench.ts';
import { chatContract } from './chat.ts';
import { derivationsContract } from './derivations.ts';
import { discoveryContract } from './discovery.ts';
import { duplicatesContract } from './duplicates.ts';
import { endpointContract } from './endpoint.ts';
import { jobsContract } from './jobs.ts';
import { libraryContract } from './library.ts';
import { modelsContract } from './models.ts';
import { ocrContract } from './ocr.ts';
import { auditContract, policyContract } from './policy.ts';
import { providersContract, secretsContract } from './providers.ts';
import { recommendedContract } from './recommended.ts';
import { recordingsContract } from './recordings.ts';
import { searchContract } from './search.ts';
import { settingsContract } from './settings.ts';
import { systemContract } from './system.ts';
import { taggingContract } from './tagging.ts';

/** Every procedure the host offers: both sides take their types from here. */
export const contract = {
  library: libraryContract,
  recordings: recordingsContract,
  duplicates: duplicatesContract,
  search: searchContract,
  chat: chatContract,
  models: modelsContract,
  bench: benchContract,
  providers: providersContract,
  secrets: secretsContract,
  discovery: discoveryContract,
  recommended: recommendedContract,
  endpoint: endpointContract,
  policy: policyContract,
  audit: auditContract,
  tagging: taggingContract,
  derivations: derivationsContract,
  ocr: ocrContract,
  jobs: jobsContract,
  settings: settingsContract,
  system: systemContract,
};

export type HostClient = ContractRouterClient<typeof contract>;
