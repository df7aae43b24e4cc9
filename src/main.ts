import { join } from 'node:path';
import { start } from './start.ts';

start({ bundle: join(__dirname, 'polycrate.cjs'), packageRoot: () => join(__dirname, '..'), require });
