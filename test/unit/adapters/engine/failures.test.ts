import { describe, expect, test } from '@jest/globals';
import { describeFailure } from '../../../../src/adapters/engine/failures.ts';
import { Problem } from '../../../../src/errors.ts';

const undertaking = { doing: 'starting the container x', endpoint: 'unix:///e.sock', image: 'img:1' };
const http = (statusCode: number, reason: string, message: string): Error =>
  Object.assign(new Error(`(HTTP code ${statusCode}) ${reason} - ${message} `), { statusCode });
const system = (code: string): Error => Object.assign(new Error(`${code}: words`), { code });

describe('what an engine fails with', () => {
  test.each([
    [
      http(404, 'no such container', 'No such image: img:1'),
      'IMAGE_UNAVAILABLE',
      'The engine does not have the image img:1.',
    ],
    [
      http(404, 'no such image', 'img:1: image not known'),
      'IMAGE_UNAVAILABLE',
      'The engine does not have the image img:1.',
    ],
    [
      http(404, 'no such container', 'network typo not found'),
      'VALUE_INVALID',
      'container.network is "typo", and the engine has no such network',
    ],
    [
      http(404, 'no such container', 'failed to set up container networking: network typo not found'),
      'VALUE_INVALID',
      'container.network is "typo", and the engine has no such network',
    ],
    [
      http(500, 'server error', 'unable to find network with name or ID typo: network not found'),
      'VALUE_INVALID',
      'container.network is "typo", and the engine has no such network',
    ],
    [
      http(404, 'no such container', 'device nvidia.com/gpu not found'),
      'ENGINE_FAILED',
      'The engine at unix:///e.sock failed while starting the container x: device nvidia.com/gpu not found',
    ],
    [
      http(400, 'bad parameter', 'invalid mount config for type "bind": bind source path does not exist: /a b'),
      'MOUNT_SOURCE_MISSING',
      '/a b is to be mounted, but the engine at unix:///e.sock does not see it.',
    ],
    [
      http(
        400,
        'bad parameter',
        'OCI runtime create failed: exec: "bash": executable file not found in $PATH: unknown',
      ),
      'IMAGE_UNSUITABLE',
      'The image img:1 has no bash; every action is started by it.',
    ],
    [
      http(500, 'server error', 'no space left on device'),
      'ENGINE_FAILED',
      'The engine at unix:///e.sock failed while starting the container x: no space left on device',
    ],
    [
      http(409, 'conflict', 'the name "x" is in use - by another'),
      'ENGINE_FAILED',
      'The engine at unix:///e.sock failed while starting the container x: the name "x" is in use - by another',
    ],
    [
      system('ECONNREFUSED'),
      'ENGINE_UNREACHABLE',
      'The engine at unix:///e.sock went away while starting the container x: nothing is listening (connection refused).',
    ],
    [
      system('ECONNRESET'),
      'ENGINE_UNREACHABLE',
      'The engine at unix:///e.sock went away while starting the container x: ECONNRESET: words.',
    ],
    [system('EACCES'), 'ENGINE_PERMISSION_DENIED', 'You may not open unix:///e.sock any more.'],
    ['words', 'ENGINE_FAILED', 'The engine at unix:///e.sock failed while starting the container x: words'],
  ])('%p is %s', (error, code, message) => {
    expect(describeFailure(error, undertaking)).toMatchObject({ code, message, cause: error });
  });

  test('is a Problem already and stays the same', () => {
    const problem = new Problem('INTERNAL', 'x');
    expect(describeFailure(problem, undertaking)).toBe(problem);
  });
});
