import { platformSyncContract } from './platformSync.ts';

platformSyncContract('PGlite and the broker in process', async () => ({}));
