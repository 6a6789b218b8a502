import type { AssetRepository } from '../catalog/assets.ts';
import type { ConversationRepository } from '../catalog/conversations.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { SettingsRepository } from '../catalog/settings.ts';
import type { ChangeSignal } from '../change-signal.ts';
import type { ChatService } from '../chat/chat-service.ts';
import type { EndpointService } from '../endpoint/endpoint-service.ts';
import type { LibraryService } from '../ingest/library-service.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { ModelDiscovery } from '../models/model-discovery.ts';
import type { ModelOutputs } from '../models/model-outputs.ts';
import type { ModelService } from '../models/model-service.ts';
import type { ModelTrial } from '../models/model-trial.ts';
import type { ProviderService } from '../models/providers/provider-service.ts';
import type { RecommendedModels } from '../models/recommended/recommended-service.ts';
import type { ServerDiscovery } from '../models/server-discovery.ts';
import type { Platform } from '../platform/platform.ts';
import type { AuditLog } from '../policy/audit-log.ts';
import type { Egress } from '../policy/egress.ts';
import type { SecretStore } from '../policy/secrets/secret-store.ts';
import type { CoverageService } from '../search/coverage.ts';
import type { SearchService } from '../search/search-service.ts';

/** What the API's procedures call. */
export interface Services {
  readonly platform: Platform;
  readonly libraryPath: string;
  readonly catalog: Catalog;
  readonly assets: AssetRepository;
  readonly files: FileRepository;
  readonly conversations: ConversationRepository;
  readonly settings: SettingsRepository;
  readonly library: LibraryService;
  readonly coverage: CoverageService;
  readonly libraryChanges: ChangeSignal;
  readonly board: JobBoard;
  readonly search: SearchService;
  readonly chat: ChatService;
  readonly models: ModelService;
  readonly modelTrial: ModelTrial;
  readonly modelOutputs: ModelOutputs;
  readonly providers: ProviderService;
  readonly secrets: SecretStore;
  readonly discovery: ModelDiscovery;
  readonly servers: ServerDiscovery;
  readonly recommended: RecommendedModels;
  readonly endpoint: EndpointService;
  readonly egress: Egress;
  readonly policyChanges: ChangeSignal;
  readonly audit: AuditLog;
  /** Has work begin that a job's new state allows. */
  readonly resumeJob: (jobId: number) => void;
}
