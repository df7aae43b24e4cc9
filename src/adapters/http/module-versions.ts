import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect, type Environment } from './connect.ts';

const PROXY = 'https://proxy.golang.org';
const ANSWER_MS = 10_000;

/**
 * The versions of a Go module that the module proxy (the first of GOPROXY) lists, in no order; undefined when it does not answer. The module
 * proxy protocol: https://go.dev/ref/mod#goproxy-protocol
 */
export async function listModuleVersions(module: string, env: Environment): Promise<readonly string[] | undefined> {
  const [proxy = PROXY] = (env['GOPROXY'] ?? '').split(/[,|]/).filter((each) => /^https?:/.test(each));
  const url = new URL(`${proxy.replace(/\/$/, '')}/${module}/@v/list`);
  try {
    const { agent, ca } = await connect(url, env);
    const get = url.protocol === 'https:' ? getHttps : getHttp;
    const options = {
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(agent === undefined ? {} : { agent }),
      ...(ca === undefined ? {} : { ca }),
    };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, options, resolve).on('error', reject);
    });
    const said = await text(answer);
    agent?.destroy();
    return answer.statusCode === 200 ? said.split('\n').filter((line) => line !== '') : undefined;
  } catch {
    return undefined;
  }
}
