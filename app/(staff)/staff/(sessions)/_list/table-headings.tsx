import { messages } from '#app/_words/server.ts';

/** The columns of the table; cards have none. */
export async function TableHeadings({
  ending,
}: {
  /** Whether some sessions may be ended: then rows have a box to tick and a button. */
  ending: boolean;
}) {
  const { staff: words } = await messages();
  const heads = [words.user, words.device, words.addressHead, words.signedIn, words.lastActive, words.stepUp];
  return (
    <>
      <caption className="sr-only">{words.list}</caption>
      <thead className="max-lg:sr-only">
        <tr className="border-b border-line text-left text-ink-soft">
          {ending && (
            <td className="w-11">
              <span className="sr-only">{words.bulk}</span>
            </td>
          )}
          {heads.map((head) => (
            <th key={head} scope="col" className="px-2 py-2 font-normal">
              {head}
            </th>
          ))}
          {ending && (
            <td>
              <span className="sr-only">{words.endThis}</span>
            </td>
          )}
        </tr>
      </thead>
    </>
  );
}
