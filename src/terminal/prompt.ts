import { createInterface } from 'node:readline/promises';

/**
 * Asks for questions until `exit`, `quit`, Ctrl-C or Ctrl-D. The arrow keys bring back earlier questions of this session;
 * nothing is written to disk.
 * @param onQuestion writes the answer; what it throws is shown and the prompt goes on.
 */
export async function prompt(
  onQuestion: (question: string) => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: 'ask> ', historySize: 200 });
  process.stdout.write('Ask a question about the sources. "exit" or Ctrl-C ends.\n');
  // Ctrl-C reaches readline on a terminal, and the process where input is piped.
  terminal.on('SIGINT', () => terminal.close());
  process.once('SIGINT', () => terminal.close());
  terminal.prompt();
  for await (const line of terminal) {
    const question = line.trim();
    if (question === 'exit' || question === 'quit') break;
    if (question !== '') await onQuestion(question).catch(onError);
    terminal.prompt();
  }
  terminal.close();
}
