import { describeFurtherEngine } from './further-suite.ts';

describeFurtherEngine('rootless docker');
