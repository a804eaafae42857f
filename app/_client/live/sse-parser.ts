/**
 * Reads server-sent events out of text that arrives in pieces, by the rules of the HTML standard (9.2.6) as far as
 * this bank's server uses them: LF line ends, `event`, `data`, `id`, `retry`, comments.
 */
export type SseMessage = { event: string; data: string; id: string | null };

/** Answers a function to feed pieces to. `onMessage` also gets messages without data: those carry an id alone. */
export function createSseParser(onMessage: (message: SseMessage) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message: SseMessage = { event: 'message', data: '', id: null };
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
        if (field === 'event') message.event = value;
        else if (field === 'data') data.push(value);
        else if (field === 'id') message.id = value;
      }
      message.data = data.join('\n');
      if (data.length > 0 || message.id !== null) onMessage(message);
    }
  };
}
