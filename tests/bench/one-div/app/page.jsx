import { headers } from 'next/headers';

/** Dynamic, since it asks for the request. */
export default async function Page() {
  await headers();
  return <div>One div</div>;
}
