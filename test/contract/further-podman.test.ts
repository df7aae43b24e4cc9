import { describeFurtherEngine } from './further-suite.ts';

describeFurtherEngine('podman');
