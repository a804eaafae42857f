/** A progress bar on a terminal, and a line at each quarter elsewhere. */
const WIDTH = 30;

export function progressBar(label: string, total: number): (done: number) => void {
  let sum = 0;
  let quarter = 0;
  return (done) => {
    sum += done;
    const share = total === 0 ? 1 : sum / total;
    const text = `${label}  ${sum.toLocaleString('en')} of ${total.toLocaleString('en')}`;
    if (process.stdout.isTTY) {
      const filled = Math.round(share * WIDTH);
      process.stdout.write(
        `\r[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${text}${share === 1 ? '\n' : ''}`,
      );
    } else if (Math.floor(share * 4) > quarter) {
      quarter = Math.floor(share * 4);
      process.stdout.write(`${text}\n`);
    }
  };
}
