import { connect } from 'node:net';

/** True when something accepts connections on an SSH agent's socket; a dead one would fail every ssh inside the container. */
export function agentAnswers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const answer = (alive: boolean): void => {
      connection.destroy();
      resolve(alive);
    };
    connection.setTimeout(500, () => {
      answer(false);
    });
    connection.once('connect', () => {
      answer(true);
    });
    connection.once('error', () => {
      answer(false);
    });
  });
}
