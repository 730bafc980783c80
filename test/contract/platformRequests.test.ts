import { platformRequestsContract } from './platformRequests.ts';

platformRequestsContract('PGlite and the broker in process', async () => ({}));
