/** Where a thread that prepares bundles begins: started by bundle-workers.ts, which says what for. */
import { workerData } from 'node:worker_threads';
import { servePreparing } from './serve-preparing.ts';
import type { WorkerTask } from './bundle-workers.ts';

servePreparing(workerData as WorkerTask);
